/**
 * A writer for the few ASN.1 types that certificates and timestamps are made of, in DER
 * (https://www.itu.int/rec/T-REC-X.690). Writing them by hand lets a test leave out, double or
 * spoil any single field, which certificate libraries rightly refuse to do.
 */

export function sequence(...items: readonly Buffer[]): Buffer {
  return tagged(0x30, Buffer.concat(items));
}

/** SET OF: DER wants its members sorted by their encoding. */
export function setOf(...items: readonly Buffer[]): Buffer {
  return tagged(0x31, Buffer.concat(items.toSorted((a, b) => a.compare(b))));
}

/** A non-negative INTEGER; of bytes, the big-endian number that they are. */
export function integer(value: number | Buffer): Buffer {
  const bytes = typeof value === "number" ? bigEndian(value) : withoutLeadingZeros(value);
  const signBit = (bytes[0] ?? 0) & 0x80;
  return tagged(0x02, signBit === 0 ? bytes : Buffer.concat([Buffer.of(0), bytes]));
}

export function boolean(value: boolean): Buffer {
  return tagged(0x01, Buffer.of(value ? 0xff : 0));
}

export function bitString(bytes: Buffer, unusedBits = 0): Buffer {
  return tagged(0x03, Buffer.concat([Buffer.of(unusedBits), bytes]));
}

export function octetString(bytes: Buffer): Buffer {
  return tagged(0x04, bytes);
}

/** @param dotted for example `1.2.840.10045.4.3.2` */
export function objectIdentifier(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split(".").map(Number);
  return tagged(0x06, Buffer.concat([first * 40 + second, ...rest].map(base128)));
}

export function utf8String(text: string): Buffer {
  return tagged(0x0c, Buffer.from(text, "utf8"));
}

/** A Time as RFC 5280 wants it in certificates: UTCTime until 2049. */
export function time(date: Date): Buffer {
  if (date.getUTCFullYear() > 2049) return generalizedTime(date);
  return tagged(0x17, Buffer.from(digitsOf(date).slice(2), "ascii"));
}

export function generalizedTime(date: Date): Buffer {
  return tagged(0x18, Buffer.from(digitsOf(date), "ascii"));
}

/** A context-specific tag around other items, `[number] EXPLICIT` or `[number] IMPLICIT SET OF`. */
export function contextual(number: number, ...items: readonly Buffer[]): Buffer {
  return tagged(0xa0 | number, Buffer.concat(items));
}

/** A context-specific tag with plain content, `[number] IMPLICIT OCTET STRING` and the like. */
export function contextualPrimitive(number: number, content: Buffer): Buffer {
  return tagged(0x80 | number, content);
}

/** A value of any tag. */
export function tagged(tag: number, content: Buffer): Buffer {
  return Buffer.concat([Buffer.of(tag), lengthOf(content), content]);
}

function lengthOf(content: Buffer): Buffer {
  if (content.length < 0x80) return Buffer.of(content.length);
  const bytes = bigEndian(content.length);
  return Buffer.concat([Buffer.of(0x80 | bytes.length), bytes]);
}

function bigEndian(value: number): Buffer {
  const hex = value.toString(16);
  return Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, "hex");
}

function withoutLeadingZeros(bytes: Buffer): Buffer {
  const start = bytes.findIndex((byte) => byte !== 0);
  return start === -1 ? Buffer.of(0) : bytes.subarray(start);
}

function base128(value: number): Buffer {
  const bytes = [value & 0x7f];
  for (let rest = value >>> 7; rest > 0; rest >>>= 7) bytes.unshift(0x80 | (rest & 0x7f));
  return Buffer.from(bytes);
}

/** `YYYYMMDDHHMMSSZ` */
function digitsOf(date: Date): string {
  return `${date
    .toISOString()
    .slice(0, 19)
    .replaceAll(/[^0-9]/g, "")}Z`;
}
