import { unzipSync } from "node:zlib";
import { attribute, readXml } from "./xml.ts";

/*
 * xar, the form of macOS packages: a header, a table of contents in compressed XML, and a heap.
 * No library for it is kept up; the XML is read by one that is.
 *
 * https://github.com/apple-oss-distributions/xar/blob/main/xar/lib/xar.h.in
 */

export interface XarFile {
  /** its name, without the folders above it */
  readonly name: string;
  /** within the heap */
  readonly offset: number;
  readonly length: number;
  readonly isCompressed: boolean;
}

const magic = 0x78617221;
/** A package's table has some 20 kB. */
const maxTableBytes = 16 * 1024 * 1024;
/** A PackageInfo has some 2 kB. */
const maxFileBytes = 1024 * 1024;

/** The files of an archive. */
export class Xar {
  readonly files: readonly XarFile[];
  readonly #bytes: Buffer;
  readonly #heap: number;

  /** @throws if it is no xar */
  constructor(bytes: Buffer) {
    if (bytes.length < 28 || bytes.readUInt32BE(0) !== magic) throw new Error("it is no xar");
    const headerBytes = bytes.readUInt16BE(4);
    const tableBytes = Number(bytes.readBigUInt64BE(8));
    this.#bytes = bytes;
    this.#heap = headerBytes + tableBytes;
    if (this.#heap > bytes.length) throw new Error("its table of contents ends too early");
    const packed = bytes.subarray(headerBytes, this.#heap);
    this.files = filesIn(unzipSync(packed, { maxOutputLength: maxTableBytes }).toString("utf8"));
  }

  /** The content of a small file. @throws if it is not there, or too large */
  read({ offset, length, isCompressed }: XarFile): Buffer {
    const start = this.#heap + offset;
    if (length > maxFileBytes || start + length > this.#bytes.length) {
      throw new Error("a file in it has an impossible place");
    }
    const content = this.#bytes.subarray(start, start + length);
    return isCompressed ? unzipSync(content, { maxOutputLength: maxFileBytes }) : content;
  }
}

interface OpenFile {
  name?: string;
  offset?: number;
  length?: number;
  encoding?: string;
}

function filesIn(table: string): XarFile[] {
  const files: XarFile[] = [];
  const open: OpenFile[] = [];
  const path: string[] = [];
  readXml(table, {
    onopentag: ({ name, attributes }) => {
      path.push(name);
      if (name === "file") open.push({});
      const file = open.at(-1);
      if (file !== undefined && path.slice(-2).join("/") === "data/encoding") {
        file.encoding = attribute(attributes, "style");
      }
    },
    ontext: (text) => {
      const file = open.at(-1);
      if (file === undefined) return;
      const place = path.slice(-2).join("/");
      if (place === "file/name") file.name = text;
      if (place === "data/offset") file.offset = Number(text);
      if (place === "data/length") file.length = Number(text);
    },
    onclosetag: (tag) => {
      path.pop();
      if (tag !== "file") return;
      const { name, offset, length, encoding } = open.pop() ?? {};
      if (name === undefined || !isPlace(offset) || !isPlace(length)) return;
      files.push({ name, offset, length, isCompressed: encoding === "application/x-gzip" });
    },
  });
  return files;
}

function isPlace(value: number | undefined): value is number {
  return value !== undefined && Number.isSafeInteger(value) && value >= 0;
}
