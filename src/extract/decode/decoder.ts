import type { TarballFormat } from "../../release/release.ts";
import { limits } from "../limits.ts";
import { LimitExceeded } from "./decode-failure.ts";
import { decodeXz } from "./xz-decoder.ts";

/** Decodes a whole compressed file piece by piece; see `decodeXz`. */
type Decoder = typeof decodeXz;

/**
 * The decoder of a format, within the limits, whoever it is for; zlib is loaded where it is needed.
 *
 * @returns throws `LimitExceeded` besides what `decodeXz` does
 */
export async function decoderOf(format: TarballFormat): Promise<Decoder> {
  const decode = format === "tar.xz" ? decodeXz : (await import("./gzip-decoder.ts")).decodeGzip;
  return (input, write, stopped) => {
    let total = 0;
    const counted: typeof write = (output, consumed) => {
      total += output.length;
      checkSize(total, consumed);
      write(output, consumed);
    };
    return decode(input, counted, stopped);
  };
}

function checkSize(decoded: number, consumed: number): void {
  if (decoded > limits.archiveBytes) {
    throw new LimitExceeded(`it unpacks to more than ${limits.archiveBytes} bytes`);
  }
  if (decoded > Math.max(limits.ratioFreeBytes, consumed * limits.compressionRatio)) {
    throw new LimitExceeded(`it unpacks to more than ${limits.compressionRatio} times its size`);
  }
}
