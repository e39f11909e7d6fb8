/**
 * Builds tar archives byte by byte, so that each can be wrong in just one way: no library writes
 * what these tests need.
 */

/** One entry. What is left out is as CPython's own archives have it. */
export interface Member {
  readonly name: string | Uint8Array;
  /** `0` file, `5` folder, … */
  readonly type?: string;
  readonly content?: string | Uint8Array;
  readonly linkTarget?: string | Uint8Array;
  readonly mode?: number;
  readonly modified?: number;
  /** what the header says, if not the content's length: a number in octal, or the field's bytes */
  readonly size?: number | Uint8Array;
  /** the ustar prefix, which a slash joins to the name */
  readonly prefix?: string;
  readonly format?: "ustar" | "gnu";
  /** changes the header's block before its checksum is calculated */
  readonly edit?: (header: Buffer) => void;
  /** changes the header's block after that */
  readonly editSealed?: (header: Buffer) => void;
}

export const topFolder = "Python-3.14.99";

/** Two zero blocks, as an archive ends. */
export const endMarker = Buffer.alloc(1024);

/** The header of an entry, and its content, padded. */
export function member(entry: Member): Buffer {
  const content = Buffer.from(entry.content ?? "");
  const padding = Buffer.alloc((512 - (content.length % 512)) % 512);
  return Buffer.concat([headerOf(entry, content.length), content, padding]);
}

export function file(path: string, content = "", more: Partial<Member> = {}): Buffer {
  return member({ name: `${topFolder}/${path}`, content, ...more });
}

export function folder(path: string, more: Partial<Member> = {}): Buffer {
  return member({ name: `${topFolder}/${path}`, type: "5", mode: 0o755, ...more });
}

export function link(
  path: string,
  target: string | Uint8Array,
  more: Partial<Member> = {},
): Buffer {
  return member({ name: `${topFolder}/${path}`, type: "2", linkTarget: target, ...more });
}

/** What makes an archive CPython 3.14.99: put others behind it. */
export function release(version = "3.14.99"): Buffer {
  return Buffer.concat([
    folder(""),
    folder("Include/"),
    file("Include/patchlevel.h", `#define PY_VERSION              "${version}"\n`),
  ]);
}

/** A whole archive of the release with these behind it. */
export function archive(...members: readonly Buffer[]): Buffer {
  return Buffer.concat([release(), ...members, endMarker]);
}

/** An extended header for the entry behind it. */
export function pax(records: Readonly<Record<string, string>>, type = "x"): Buffer {
  return paxBody(
    Object.entries(records)
      .map(([key, value]) => paxRecord(key, value))
      .join(""),
    type,
  );
}

/** The same with any body. */
export function paxBody(body: string | Uint8Array, type = "x"): Buffer {
  return member({ name: "PaxHeaders/x", type, content: body });
}

export function paxRecord(key: string, value: string): string {
  const rest = Buffer.byteLength(` ${key}=${value}\n`);
  let length = rest;
  while (length !== rest + String(length).length) length = rest + String(length).length;
  return `${length} ${key}=${value}\n`;
}

/** GNU's way to give the entry behind it a long name (`L`) or a long link target (`K`). */
export function gnuLong(name: string | Uint8Array, type: "L" | "K" = "L"): Buffer {
  const content = Buffer.concat([Buffer.from(name), Buffer.alloc(1)]);
  return member({ name: "././@LongLink", type, content, format: "gnu" });
}

/** A number as GNU writes large and negative ones. */
export function base256(value: bigint): Buffer {
  const bytes = Buffer.alloc(12);
  let rest = BigInt.asUintN(96, value);
  for (let index = 11; index >= 0; index -= 1) {
    bytes[index] = Number(rest & 0xffn);
    rest >>= 8n;
  }
  if (value >= 0n) bytes[0] = 0x80;
  return bytes;
}

function headerOf(entry: Member, length: number): Buffer {
  const header = Buffer.alloc(512);
  put(header, 0, entry.name);
  put(header, 100, octal(entry.mode ?? 0o644, 7));
  put(header, 108, octal(0, 7));
  put(header, 116, octal(0, 7));
  put(header, 124, typeof entry.size === "object" ? entry.size : octal(entry.size ?? length, 11));
  put(header, 136, octal(entry.modified ?? 1_759_838_400, 11));
  put(header, 156, entry.type ?? "0");
  put(header, 157, entry.linkTarget ?? "");
  put(header, 257, entry.format === "gnu" ? "ustar  \0" : "ustar\x0000");
  put(header, 345, entry.prefix ?? "");
  entry.edit?.(header);
  header.fill(" ", 148, 156);
  const sum = header.reduce((total, byte) => total + byte, 0);
  put(header, 148, `${octal(sum, 6)}\0 `);
  entry.editSealed?.(header);
  return header;
}

function put(header: Buffer, offset: number, value: string | Uint8Array): void {
  header.set(Buffer.from(value), offset);
}

function octal(value: number, digits: number): string {
  return value.toString(8).padStart(digits, "0");
}
