import { hashed, type HashedBytes, HashingMemory } from "../../files/hashed-bytes.ts";

/** The body of an answer, collected in bounded memory and hashed as it comes in. */
export class ReceivedBody {
  readonly #maxBytes: number;
  /** where the length is known */
  #memory: HashingMemory | undefined;
  /** where it is not */
  #chunks: Buffer[] = [];
  #length = 0;

  /** @param maxBytes what it refuses to grow beyond */
  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /** Bytes received so far. */
  get length(): number {
    return this.#length;
  }

  /**
   * Throws away what has come in and prepares for `total` bytes, if that is known.
   *
   * @returns false if that is more than may be held
   */
  restart(total: number | undefined): boolean {
    this.#chunks = [];
    this.#length = 0;
    this.#memory = undefined;
    if (total !== undefined && total > this.#maxBytes) return false;
    // A server that announces much and sends little takes no memory.
    if (total !== undefined) this.#memory = new HashingMemory(total);
    return true;
  }

  /** @returns false, and keeps nothing of it, if the chunk exceeds what may be held or was announced */
  append(chunk: Buffer): boolean {
    const limit = this.#memory?.bytes.length ?? this.#maxBytes;
    if (this.#length + chunk.length > limit) return false;
    const start = this.#length;
    this.#length += chunk.length;
    if (this.#memory === undefined) {
      this.#chunks.push(chunk);
    } else {
      this.#memory.bytes.set(chunk, start);
      this.#memory.hashUpTo(this.#length);
    }
    return true;
  }

  /** The bytes received. Nothing can be appended afterwards. */
  finish(): HashedBytes {
    if (this.#memory !== undefined) return this.#memory.finish(this.#length);
    const whole = Buffer.concat(this.#chunks);
    this.#chunks = [];
    return hashed(whole);
  }
}
