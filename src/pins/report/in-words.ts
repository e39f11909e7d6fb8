import { rfc3339 } from "../../base/rfc3339.ts";
import { type DigestedFile, isOnWord, signatureOf } from "../judgement.ts";
import type { CheckedPin } from "../pin-check.ts";

/** What is said of a pin in one sentence, for annotations and SARIF. */
export function inOneSentence(pin: CheckedPin): string {
  const { judgement, written } = pin;
  switch (judgement.verdict) {
    case "verified":
    case "taken-on-word":
      return `${judgement.file.name}: ${signedBy(judgement.file)}`;
    case "wrong": {
      const { what, isOf, signed } = judgement;
      const [only, ...others] = signed;
      const instead =
        others.length === 0
          ? `${signatureOf(only).sha256} was, ${signedBy(only)}`
          : "other digests were";
      const owner = isOf === undefined ? "" : `; it is the digest of ${isOf}`;
      const saying = isOnWord(only) ? "the feed says that " : "";
      return `${saying}${written} was not signed for ${what}: ${instead}${owner}`;
    }
    case "unknown": {
      const { message, because } = judgement.reason;
      const reason = because === undefined ? message : `${message}: ${because}`;
      return `${nameOf(pin)}: ${reason}`;
    }
  }
}

/** Who signed a file, and when; and that it is a feed's word, where it is no more. */
export function signedBy(file: DigestedFile): string {
  const { signer, signedAt, transparencyLog } = signatureOf(file);
  const [entry] = transparencyLog;
  const log = entry === undefined ? "" : `, log index ${entry.logIndex}`;
  const word = isOnWord(file) ? "taken on the feed's word: " : "";
  return `${word}signed by ${signer.subject} (${signer.issuer}) at ${rfc3339(signedAt)}${log}`;
}

/** What a pin is said to be of, or what is written there. */
export function nameOf({ claim, written }: CheckedPin): string {
  if (claim.type === "files") return claim.names.join(" or ");
  return claim.type === "release"
    ? `CPython ${claim.version.text}`
    : written.length > 40
      ? `${written.slice(0, 16)}…`
      : written;
}
