/*
 * A strict reader of DER (https://www.itu.int/rec/T-REC-X.690, section 10): each value in the one
 * encoding that it has, and nothing behind it. The libraries below read more than that: BER's other
 * lengths, bytes behind the end, text with the high bit set. What is compared or shown is read here
 * as well, so that bytes which two readers could take for two things are refused.
 */

/** One value: its tag, with class and form, and what is in it. */
export interface DerValue {
  readonly tag: number;
  readonly content: Buffer;
  /** tag, length and content */
  readonly raw: Buffer;
}

/** The tags that certificates and timestamps are made of, with class and form. */
export const derTag = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  objectIdentifier: 0x06,
  utf8String: 0x0c,
  utcTime: 0x17,
  generalizedTime: 0x18,
  sequence: 0x30,
} as const;

/** Bytes that are not DER, or not what has to stand there. */
export class DerError extends Error {}

/**
 * Reads one value that fills the bytes.
 *
 * @throws {DerError}
 */
export function readDer(bytes: Buffer, tag: number): Buffer {
  const [value, ...others] = readDerItems(bytes);
  if (value === undefined || others.length > 0) throw new DerError("not one value");
  return contentOf(value, tag);
}

/**
 * Reads values that follow one another and fill the bytes.
 *
 * @throws {DerError}
 */
export function readDerItems(bytes: Buffer): DerValue[] {
  const items: DerValue[] = [];
  for (let at = 0; at < bytes.length;) {
    const value = readOne(bytes.subarray(at));
    items.push(value);
    at += value.raw.length;
  }
  return items;
}

/**
 * The content of a value that has to have a tag.
 *
 * @throws {DerError} if it is another, or there is no value
 */
export function contentOf(value: DerValue | undefined, tag: number): Buffer {
  if (value === undefined) throw new DerError("a value is missing");
  if (value.tag !== tag) throw new DerError(`tag ${value.tag} in place of ${tag}`);
  return value.content;
}

/**
 * A positive INTEGER in hex, two digits a byte.
 *
 * @throws {DerError} if it is negative, zero, or has a byte too many
 */
export function positiveInteger(content: Buffer): string {
  const [first, second = 0x80] = content;
  const isPositive = first !== undefined && first < 0x80 && content.some((byte) => byte !== 0);
  if (!isPositive || (first === 0 && second < 0x80)) throw new DerError("not a positive integer");
  return content.subarray(first === 0 ? 1 : 0).toString("hex");
}

/**
 * Text of printable ASCII characters without white space, as addresses and URLs are.
 *
 * @throws {DerError} for any other byte
 */
export function printableText(content: Buffer): string {
  const isPrintable = content.every((byte) => byte > 0x20 && byte < 0x7f);
  if (content.length === 0 || !isPrintable) throw new DerError("not printable text");
  return content.toString("latin1");
}

/**
 * A UTCTime as certificates have it until 2049: to the second, in UTC.
 *
 * @see https://www.rfc-editor.org/rfc/rfc5280#section-4.1.2.5.1
 * @throws {DerError} if it is spelled otherwise, or no such time exists
 */
export function utcTime(value: DerValue | undefined): Date {
  const text = contentOf(value, derTag.utcTime).toString("latin1");
  const digits = /^(\d{12})Z$/.exec(text)?.[1];
  return timeOf(digits && `${digits < "50" ? "20" : "19"}${digits}`);
}

/**
 * A GeneralizedTime as timestamps have it, in UTC; fractions of its second are left out.
 *
 * @see https://www.rfc-editor.org/rfc/rfc3161#section-2.4.2
 * @throws {DerError} if it is spelled otherwise, or no such time exists
 */
export function generalizedTime(value: DerValue | undefined): Date {
  const text = contentOf(value, derTag.generalizedTime).toString("latin1");
  return timeOf(/^(\d{14})(?:\.\d*[1-9])?Z$/.exec(text)?.[1]);
}

/** @param digits `YYYYMMDDHHMMSS` */
function timeOf(digits: string | undefined): Date {
  const spelled = digits?.replace(/^(....)(..)(..)(..)(..)(..)$/, "$1-$2-$3T$4:$5:$6.000Z");
  const time = new Date(spelled ?? Number.NaN);
  // The 31st of February is another day to one reader and none to another.
  if (Number.isNaN(time.getTime()) || time.toISOString() !== spelled) {
    throw new DerError("no such time");
  }
  return time;
}

function readOne(bytes: Buffer): DerValue {
  const [tag, length] = bytes;
  if (tag === undefined || length === undefined) throw new DerError("cut short");
  if ((tag & 0x1f) === 0x1f) throw new DerError("a tag of several bytes");
  const start = length < 0x80 ? 2 : 2 + (length & 0x7f);
  const size = length < 0x80 ? length : longLength(bytes.subarray(2, start), length & 0x7f);
  const content = bytes.subarray(start, start + size);
  if (content.length !== size) throw new DerError("cut short");
  return { tag, content, raw: bytes.subarray(0, start + size) };
}

/** Three bytes are enough for all that is read here; DER wants as few as will do. */
function longLength(bytes: Buffer, count: number): number {
  if (count === 0 || count > 3 || bytes.length !== count) throw new DerError("no such length");
  const size = bytes.readUIntBE(0, count);
  if (bytes[0] === 0 || size < 0x80) throw new DerError("a length with a byte too many");
  return size;
}
