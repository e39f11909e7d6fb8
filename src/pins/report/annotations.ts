import { inOneSentence } from "./in-words.ts";
import type { CheckedPin, PinCheck } from "../pin-check.ts";

/**
 * Writes GitHub's workflow commands, which it shows at the lines of a change: an error for a wrong
 * pin, a warning for one of which nothing is known, a notice for one that is taken on a feed's word.
 * What is verified needs nobody's attention.
 *
 * @see https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands
 */
export function githubAnnotations({ pins, unread }: PinCheck): string {
  const lines = [
    ...pins.flatMap(annotation),
    ...unread.map(
      ({ file, failure }) =>
        `::warning file=${property(file)},title=not looked into::${data(failure.message)}`,
    ),
  ];
  return lines.map((line) => `${line}\n`).join("");
}

const shown = {
  "taken-on-word": { level: "notice", title: "digest taken on the feed's word" },
  wrong: { level: "error", title: "wrong digest of CPython" },
  unknown: { level: "warning", title: "unverified digest" },
} as const;

function annotation(pin: CheckedPin): string[] {
  const { file, line, column, written, judgement } = pin;
  if (judgement.verdict === "verified") return [];
  const { level, title } = shown[judgement.verdict];
  const place = `file=${property(file)},line=${line},col=${column},endColumn=${column + written.length}`;
  return [`::${level} ${place},title=${property(title)}::${data(inOneSentence(pin))}`];
}

function data(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function property(text: string): string {
  return data(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
