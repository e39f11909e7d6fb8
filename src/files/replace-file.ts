import { renameSync } from "node:fs";
import { open } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { holdChosenFolder } from "./held-folder.ts";
import { makeFolders } from "./make-folders.ts";
import { makeWorkFolder, type WorkFolder } from "./work-folder.ts";

/** A file that is written whole, beside the place that it is for. */
export interface StagedFile {
  /** paths of what killed runs had left beside it, which is gone */
  readonly leftovers: readonly string[];
  /** Puts it in its place in one step. A file or a link that is there is replaced. */
  publish(): void;
  /** Removes it, unless it is in its place. */
  discard(): void;
}

export interface StagedFileOptions {
  /** permission bits, whatever the umask is; if left out, 0644 less what the umask takes away */
  readonly mode?: number;
  /** the file's time of modification */
  readonly modified?: Date;
  /** ends the writing */
  readonly signal?: AbortSignal;
}

/**
 * Writes a file beside its place. Whoever looks at the place meanwhile sees what was there before.
 *
 * @param pieces the content, which is written one piece after the other
 * @throws as `open` and `write` do, or the signal's reason; nothing is left then
 */
export async function stageFile(
  place: string,
  pieces: Iterable<string | Uint8Array>,
  options: StagedFileOptions = {},
): Promise<StagedFile> {
  const target = resolve(place);
  const folder = dirname(target);
  const container = holdChosenFolder(folder);
  let work: WorkFolder | undefined;
  let isOpen = true;
  const discard = (): void => {
    if (!isOpen) return;
    isOpen = false;
    work?.remove();
    container.close();
  };
  try {
    work = makeWorkFolder(container, basename(target));
    const aside = join(work.path, "file");
    await write(aside, pieces, options);
    return {
      leftovers: work.leftovers.map((name) => join(folder, name)),
      publish: () => {
        renameSync(aside, join(container.path, basename(target)));
        try {
          discard();
        } catch {
          // The file is in its place; what is left beside it is for the next run.
        }
      },
      discard,
    };
  } catch (error) {
    discard();
    options.signal?.throwIfAborted();
    throw error;
  }
}

/** Several files that are written whole, beside the places that they are for. */
export interface StagedFiles {
  /** Puts each in its place, in their order, and makes the folders that they lie in. */
  publish(): void;
  /** Removes what is not in its place. */
  discard(): void;
}

/**
 * Writes files below a folder aside, all of them before the first is in its place. However many they
 * are, only a few files are open.
 *
 * @param folder which is there
 * @param files by their paths below it
 * @throws as `open` and `write` do, or the signal's reason; nothing is left then
 */
export async function stageFiles(
  folder: string,
  files: ReadonlyMap<string, string | Uint8Array>,
  signal: AbortSignal,
): Promise<StagedFiles> {
  const container = holdChosenFolder(folder);
  let work: WorkFolder | undefined;
  const discard = (): void => {
    work?.remove();
    work = undefined;
    container.close();
  };
  try {
    const { path } = (work = makeWorkFolder(container, "files"));
    const staged = [...files.keys()].map((place, index) => ({
      place,
      aside: join(path, `${index}`),
    }));
    for (const { place, aside } of staged) {
      signal.throwIfAborted();
      await write(aside, [files.get(place) ?? ""], { signal });
    }
    return {
      publish: () => {
        for (const { place, aside } of staged) {
          makeFolders(join(container.path, dirname(place)));
          renameSync(aside, join(container.path, place));
        }
        discard();
      },
      discard,
    };
  } catch (error) {
    discard();
    signal.throwIfAborted();
    throw error;
  }
}

async function write(
  file: string,
  pieces: Iterable<string | Uint8Array>,
  { mode, modified, signal }: StagedFileOptions,
): Promise<void> {
  const handle = await open(file, "wx", mode ?? 0o644);
  try {
    for (const piece of pieces) {
      await handle.writeFile(piece, signal === undefined ? {} : { signal });
    }
    // Asked first: not every file system lets itself be told.
    const kept = mode === undefined || ((await handle.stat()).mode & 0o7777) === mode;
    if (!kept) await handle.chmod(mode);
    if (modified !== undefined) await handle.utimes(modified, modified);
  } finally {
    // A network file system may say only here that it has no room.
    await handle.close();
  }
}

/**
 * Replaces a file in one step: it is written aside and renamed, so that a reader sees all of the old
 * or all of the new one, and the last of several writers wins.
 *
 * @throws as `stageFile` and `rename` do; what was there is still there then, and nothing else
 */
export async function replaceFile(
  place: string,
  pieces: Iterable<string | Uint8Array>,
  options: StagedFileOptions = {},
): Promise<void> {
  const staged = await stageFile(place, pieces, options);
  try {
    staged.publish();
  } catch (error) {
    staged.discard();
    throw error;
  }
}
