import { execFileSync } from "node:child_process";
import { createWriteStream } from "node:fs";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { largeArchive } from "../test/support/archives/large-archive.ts";

/**
 * Writes a tarball as large as CPython's times a factor.
 *
 * @param path `.tar`; the compressed ones are put beside it
 */
export async function writeMadeUpTarballs(path: string, factor: number): Promise<void> {
  await pipeline(Readable.from(largeArchive(factor)), createWriteStream(path));
  // As fast as they go: what is measured is how unpacking grows.
  execFileSync("sh", ["-c", 'xz -1 -T1 -kc "$1" >"$1.xz"', "sh", path]);
  execFileSync("sh", ["-c", 'gzip -6nc "$1" >"${1%.tar}.tgz"', "sh", path]);
}
