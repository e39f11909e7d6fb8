import type { Decompressor } from "../../../src/extract/decode/decompress.ts";

/**
 * Stands in for the decoder: gives an archive that is not compressed, in chunks of any size.
 */
export function givenChunks(tar: Buffer, chunkBytes = 64 * 1024): Decompressor {
  return {
    format: "tgz",
    fresh: true,
    async *decompress() {
      for (let start = 0; start < tar.length; start += chunkBytes) {
        yield tar.subarray(start, start + chunkBytes);
      }
    },
    stop: () => undefined,
  };
}
