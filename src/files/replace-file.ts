import { randomBytes } from "node:crypto";
import { renameSync, rmSync } from "node:fs";
import { open } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";

/** A file that is written whole, beside the place that it is for. */
export interface StagedFile {
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
  { mode, modified, signal }: StagedFileOptions = {},
): Promise<StagedFile> {
  const target = resolve(place);
  const aside = join(dirname(target), asideName(basename(target)));
  const discard = (): void => rmSync(aside, { force: true });
  const handle = await open(aside, "wx", mode ?? 0o644);
  try {
    try {
      for (const piece of pieces) {
        await handle.writeFile(piece, signal === undefined ? {} : { signal });
      }
      if (mode !== undefined) await handle.chmod(mode);
      if (modified !== undefined) await handle.utimes(modified, modified);
    } finally {
      // A network file system may say only here that it has no room.
      await handle.close();
    }
  } catch (error) {
    discard();
    signal?.throwIfAborted();
    throw error;
  }
  let published = false;
  return {
    publish: () => {
      renameSync(aside, target);
      published = true;
    },
    discard: () => {
      if (!published) discard();
    },
  };
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

/** Whether a name is one that a file has while it is written: what a killed run leaves behind. */
export function isAsideName(name: string): boolean {
  return /^\.pyverify-[0-9a-f]{12}-/.test(name);
}

/** Cut short, so that a name that can be made can be staged. */
function asideName(name: string): string {
  return `.pyverify-${randomBytes(6).toString("hex")}-${name}`.slice(0, 64);
}
