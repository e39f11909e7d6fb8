import {
  chmodSync,
  fstatSync,
  mkdirSync,
  openSync,
  closeSync,
  futimesSync,
  fchmodSync,
  rmdirSync,
  statSync,
  unlinkSync,
} from "node:fs";
import { PyverifyError } from "../../base/errors.ts";
import { filesystemFailure } from "../../files/filesystem-failure.ts";

/** Not zero, which a file system that keeps no times may answer. */
const someTime = 1_000_000_000;
/** Seconds; the clock of FAT goes by two. */
const coarsestClock = 2;

/**
 * Whether files and folders get the modes that they are created with. A umask, a default ACL or a
 * parent's set-group bit can change them; asking is the only way to know, and saves a system call
 * for each of 5,000.
 *
 * @param root an empty folder, which is left empty
 * @param shown what errors call it
 * @throws {PyverifyError} filesystem/…; metadata-refused also where it pretends, and keeps another
 *   mode or time: the tree would not be the one that its digest says
 */
export function keepsModes(root: string, shown: string): boolean {
  try {
    return keepsModesIn(root, shown);
  } catch (error) {
    throw filesystemFailure(error, shown);
  }
}

function keepsModesIn(root: string, shown: string): boolean {
  const folder = `${root}/.mode`;
  mkdirSync(folder, 0o755);
  try {
    const folders = keeps(
      () => statSync(folder).mode,
      0o755,
      () => chmodSync(folder, 0o755),
    );
    const files = [0o755, 0o644].map((mode) => keepsFileMode(`${folder}/file`, mode));
    return folders && files.every(Boolean);
  } catch (error) {
    // Before what has been made here is removed: what is lacking would be there again.
    throw filesystemFailure(error, shown);
  } finally {
    rmdirSync(folder);
  }
}

function keepsFileMode(file: string, mode: number): boolean {
  const descriptor = openSync(file, "wx", mode);
  try {
    const kept = keeps(
      () => fstatSync(descriptor).mode,
      mode,
      () => fchmodSync(descriptor, mode),
    );
    futimesSync(descriptor, someTime, someTime);
    const seconds = fstatSync(descriptor).mtimeMs / 1000;
    if (Math.abs(seconds - someTime) > coarsestClock) throw pretends("times");
    return kept;
  } finally {
    closeSync(descriptor);
    unlinkSync(file);
  }
}

function keeps(read: () => number, mode: number, change: () => void): boolean {
  if ((read() & 0o7777) === mode) return true;
  change();
  if ((read() & 0o7777) !== mode) throw pretends("modes");
  return false;
}

function pretends(what: string): PyverifyError {
  return new PyverifyError(
    "filesystem",
    "metadata-refused",
    `the file system of the output folder does not keep ${what}`,
    {
      because: "it takes them and has others afterwards, and the tree's digest covers modes",
      hint: "choose a folder on another file system, not a share or mount that has its own modes",
    },
  );
}
