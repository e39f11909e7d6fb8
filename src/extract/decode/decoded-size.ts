import { limits } from "../limits.ts";
import { LimitExceeded } from "./decode-failure.ts";

/** Counts what comes out of a compressed file. */
export class DecodedSize {
  #decoded = 0;

  /**
   * Gives decoded bytes back.
   *
   * @param consumed how many bytes of the file have been taken so far
   * @throws {LimitExceeded} if it is more than limits allow, or more than so much can hold
   */
  checked(output: Uint8Array, consumed: number): Uint8Array {
    const { archiveBytes, ratioFreeBytes, compressionRatio } = limits;
    this.#decoded += output.length;
    if (this.#decoded > archiveBytes) {
      throw new LimitExceeded(`it unpacks to more than ${archiveBytes} bytes`);
    }
    if (this.#decoded > Math.max(ratioFreeBytes, consumed * compressionRatio)) {
      throw new LimitExceeded(`it unpacks to more than ${compressionRatio} times its size`);
    }
    return output;
  }
}
