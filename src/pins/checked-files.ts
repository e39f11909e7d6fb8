import { stat } from "node:fs/promises";
import { errorCodeOf } from "../base/error-message.ts";
import { PyverifyError } from "../base/errors.ts";
import type { StageContext } from "../base/progress.ts";
import { notReadable, readBounded } from "../files/bounded-read.ts";
import { listFiles } from "../files/list-files.ts";
import { textOf } from "./text/text-of.ts";

/** A text to look for pins in, and what its file is called. */
export interface CheckedText {
  readonly file: string;
  readonly text: string;
}

/** A file that could not be looked into. */
export interface UnreadFile {
  readonly file: string;
  /** whether it was asked for by its own name, and not as one of a folder's */
  readonly isNamed: boolean;
  readonly failure: PyverifyError;
}

/** A file that pins anything was written by a person, or for one to read. */
export const maxTextBytes = 4 * 1024 * 1024;

/** How many files a folder may have. */
const maxFiles = 100_000;

/**
 * Reads files, and all files of folders, one after the other. What cannot be read is given as well:
 * the others are looked into all the same.
 */
export async function* readCheckedFiles(
  paths: readonly string[],
  { signal }: StageContext,
): AsyncGenerator<CheckedText | UnreadFile> {
  for (const path of paths) {
    let files: readonly string[];
    try {
      files = (await isFolder(path)) ? await listFiles(path, maxFiles, signal) : [path];
    } catch (error) {
      yield unread(path, true, error);
      continue;
    }
    for (const file of files) {
      signal.throwIfAborted();
      try {
        yield { file, text: await readText(file, signal) };
      } catch (error) {
        signal.throwIfAborted();
        yield unread(file, file === path, error);
      }
    }
  }
}

async function isFolder(path: string): Promise<boolean> {
  const facts = await stat(path).catch((error: unknown) => {
    const isMissing = errorCodeOf(error) === "ENOENT";
    throw notReadable(path, error, isMissing ? "it does not exist" : undefined);
  });
  return facts.isDirectory();
}

async function readText(file: string, signal: AbortSignal): Promise<string> {
  try {
    const bytes = await readBounded(file, maxTextBytes, signal);
    if (bytes === undefined) throw notReadable(file, undefined, "it does not exist");
    return textOf(bytes);
  } catch (error) {
    if (!(error instanceof PyverifyError) || error.code !== "file-too-large") throw error;
    throw new PyverifyError("filesystem", "file-too-large", `${file} is too large to look into`, {
      because: `it has more than ${maxTextBytes} bytes, and a file that pins releases has far fewer`,
      hint: "name the files that pin releases",
      cause: error,
    });
  }
}

function unread(file: string, isNamed: boolean, error: unknown): UnreadFile {
  if (!(error instanceof PyverifyError)) throw error;
  return { file, isNamed, failure: error };
}
