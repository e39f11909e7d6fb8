import { claimsOf } from "./claims.ts";
import { findDigests } from "./text/digests.ts";
import { formOf } from "./form-of.ts";
import { decideDockerLibrary } from "./forms/docker-library.ts";
import { decideHomebrew } from "./forms/homebrew.ts";
import { decideNix } from "./forms/nix.ts";
import { decidePkgbuild } from "./forms/pkgbuild.ts";
import type { FoundPin } from "./found-pin.ts";
import { read } from "./text/reading.ts";
import { findUnwritten } from "./text/unwritten.ts";

/** Forms whose digests stand in places of their own; all others are read by what stands together. */
const forms = [decideDockerLibrary, decideNix, decideHomebrew, decidePkgbuild];

/** More digests than this pin nothing that a person wrote. */
export const maxDigests = 20_000;

/** Why a text is not read; the message goes on from "it …". */
export class UnreadableText extends Error {
  override readonly name = "UnreadableText";
}

/**
 * Finds every digest of a text that stands for a file of a CPython release, or looks as if it did.
 * Pure, and in time that grows with the text alone, whatever is in it.
 *
 * @param fileName the text's own, which tells some forms apart
 * @throws {UnreadableText} for a text with too many digests
 */
export function findPins(text: string, fileName: string): FoundPin[] {
  const digests = findDigests(text);
  if (digests.length > maxDigests) {
    throw new UnreadableText(
      `has ${digests.length} digests, and at most ${maxDigests} are looked at`,
    );
  }
  if (digests.length === 0 && !/sha_?256|checksum|hash/i.test(text)) return [];
  const reading = read(text, digests);
  const form = formOf(fileName, text);
  const decided = new Map(forms.flatMap((decide) => Array.from(decide(reading))));
  const pins = claimsOf(reading).flatMap((nearby, index): FoundPin[] => {
    const digest = digests[index];
    if (digest === undefined) return [];
    const claim = decided.get(digest.offset) ?? nearby;
    if (claim === undefined || claim === "other") return [];
    return [
      {
        ...reading.map.position(digest.offset),
        form,
        written: digest.text,
        encoding: digest.encoding,
        sha256: digest.sha256,
        claim,
      },
    ];
  });
  return [...pins, ...findUnwritten(reading, form)].toSorted(
    (a, b) => a.line - b.line || a.column - b.column,
  );
}
