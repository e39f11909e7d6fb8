import { malformed } from "./archive-failure.ts";

/** The records of a pax extended header, which describe the entry after it. */
export interface PaxRecords {
  readonly path?: Uint8Array;
  readonly linkpath?: Uint8Array;
  readonly size?: number;
  /** seconds since 1970, without their fraction */
  readonly mtime?: number;
}

/** Keys that change nothing about what pyverify writes. */
const ignoredKeys = /^(?:atime|ctime|uid|gid|uname|gname|comment|(?:SCHILY|LIBARCHIVE)\..+)$/;

const space = 0x20;
const newline = 0x0a;
const equals = 0x3d;

/**
 * Reads the records of a pax extended header, `LENGTH KEY=VALUE\n` each.
 * https://pubs.opengroup.org/onlinepubs/9799919799/utilities/pax.html#tag_20_94_13_03
 *
 * @throws {PyverifyError} archive/archive-malformed: also for a key twice, and for keys that change
 *   what the entry is (GNU's sparse files, another character set)
 */
export function parsePaxRecords(bytes: Uint8Array): PaxRecords {
  const values = new Map<string, Uint8Array>();
  for (let offset = 0; offset < bytes.length;) {
    const { key, value, end } = parseRecord(bytes, offset);
    if (values.has(key)) throw malformed("a pax header has a record twice");
    values.set(key, value);
    offset = end;
  }
  const records: { -readonly [K in keyof PaxRecords]: PaxRecords[K] } = {};
  for (const [key, value] of values) {
    if (key === "path" || key === "linkpath") {
      if (value.length === 0) throw malformed("a pax header has an empty name");
      records[key] = value;
    } else if (key === "size") records.size = parseDecimal(value, /^\d{1,15}$/);
    else if (key === "mtime") records.mtime = parseDecimal(value, /^\d{1,15}(?:\.\d+)?$/);
    else if (!ignoredKeys.test(key)) throw malformed("a pax header has an unknown record");
  }
  return records;
}

function parseRecord(
  bytes: Uint8Array,
  start: number,
): { key: string; value: Uint8Array; end: number } {
  const gap = bytes.indexOf(space, start);
  const length = latin1(bytes.subarray(start, Math.max(gap, start)));
  if (!/^[1-9]\d{0,6}$/.test(length)) throw malformed("a pax record has no length");
  const end = start + Number(length);
  if (end > bytes.length || bytes[end - 1] !== newline || end <= gap + 1) {
    throw malformed("a pax record does not end where it should");
  }
  const body = bytes.subarray(gap + 1, end - 1);
  const sign = body.indexOf(equals);
  if (sign < 1) throw malformed("a pax record has no key");
  return {
    key: latin1(body.subarray(0, sign)),
    value: new Uint8Array(body.subarray(sign + 1)),
    end,
  };
}

function parseDecimal(value: Uint8Array, pattern: RegExp): number {
  const text = latin1(value);
  if (!pattern.test(text)) throw malformed("a pax record's number is not valid");
  return Math.floor(Number(text));
}

function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString("latin1");
}
