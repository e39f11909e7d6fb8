import type { TarballFormat } from "../../release/release.ts";
import { decodeXz } from "./xz-decoder.ts";

/** Decodes a whole compressed file piece by piece; see `decodeXz`. */
type Decoder = typeof decodeXz;

/** The decoder of a format; zlib is loaded where it is needed. */
export async function decoderOf(format: TarballFormat): Promise<Decoder> {
  return format === "tar.xz" ? decodeXz : (await import("./gzip-decoder.ts")).decodeGzip;
}
