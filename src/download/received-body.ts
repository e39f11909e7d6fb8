import { createHash, type Hash } from "node:crypto";
import { allocateTarball } from "./tarball-memory.ts";

/** The body of an answer, collected in bounded memory and hashed as it comes in. */
export class ReceivedBody {
  readonly #maxBytes: number;
  #chunks: Buffer[] = [];
  #whole: Buffer | undefined;
  #hash: Hash = createHash("sha256");
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
    this.#hash = createHash("sha256");
    this.#length = 0;
    this.#whole = undefined;
    if (total !== undefined && total > this.#maxBytes) return false;
    // Untouched pages cost nothing: a server that announces much and sends little takes no memory.
    if (total !== undefined) this.#whole = allocateTarball(total);
    return true;
  }

  /** @returns false, and keeps nothing of it, if the chunk exceeds what may be held or was announced */
  append(chunk: Buffer): boolean {
    const limit = this.#whole?.length ?? this.#maxBytes;
    if (this.#length + chunk.length > limit) return false;
    if (this.#whole === undefined) this.#chunks.push(chunk);
    else chunk.copy(this.#whole, this.#length);
    this.#hash.update(chunk);
    this.#length += chunk.length;
    return true;
  }

  /** The bytes and their SHA-256 in lower-case hex. Nothing can be appended afterwards. */
  finish(): { readonly bytes: Buffer; readonly sha256: string } {
    const bytes = this.#whole?.subarray(0, this.#length) ?? Buffer.concat(this.#chunks);
    this.#chunks = [];
    return { bytes, sha256: this.#hash.digest("hex") };
  }
}
