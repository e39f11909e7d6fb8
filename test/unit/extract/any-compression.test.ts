import { gzipSync } from "node:zlib";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decodeGzip } from "../../../src/extract/decode/gzip-decoder.ts";
import { CompressionFailure } from "../../../src/extract/decode/decode-failure.ts";
import { decodeXz, inputPieceBytes } from "../../../src/extract/decode/xz-decoder.ts";
import { flipped, xz } from "../../support/archives/compression.ts";
import { archive, file } from "../../support/archives/tar-builder.ts";

const tar = archive(
  file("a", "some content that repeats, some content that does not\n".repeat(40)),
);

describe.each([
  ["gz", decodeGzip, gzipSync(tar, { level: 9 })],
  ["xz", (input: Buffer) => decodeXz(piecesOf(input)), await xz(tar)],
] as const)("any .%s file", (_, decode, compressed) => {
  async function decodesTo(input: Buffer): Promise<"same" | "refused" | "something else"> {
    const pieces: Buffer[] = [];
    try {
      for await (const bytes of decode(input)) pieces.push(Buffer.from(bytes));
      return Buffer.concat(pieces).equals(tar) ? "same" : "something else";
    } catch (error) {
      if (error instanceof CompressionFailure) return "refused";
      throw error;
    }
  }

  test("that is not changed gives what it was made of", async () => {
    expect(await decodesTo(compressed)).toBe("same");
  });

  test("with a bit turned over is refused, or gives the same", async () => {
    const place = fc.tuple(fc.nat(compressed.length - 1), fc.nat(7));
    await fc.assert(
      fc.asyncProperty(place, async ([offset, bit]) => {
        expect(await decodesTo(flipped(compressed, offset, bit))).toMatch(/^(?:refused|same)$/);
      }),
      { numRuns: 3000 },
    );
  });

  test("that is cut is refused", async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(compressed.length - 1), async (length) => {
        expect(await decodesTo(compressed.subarray(0, length))).toBe("refused");
      }),
      { numRuns: 1000 },
    );
  });

  test("that something is added to is refused", async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ minLength: 1, maxLength: 40 }), async (added) => {
        const longer = Buffer.concat([compressed, added]);
        expect(await decodesTo(longer)).toBe("refused");
      }),
      { numRuns: 1000 },
    );
  });

  test("with some bytes replaced is refused, or gives the same", async () => {
    const bytes = fc.uint8Array({ minLength: 2, maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 10, max: compressed.length - 9 }),
        bytes,
        async (at, by) => {
          const changed = Buffer.from(compressed);
          changed.set(by.subarray(0, changed.length - at), at);
          expect(await decodesTo(changed)).toMatch(/^(?:refused|same)$/);
        },
      ),
      { numRuns: 2000 },
    );
  });
});

function* piecesOf(input: Buffer): Generator<Buffer, void, undefined> {
  for (let start = 0; start < input.length; start += inputPieceBytes) {
    yield input.subarray(start, start + inputPieceBytes);
  }
}
