import { maxObjectBytes } from "./object.ts";

/**
 * Makes an object out of another one and a delta: copies of the base's parts, and new bytes.
 *
 * @returns undefined if the delta is damaged, or for another base
 * @see https://git-scm.com/docs/gitformat-pack#_deltified_representation
 */
export function applyDelta(base: Buffer, delta: Buffer): Buffer | undefined {
  const reader = new DeltaReader(delta);
  const baseSize = reader.size();
  const size = reader.size();
  if (baseSize !== base.length || size === undefined || size > maxObjectBytes) return undefined;
  const result = Buffer.alloc(size);
  let filled = 0;
  while (!reader.done) {
    const part = reader.part(base);
    if (part === undefined || filled + part.length > size) return undefined;
    result.set(part, filled);
    filled += part.length;
  }
  return filled === size ? result : undefined;
}

class DeltaReader {
  readonly #bytes: Buffer;
  #position = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  get done(): boolean {
    return this.#position >= this.#bytes.length;
  }

  size(): number | undefined {
    let size = 0;
    for (let scale = 1; scale <= 2 ** 42; scale *= 128) {
      const byte = this.#next();
      size += (byte & 0x7f) * scale;
      if (byte < 0x80) return size;
    }
    return undefined;
  }

  /** One instruction: bytes of the base, or bytes that follow. */
  part(base: Buffer): Buffer | undefined {
    const instruction = this.#next();
    if (instruction === 0) return undefined;
    if (instruction < 0x80) {
      const start = this.#position;
      this.#position += instruction;
      return this.#position <= this.#bytes.length
        ? this.#bytes.subarray(start, this.#position)
        : undefined;
    }
    const offset = this.#number(instruction, [1, 2, 4, 8]);
    const length = this.#number(instruction >> 4, [1, 2, 4]) || 0x10000;
    return offset + length <= base.length ? base.subarray(offset, offset + length) : undefined;
  }

  /** A number of which only the bytes that are not zero are there. */
  #number(present: number, bits: readonly number[]): number {
    return bits.reduce(
      (sum, bit, index) => ((present & bit) === 0 ? sum : sum + this.#next() * 256 ** index),
      0,
    );
  }

  #next(): number {
    const byte = this.#bytes[this.#position] ?? 0;
    this.#position += 1;
    return byte;
  }
}
