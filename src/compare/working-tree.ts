import { hash } from "node:crypto";
import {
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  openSync,
  readdirSync,
  readlinkSync,
  readSync,
} from "node:fs";
import { join } from "node:path";
import { limits } from "../extract/limits.ts";

/** A file or link of a checkout. */
export interface WorkingFile {
  readonly type: "file" | "link";
  readonly executable: boolean;
  /** valid until the next file is read */
  readonly content: Buffer;
}

/** Every file and link of a checkout, but for its `.git`, sorted. */
export function listFiles(folder: string): string[] {
  const paths: string[] = [];
  const waiting = [""];
  for (let prefix = waiting.pop(); prefix !== undefined; prefix = waiting.pop()) {
    for (const entry of readdirSync(join(folder, prefix), { withFileTypes: true })) {
      const path = `${prefix}${entry.name}`;
      if (path === ".git") continue;
      if (entry.isDirectory()) waiting.push(`${path}/`);
      else paths.push(path);
      if (paths.length + waiting.length > limits.entries) {
        throw new Error(`it has more than ${limits.entries} files`);
      }
    }
  }
  return paths.toSorted();
}

/** Room for the longest `blob SIZE NUL`, which git hashes before a file's content. */
const headerRoom = 32;

/**
 * Reads files of a checkout one after the other, all into the same memory, in which git's header
 * goes before the content: neither is copied to be hashed.
 */
export class WorkingFileReader {
  readonly #folder: string;
  #memory = Buffer.alloc(1024 * 1024);

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** @throws if it is neither a file nor a link, or cannot be read; no link is followed */
  read(path: string): WorkingFile {
    const place = join(this.#folder, path);
    if (lstatSync(place).isSymbolicLink()) {
      const target = readlinkSync(place, { encoding: "buffer" });
      this.#reserve(target.length);
      this.#memory.set(target, headerRoom);
      return { type: "link", executable: false, content: this.#content(target.length) };
    }
    const file = openSync(place, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    try {
      const facts = fstatSync(file);
      if (!facts.isFile()) throw new Error("it is neither a file nor a link nor a folder");
      const { size, mode } = facts;
      if (size > limits.fileBytes) throw new Error(`it has more than ${limits.fileBytes} bytes`);
      this.#reserve(size);
      for (let filled = 0; filled < size;) {
        const read = readSync(file, this.#memory, headerRoom + filled, size - filled, null);
        if (read === 0) throw new Error("it became shorter while it was read");
        filled += read;
      }
      return { type: "file", executable: (mode & 0o100) !== 0, content: this.#content(size) };
    } finally {
      closeSync(file);
    }
  }

  /**
   * Git's name for a content.
   *
   * @param content that of the file which was read last, or any other
   * @param like another name of the same repository, whose length tells the hash
   */
  blobId(content: Buffer, like: string): string {
    const header = Buffer.from(`blob ${content.length}\0`);
    const algorithm = like.length === 64 ? "sha256" : "sha1";
    if (content.buffer !== this.#memory.buffer) {
      return hash(algorithm, Buffer.concat([header, content]), "hex");
    }
    const start = headerRoom - header.length;
    this.#memory.set(header, start);
    return hash(algorithm, this.#memory.subarray(start, headerRoom + content.length), "hex");
  }

  #content(length: number): Buffer {
    return this.#memory.subarray(headerRoom, headerRoom + length);
  }

  #reserve(length: number): void {
    if (headerRoom + length <= this.#memory.length) return;
    this.#memory = Buffer.alloc(2 ** Math.ceil(Math.log2(headerRoom + length)));
  }
}
