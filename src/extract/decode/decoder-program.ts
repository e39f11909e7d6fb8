import { fileURLToPath } from "node:url";

/** What Node runs as the decoding process. */
export interface DecoderProgram {
  /** the script; undefined where the executable is the program itself */
  readonly script: string | undefined;
  /** what it may read: the folder of all that it loads */
  readonly folder: string;
}

/**
 * As the source does it, where lzma-native looks for its addon in many places. In a bundle
 * `scripts/bundle.mjs` takes this file's place.
 */
export const decoderProgram: DecoderProgram = {
  script: fileURLToPath(new URL("./decoder-main.ts", import.meta.url)),
  folder: "*",
};
