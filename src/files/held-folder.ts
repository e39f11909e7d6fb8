import {
  closeSync,
  constants,
  fstatSync,
  mkdirSync,
  openSync,
  type Stats,
  statSync,
} from "node:fs";
import { join } from "node:path";
import { errorCodeOf } from "../base/error-message.ts";
import { PyverifyError } from "../base/errors.ts";
import { makeFolders } from "./make-folders.ts";

/**
 * A folder that is held open. What is done below `path` is done in that very folder, whatever takes
 * its place meanwhile.
 */
export interface HeldFolder {
  readonly path: string;
  readonly facts: Stats;
  close(): void;
}

const { O_DIRECTORY, O_NOFOLLOW } = constants;
/** Of Linux: takes no right to read the folder. Node has no name for it. */
export const O_PATH = 0o10_000_000;

/**
 * Holds a folder below one that somebody chose. The chosen one may be a link; what lies below it is
 * the program's own, and a link there was planted by somebody else: it is never followed.
 *
 * @throws as `open` does, with ENOENT if it is not there, and ENOTDIR if it is a link;
 *   {PyverifyError} filesystem/folder-unsafe
 */
export function holdFolder(chosen: string, name: string): HeldFolder {
  return hold(join(chosen, name), O_PATH | O_DIRECTORY | O_NOFOLLOW);
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

/**
 * Holds a folder that somebody chose, which may be a link.
 *
 * @throws as `open` does; {PyverifyError} filesystem/folder-unsafe
 */
export function holdChosenFolder(chosen: string): HeldFolder {
  return hold(chosen, O_PATH | O_DIRECTORY);
}

function hold(folder: string, flags: number): HeldFolder {
  const descriptor = openSync(folder, flags);
  try {
    const facts = fstatSync(descriptor);
    const path = `/proc/self/fd/${descriptor}`;
    if (!isSame(statSync(path, { throwIfNoEntry: false }), facts)) throw withoutProc(folder);
    return { path, facts, close: once(() => closeSync(descriptor)) };
  } catch (error) {
    closeSync(descriptor);
    throw error;
  }
}

/** Whether both are the same folder. */
export function isSame(one: Stats | undefined, other: Stats): boolean {
  return one?.ino === other.ino && one.dev === other.dev;
}

function once(action: () => void): () => void {
  let done = false;
  return () => {
    if (!done) action();
    done = true;
  };
}

function withoutProc(folder: string): PyverifyError {
  return new PyverifyError("filesystem", "folder-unsafe", `${folder} cannot be held`, {
    because:
      "/proc is not mounted here, and without it another user could put a link in the folder's place",
    hint: "mount /proc, as every container engine does",
  });
}
