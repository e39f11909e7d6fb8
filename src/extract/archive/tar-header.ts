import { malformed } from "./archive-failure.ts";

/** One 512-byte header of a tar archive, as it stands; the `ustar` format of POSIX.1, or GNU's. */
export interface TarHeader {
  /** the bytes of the name, and of its prefix where the format has one */
  readonly name: Uint8Array;
  readonly linkTarget: Uint8Array;
  /** `0` file, `2` symbolic link, `5` folder, `x` pax header, `L` GNU long name, … */
  readonly typeFlag: string;
  /** bytes that follow the header */
  readonly size: number;
  readonly mode: number;
  /** seconds since 1970 */
  readonly modified: number;
}

export const blockBytes = 512;

const slash = 0x2f;
const space = 0x20;
const zero = 0x30;

// Magic and version in one.
const ustarMagic = Buffer.from("ustar\x0000");
const gnuMagic = Buffer.from("ustar  \0");

/**
 * Reads one header, strictly: a field that two programs could read in two ways is refused.
 * https://pubs.opengroup.org/onlinepubs/9799919799/utilities/pax.html#tag_20_94_13_06
 *
 * @param block 512 bytes, not all of them zero
 * @throws {PyverifyError} archive/archive-malformed
 */
export function parseTarHeader(block: Uint8Array): TarHeader {
  if (parseOctal(block, 148, 8, "checksum") !== checksumOf(block)) {
    throw malformed("a header's checksum is wrong");
  }
  const isGnu = startsWith(block, 257, gnuMagic);
  if (!isGnu && !startsWith(block, 257, ustarMagic)) {
    throw malformed("a header is neither in the ustar nor in the GNU format");
  }
  const typeFlag = String.fromCharCode(block[156] ?? 0);
  return {
    // GNU's format has other things where ustar has the prefix.
    name: joinPrefix(
      isGnu ? new Uint8Array() : parseText(block, 345, 155, "name prefix"),
      parseText(block, 0, 100, "name"),
    ),
    linkTarget: parseText(block, 157, 100, "link target"),
    // Before POSIX a regular file was a NUL.
    typeFlag: typeFlag === "\0" ? "0" : typeFlag,
    size: parseNumber(block, 124, 12, "size"),
    mode: parseNumber(block, 100, 8, "mode"),
    modified: parseNumber(block, 136, 12, "modification time"),
  };
}

/** Whether a block is all zeros: two of them end an archive. */
export function isZeroBlock(block: Uint8Array): boolean {
  return isZero(block, 0, block.length);
}

function isZero(bytes: Uint8Array, start: number, end: number): boolean {
  for (let index = start; index < end; index += 1) if (bytes[index] !== 0) return false;
  return true;
}

function startsWith(block: Uint8Array, offset: number, bytes: Uint8Array): boolean {
  for (let index = 0; index < bytes.length; index += 1) {
    if (block[offset + index] !== bytes[index]) return false;
  }
  return true;
}

function checksumOf(block: Uint8Array): number {
  // The checksum's own eight bytes count as spaces.
  let sum = 8 * 0x20;
  for (let index = 0; index < 148; index++) sum += block[index] ?? 0;
  for (let index = 156; index < blockBytes; index++) sum += block[index] ?? 0;
  return sum;
}

function parseNumber(block: Uint8Array, offset: number, length: number, field: string): number {
  const first = block[offset] ?? 0;
  return first < 0x80
    ? parseOctal(block, offset, length, field)
    : parseBase256(block.subarray(offset, offset + length), field);
}

/** Octal digits, with spaces before and NULs or spaces after; an empty field is zero. */
function parseOctal(block: Uint8Array, offset: number, length: number, field: string): number {
  const end = offset + length;
  let index = offset;
  while (index < end && block[index] === space) index += 1;
  let value = 0;
  for (; index < end; index += 1) {
    const digit = (block[index] ?? 0) - zero;
    if (digit < 0 || digit > 7) break;
    value = value * 8 + digit;
  }
  for (; index < end; index += 1) {
    if (block[index] !== 0 && block[index] !== space) {
      throw malformed(`a header's ${field} is not an octal number`);
    }
  }
  return value;
}

/** GNU's way to write large numbers. A negative one made tarfile loop for ever: CVE-2025-8194. */
function parseBase256(bytes: Uint8Array, field: string): number {
  if (bytes[0] !== 0x80) throw malformed(`a header's ${field} is negative or out of range`);
  let value = 0;
  for (const byte of bytes.subarray(1)) {
    value = value * 256 + byte;
    if (value > Number.MAX_SAFE_INTEGER) throw malformed(`a header's ${field} is out of range`);
  }
  return value;
}

/** A copy of the bytes up to the first NUL; nothing may hide behind it. */
function parseText(block: Uint8Array, offset: number, length: number, field: string): Uint8Array {
  const limit = offset + length;
  let end = offset;
  while (end < limit && block[end] !== 0) end += 1;
  if (!isZero(block, end, limit)) throw malformed(`a header's ${field} contains a NUL`);
  return new Uint8Array(block.subarray(offset, end));
}

function joinPrefix(prefix: Uint8Array, name: Uint8Array): Uint8Array {
  if (prefix.length === 0) return name;
  const joined = new Uint8Array(prefix.length + 1 + name.length);
  joined.set(prefix);
  joined[prefix.length] = slash;
  joined.set(name, prefix.length + 1);
  return joined;
}
