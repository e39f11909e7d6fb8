import { closeSync, openSync, readSync } from "node:fs";
import { inflateSync } from "node:zlib";
import { applyDelta } from "./delta.ts";
import {
  type GitObject,
  maxObjectBytes,
  type ObjectType,
  objectTypes,
  unreadableRepository,
} from "./object.ts";

const offsetDelta = 6;
const referenceDelta = 7;
/** git itself makes chains of 50, and never of more than this. */
const longestChain = 4095;

/**
 * One pack of a repository, with its index. Only single objects are read, from where they lie: a
 * whole clone of CPython has a pack of several hundred megabytes.
 *
 * @see https://git-scm.com/docs/gitformat-pack
 */
export class Pack {
  readonly #path: string;
  readonly #idBytes: number;

  /**
   * @param path of the pack, without `.idx` or `.pack`
   * @param idBytes the length of an object's name: 20, or 32 with SHA-256
   */
  constructor(path: string, idBytes: number) {
    this.#path = path;
    this.#idBytes = idBytes;
  }

  /**
   * Reads an object.
   *
   * @param other gives an object of the repository, which a delta may be based on
   * @returns undefined if it is not in this pack
   * @throws {PyverifyError} filesystem/not-readable
   */
  read(id: string, other: (id: string) => GitObject): GitObject | undefined {
    const offset = this.#find(id);
    if (offset === undefined) return undefined;
    const file = openSync(`${this.#path}.pack`, "r");
    try {
      return this.#readAt(file, offset, other, 0);
    } finally {
      closeSync(file);
    }
  }

  /** The offset of an object in the pack, by the index, of which only a slice is read. */
  #find(id: string): number | undefined {
    const file = openSync(`${this.#path}.idx`, "r");
    const bytes = (position: number, length: number) =>
      readExactly(file, position, length, this.#path);
    try {
      const head = bytes(0, 8 + 256 * 4);
      if (head.readUInt32BE(0) !== 0xff744f63 || head.readUInt32BE(4) !== 2) {
        throw unreadableRepository(this.#path, "the index of a pack is not in version 2");
      }
      const fanout = (byte: number): number => (byte < 0 ? 0 : head.readUInt32BE(8 + byte * 4));
      const wanted = Buffer.from(id, "hex");
      const first = fanout((wanted[0] ?? 0) - 1);
      const count = fanout(wanted[0] ?? 0) - first;
      const total = fanout(255);
      if (count < 0 || first + count > total) {
        throw unreadableRepository(this.#path, "the index of a pack contradicts itself");
      }
      const names = head.length;
      const slice = bytes(names + first * this.#idBytes, count * this.#idBytes);
      for (let index = 0; index < count; index += 1) {
        const start = index * this.#idBytes;
        if (!slice.subarray(start, start + this.#idBytes).equals(wanted)) continue;
        const offsets = names + total * (this.#idBytes + 4);
        const small = bytes(offsets + (first + index) * 4, 4).readUInt32BE(0);
        if (small < 0x8000_0000) return small;
        const large = offsets + total * 4 + (small - 0x8000_0000) * 8;
        return Number(bytes(large, 8).readBigUInt64BE(0));
      }
      return undefined;
    } finally {
      closeSync(file);
    }
  }

  #readAt(
    file: number,
    offset: number,
    other: (id: string) => GitObject,
    depth: number,
  ): GitObject {
    if (depth > longestChain)
      throw unreadableRepository(this.#path, "a chain of deltas is endless");
    const head = readUpTo(file, offset, 64);
    const { type, size, end } = parseEntryHeader(head, this.#path);
    if (type === offsetDelta) {
      const { distance, end: start } = parseDistance(head, end, this.#path);
      if (distance <= 0 || distance > offset) {
        throw unreadableRepository(this.#path, "a delta leads out of its pack");
      }
      const delta = this.#inflate(file, offset + start, size);
      return applied(this.#readAt(file, offset - distance, other, depth + 1), delta, this.#path);
    }
    if (type === referenceDelta) {
      const base = head.toString("hex", end, end + this.#idBytes);
      const delta = this.#inflate(file, offset + end + this.#idBytes, size);
      return applied(other(base), delta, this.#path);
    }
    const name: ObjectType | undefined = Reflect.get(objectTypes, type);
    if (name === undefined) throw unreadableRepository(this.#path, "it holds an unknown object");
    return { type: name, content: this.#inflate(file, offset + end, size) };
  }

  #inflate(file: number, offset: number, size: number): Buffer {
    if (size > maxObjectBytes) throw unreadableRepository(this.#path, "an object is too large");
    // Deflate never takes more than this for what it cannot compress.
    const compressed = readUpTo(file, offset, size + Math.ceil(size / 1000) + 128);
    try {
      const content = inflateSync(compressed, { maxOutputLength: Math.max(size, 1) });
      if (content.length === size) return content;
    } catch (cause) {
      throw unreadableRepository(this.#path, "an object in it is damaged", cause);
    }
    throw unreadableRepository(this.#path, "an object has another size than it says");
  }
}

function applied({ type, content }: GitObject, delta: Buffer, place: string): GitObject {
  const result = applyDelta(content, delta);
  if (result === undefined) throw unreadableRepository(place, "a delta in it is damaged");
  return { type, content: result };
}

/** Type and size of an entry: three bits of one, and the other in steps of seven bits. */
function parseEntryHeader(
  bytes: Buffer,
  place: string,
): { type: number; size: number; end: number } {
  const first = bytes[0] ?? 0;
  let size = first & 0x0f;
  let scale = 16;
  let end = 1;
  for (let byte = first; byte >= 0x80; end += 1) {
    byte = bytes[end] ?? 0;
    size += (byte & 0x7f) * scale;
    scale *= 128;
    if (end > 8) throw unreadableRepository(place, "an object's size is out of range");
  }
  return { type: (first >> 4) & 7, size, end };
}

/** How far before a delta its base lies. */
function parseDistance(
  bytes: Buffer,
  start: number,
  place: string,
): { distance: number; end: number } {
  let byte = bytes[start] ?? 0;
  let distance = byte & 0x7f;
  let end = start + 1;
  for (; byte >= 0x80; end += 1) {
    if (end - start > 8) throw unreadableRepository(place, "a delta's base is out of range");
    byte = bytes[end] ?? 0;
    distance = (distance + 1) * 128 + (byte & 0x7f);
  }
  return { distance, end };
}

function readExactly(file: number, position: number, length: number, place: string): Buffer {
  const bytes = readUpTo(file, position, length);
  if (bytes.length === length) return bytes;
  throw unreadableRepository(place, "it ends too early");
}

function readUpTo(file: number, position: number, length: number): Buffer {
  const bytes = Buffer.alloc(length);
  let filled = 0;
  while (filled < length) {
    const read = readSync(file, bytes, filled, length - filled, position + filled);
    if (read === 0) break;
    filled += read;
  }
  return bytes.subarray(0, filled);
}
