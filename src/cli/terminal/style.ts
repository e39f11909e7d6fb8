import type { Verdict } from "../../audit/audited-artifact.ts";
import type { Host } from "./host.ts";
import { type Colour, paint, type Printable, type Value } from "./printable.ts";

/** How words and marks look on stdout: in colour or not, in Unicode or in ASCII. */
export interface Style {
  /** one character that stands for a verdict */
  mark(verdict: Verdict): Printable;
  /** a text in a verdict's colour */
  verdict(verdict: Verdict, text: string): Printable;
  dim(text: Value): Printable;
}

const colours = {
  verified: "green",
  refused: "red",
  missing: "magenta",
  unreachable: "yellow",
  unsigned: "dim",
} as const satisfies Record<Verdict, Colour>;

const unicodeMarks = { verified: "✓", refused: "✗", missing: "?", unreachable: "!", unsigned: "·" };
const asciiMarks = { verified: "+", refused: "X", missing: "?", unreachable: "!", unsigned: "." };

/** Colours where stdout shows them; ASCII where the locale says that it shows no more. */
export function styleFor({ env, stdout }: Host): Style {
  const locale = env["LC_ALL"] || env["LC_CTYPE"] || env["LANG"];
  const marks =
    locale === undefined || locale === "" || /utf-?8/i.test(locale) ? unicodeMarks : asciiMarks;
  return {
    mark: (verdict) => paint(stdout, colours[verdict], marks[verdict]),
    verdict: (verdict, text) => paint(stdout, colours[verdict], text),
    dim: (text) => paint(stdout, "dim", text),
  };
}
