import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { PyverifyError } from "../base/errors.ts";
import { notReadable } from "./bounded-read.ts";

/** Folders that are no part of what a person keeps in a folder. */
const passedOver = new Set([".git", "node_modules"]);

/**
 * Lists the regular files below a folder, in a fixed order. Links are not followed, so that nothing
 * outside of it is listed, and nothing twice.
 *
 * @param most how many files there may be
 * @throws {PyverifyError} filesystem/not-readable, filesystem/file-too-large
 */
export async function listFiles(
  folder: string,
  most: number,
  signal: AbortSignal,
): Promise<string[]> {
  const files: string[] = [];
  const waiting = [folder];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    signal.throwIfAborted();
    const current = next;
    const entries = await readdir(current, { withFileTypes: true }).catch((error: unknown) => {
      throw notReadable(current, error);
    });
    for (const entry of entries) {
      const path = join(current, entry.name);
      if (entry.isDirectory() && !passedOver.has(entry.name)) waiting.push(path);
      else if (entry.isFile()) files.push(path);
    }
    if (files.length + waiting.length > most) {
      throw new PyverifyError("filesystem", "file-too-large", `${folder} is too large`, {
        because: `it holds more than ${most} files`,
        hint: "name a folder further down, or the files themselves",
      });
    }
  }
  return files.toSorted();
}
