import { mkdirSync, statSync } from "node:fs";
import path from "node:path";

/**
 * Makes a folder, and those above it that are missing. Node's own `mkdir` with `recursive` does not
 * come to an end, and cannot be stopped by a signal, where a folder cannot be made although the one
 * above it is there: in /proc, or in a working directory that has been removed.
 *
 * @throws as `mkdirSync` does
 */
export function makeFolders(folder: string): void {
  if (isFolder(folder)) return;
  const parent = path.dirname(folder);
  if (parent !== folder) makeFolders(parent);
  try {
    mkdirSync(folder);
  } catch (error) {
    // Another build may have been faster.
    if (!isFolder(folder)) throw error;
  }
}

function isFolder(place: string): boolean {
  return statSync(place, { throwIfNoEntry: false })?.isDirectory() === true;
}
