import { closeSync, constants, mkdirSync, openSync } from "node:fs";
import { join } from "node:path";
import { errorCodeOf } from "../base/error-message.ts";
import { makeFolders } from "./make-folders.ts";

/**
 * A folder that is held open. What is done below `path` is done in that very folder, whatever takes
 * its place meanwhile.
 */
export interface HeldFolder {
  readonly path: string;
  close(): void;
}

/**
 * Holds a folder below one that somebody chose. The chosen one may be a link; what lies below it is
 * the program's own, and a link there was planted by somebody else: it is never followed.
 *
 * @throws as `open` does, with ENOENT if it is not there, and ENOTDIR if it is a link
 */
export function holdFolder(chosen: string, name: string): HeldFolder {
  const { O_RDONLY, O_DIRECTORY, O_NOFOLLOW } = constants;
  const descriptor = openSync(join(chosen, name), O_RDONLY | O_DIRECTORY | O_NOFOLLOW);
  return { path: `/proc/self/fd/${descriptor}`, close: () => closeSync(descriptor) };
}

/**
 * The same, for a folder that is made if it is missing.
 *
 * @throws as `mkdir` and `open` do
 */
export function makeHeldFolder(chosen: string, name: string): HeldFolder {
  makeFolders(chosen);
  try {
    mkdirSync(join(chosen, name));
  } catch (error) {
    if (errorCodeOf(error) !== "EEXIST") throw error;
  }
  return holdFolder(chosen, name);
}
