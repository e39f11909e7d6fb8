import { createHash } from "node:crypto";

/**
 * Bytes and the SHA-256 of these very bytes: whoever is given one need not hash again. Nothing
 * outside this file can make one of a digest that it was told.
 */
class HashedBytes {
  readonly #bytes: Buffer;
  /** in lower-case hex */
  readonly sha256: string;

  constructor(bytes: Buffer, sha256: string) {
    this.#bytes = bytes;
    this.sha256 = sha256;
  }

  /** Not to be written to. */
  get bytes(): Buffer {
    return this.#bytes;
  }
}

export type { HashedBytes };

/** Hashes bytes that are already there. */
export function hashed(bytes: Buffer): HashedBytes {
  return new HashedBytes(bytes, createHash("sha256").update(bytes).digest("hex"));
}

/** Memory that is filled from the front, and hashed while more comes in. */
export class HashingMemory {
  /** where to write to */
  readonly bytes: Buffer;
  readonly #hash = createHash("sha256");
  #hashed = 0;

  /** @param size in bytes: the most that it will hold */
  constructor(size: number) {
    // Pages that are never filled cost nothing.
    this.bytes = Buffer.alloc(size);
  }

  /** Hashes what has come in: all before this offset, which is not to be written to any more. */
  hashUpTo(end: number): void {
    this.#hash.update(this.bytes.subarray(this.#hashed, end));
    this.#hashed = end;
  }

  /** The bytes before this offset. To be called once, when all is in. */
  finish(end: number): HashedBytes {
    this.hashUpTo(end);
    return new HashedBytes(this.bytes.subarray(0, end), this.#hash.digest("hex"));
  }
}
