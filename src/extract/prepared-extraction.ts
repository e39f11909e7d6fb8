import type { TarballFormat } from "../release/release.ts";
import { type Decompressor, startDecompressor } from "./decode/decompress.ts";

/** A decoding process that waits for its tarball. Outside `extract` it can be stopped, and nothing else. */
export class PreparedExtraction {
  readonly #decompressor: Decompressor;

  constructor(format: TarballFormat) {
    this.#decompressor = startDecompressor(format);
  }

  /** Ends the process. To be called in any case; after the extraction it does nothing. */
  stop(): void {
    this.#decompressor.stop();
  }

  /** The process that was prepared; or another one, where that is used up or for the other format. */
  static decompressorOf(
    prepared: PreparedExtraction | undefined,
    format: TarballFormat,
  ): Decompressor {
    const ready = prepared && prepared.#decompressor;
    return ready?.fresh && ready.format === format ? ready : startDecompressor(format);
  }
}
