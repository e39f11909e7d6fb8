import type { TarballFormat } from "../release/release.ts";
import { PreparedExtraction } from "./prepared-extraction.ts";

/**
 * Starts what extraction needs and takes a while to start: to be called before the tarball is
 * there. Nothing of the tarball is decoded before it is verified and given to `extract`.
 *
 * @returns to be passed on to `extract`, which stops it; or to be stopped if it comes to nothing
 */
export function prepareExtraction(format: TarballFormat): PreparedExtraction {
  return new PreparedExtraction(format);
}

export type { PreparedExtraction };
