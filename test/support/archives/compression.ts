import { createRequire } from "node:module";
import { buffer } from "node:stream/consumers";
import { crc32 } from "node:zlib";

interface Lzma {
  readonly CHECK_CRC64: number;
  createStream(coder: "easyEncoder" | "aloneEncoder", options: object): NodeJS.ReadWriteStream;
}

// The package has no types of its own.
const lzma: Lzma = createRequire(import.meta.url)("lzma-native");

/** An `.xz` file of one stream, as CPython's are, compressed as little as possible. */
export async function xz(input: Uint8Array): Promise<Buffer> {
  const encoder = lzma.createStream("easyEncoder", { preset: 0, check: lzma.CHECK_CRC64 });
  encoder.end(input);
  return buffer(encoder);
}

/** A `.lzma` file, the format before `.xz`. */
export async function lzmaAlone(input: Uint8Array): Promise<Buffer> {
  const encoder = lzma.createStream("aloneEncoder", {});
  encoder.end(input);
  return buffer(encoder);
}

/**
 * The same `.xz` file with another integrity check in its header and footer, each with the right
 * checksum: https://tukaani.org/xz/xz-file-format.txt, sections 2.1.1 and 2.1.2.
 */
export function withCheck(file: Buffer, check: number): Buffer {
  const changed = Buffer.from(file);
  changed[7] = check;
  changed.writeUInt32LE(crc32(changed.subarray(6, 8)), 8);
  const footer = changed.length - 12;
  changed[footer + 9] = check;
  changed.writeUInt32LE(crc32(changed.subarray(footer + 4, footer + 10)), footer);
  return changed;
}

/** The same file with one bit turned over. */
export function flipped(file: Buffer, offset: number, bit = 0): Buffer {
  const changed = Buffer.from(file);
  const index = offset < 0 ? file.length + offset : offset;
  changed[index] = (changed[index] ?? 0) ^ (1 << bit);
  return changed;
}
