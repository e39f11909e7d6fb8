import { type DigestEncoding, fromBase64, fromHex, fromNixBase32 } from "./sha256-text.ts";

/** A place in a text where a SHA-256 is written, or something that was meant to be one. */
export interface WrittenDigest {
  readonly offset: number;
  /** as it is written */
  readonly text: string;
  readonly encoding: DigestEncoding;
  /** in lower-case hex; undefined for what has the look of a SHA-256 and is none */
  readonly sha256: string | undefined;
}

/** From here on a run of hexadecimal digits of the wrong length may be a mangled SHA-256. */
const nearlyHex = { from: 48, to: 80 } as const;

/**
 * Finds every SHA-256 of a text, in whichever of the usual ways it is written, in the text's order.
 * Digests of images (`image@sha256:…`) and of pip's requirements (`--hash=sha256:…`) are left out:
 * they stand for no file of a release.
 */
export function findDigests(text: string): WrittenDigest[] {
  return [...alphanumeric(text), ...base64(text)]
    .filter(({ offset }) => !belongsElsewhere(text, offset))
    .toSorted((a, b) => a.offset - b.offset);
}

function* alphanumeric(text: string): Generator<WrittenDigest> {
  for (const { 0: run, index: offset } of text.matchAll(/[0-9A-Za-z]{48,}/g)) {
    if (run.length > nearlyHex.to) continue;
    const nix = fromNixBase32(run);
    if (nix !== undefined) {
      yield { offset, text: run, encoding: "nix-base32", sha256: nix };
    } else if (/^[0-9a-f]+$/i.test(run)) {
      yield { offset, text: run, encoding: "hex", sha256: fromHex(run) };
    }
  }
}

function* base64(text: string): Generator<WrittenDigest> {
  const pattern = /(?<![A-Za-z0-9+/=])[A-Za-z0-9+/]{43}=(?![A-Za-z0-9+/=])/g;
  for (const { 0: run, index: offset } of text.matchAll(pattern)) {
    yield { offset, text: run, encoding: "base64", sha256: fromBase64(run) };
  }
}

function belongsElsewhere(text: string, offset: number): boolean {
  const before = text.slice(Math.max(0, offset - 20), offset);
  return before.endsWith("@sha256:") || /--hash[= ]sha256:$/.test(before);
}
