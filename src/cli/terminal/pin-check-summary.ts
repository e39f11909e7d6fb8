import { inOneSentence, nameOf, signedBy } from "../../pins/report/in-words.ts";
import { type Judgement, type PinVerdict, pinVerdicts, signatureOf } from "../../pins/judgement.ts";
import type { CheckedPin, PinCheck } from "../../pins/pin-check.ts";
import { countVerdicts } from "../../pins/report/report.ts";
import { line, Printable } from "./printable.ts";
import type { Style } from "./style.ts";

/** Verdicts of an audit that look as those of a pin do. */
const looks = {
  verified: "verified",
  "taken-on-word": "unreachable",
  wrong: "refused",
  unknown: "missing",
} as const;

const verdictWords: Record<PinVerdict, string> = {
  verified: "verified",
  "taken-on-word": "taken on the feed's word",
  wrong: "wrong",
  unknown: "unknown",
};

/** What a person reads of a check: a line for each pin, more for what is wrong, and the counts. */
export function pinCheckSummary({ pins, unread, files }: PinCheck, style: Style): Printable {
  return Printable.lines([
    ...pins.flatMap((pin) => pinLines(pin, style)),
    ...unread.flatMap(({ failure }) => [
      line`${style.mark("unreachable")} ${failure.message}`,
      ...detail("because", failure.because),
    ]),
    ...(pins.length + unread.length > 0 ? [line``] : []),
    line`${counts(pins, style)}, in ${files} file${files === 1 ? "" : "s"}`,
  ]);
}

function pinLines(pin: CheckedPin, style: Style): Printable[] {
  const { judgement } = pin;
  const mark = style.mark(looks[judgement.verdict]);
  const place = line`${mark} ${pin.file}:${pin.line}:`;
  if ("file" in judgement) return [line`${place} ${inOneSentence(pin)}`];
  if (judgement.verdict === "unknown") {
    const { message, because } = judgement.reason;
    return [line`${place} ${nameOf(pin)}: ${message}`, ...detail("because", because)];
  }
  return [
    line`${place} ${style.verdict("refused", `not the digest of ${judgement.what}`)}`,
    ...detail("pinned", pin.written),
    ...signedLines(judgement),
    ...(judgement.isOf === undefined ? [] : detail("it is", `that of ${judgement.isOf}`)),
  ];
}

function signedLines({ signed }: Extract<Judgement, { verdict: "wrong" }>): Printable[] {
  // Any file of a release will do for some pins: a dozen digests would say less than none.
  if (signed.length > 3) return [];
  return signed.flatMap((file) => [
    ...detail("signed", `${signatureOf(file).sha256}${signed.length === 1 ? "" : ` ${file.name}`}`),
    ...detail("", signedBy(file)),
  ]);
}

function detail(label: string, text: string | undefined): Printable[] {
  return text === undefined ? [] : [line`    ${label.padEnd(8)}${text}`];
}

function counts(pins: readonly CheckedPin[], style: Style): Printable {
  const found = countVerdicts(pins);
  // There is no such thing but where a feed is asked.
  const isShown = (verdict: PinVerdict): boolean =>
    verdict !== "taken-on-word" || found[verdict] > 0;
  return Printable.joined(
    pinVerdicts.filter(isShown).map((verdict) => count(verdict, found[verdict], style)),
    "   ",
  );
}

function count(verdict: PinVerdict, number: number, style: Style): Printable {
  const text = `${number} ${verdictWords[verdict]}`;
  const look = looks[verdict];
  return line`${style.mark(look)} ${number > 0 ? style.verdict(look, text) : text}`;
}
