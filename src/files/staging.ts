import {
  chmodSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
} from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { PyverifyError } from "../base/errors.ts";
import { filesystemFailure } from "./filesystem-failure.ts";
import { type HeldFolder, holdChosenFolder, holdFolder } from "./held-folder.ts";
import { isWorkName, makeWorkFolder, type WorkFolder } from "./work-folder.ts";

/** A folder that becomes the destination, whole or not at all. */
export interface Staging {
  /**
   * Where to build the tree, on the destination's file system. It leads to the very folder that was
   * made, so that nobody who may write beside it can put a link in its place.
   */
  readonly path: string;
  /** paths of what killed runs had left there, which is gone */
  readonly leftovers: readonly string[];
  /** Puts the tree in its place. `modified` is the time of its topmost folder. */
  publish(modified: number): void;
  /** Removes all that has been built. Does nothing after `publish`. */
  discard(): void;
}

/**
 * Makes a staging folder for a destination that is missing or an empty folder.
 *
 * A missing destination is staged beside itself and then renamed, in one step. An existing one may
 * be a mount point, or in a folder that cannot be written to, as `/out` in an image is for an
 * ordinary user: it is staged inside itself, and its children are moved up at the end.
 *
 * @throws {PyverifyError} filesystem/…
 */
export function openStaging(destination: string): Staging {
  const target = resolve(destination);
  return naming(target, () => (isEmptyFolder(target) ? stageInside(target) : stageBeside(target)));
}

function stageBeside(target: string): Staging {
  const name = basename(target);
  return stage(target, dirname(target), name, (container, { tree, modified }) => {
    setFolder(tree, modified);
    // Fails if something has appeared there meanwhile, unless that is an empty folder.
    renameSync(tree, join(container, name));
  });
}

function stageInside(target: string): Staging {
  return stage(target, target, "tree", (container, { tree, modified, work }) => {
    requireEmpty(target, container, work);
    const moved: string[] = [];
    try {
      for (const name of readdirSync(tree).toSorted()) {
        renameSync(join(tree, name), join(container, name));
        moved.push(name);
      }
    } catch (error) {
      for (const name of moved) rmSync(join(container, name), { recursive: true, force: true });
      throw error;
    }
    try {
      setFolder(container, modified);
    } catch {
      // Whoever may write to a folder need not own it; then its mode and time are its owner's.
    }
  });
}

interface StagedTree {
  readonly tree: string;
  readonly modified: number;
  readonly work: WorkFolder;
}

/** @param put moves the tree into its place in the folder that is held */
function stage(
  target: string,
  folder: string,
  name: string,
  put: (container: string, staged: StagedTree) => void,
): Staging {
  const container = holdChosenFolder(folder);
  let work: WorkFolder | undefined;
  let root: HeldFolder | undefined;
  let open = true;
  const discard = (): void => {
    if (!open) return;
    open = false;
    root?.close();
    work?.remove();
    container.close();
  };
  try {
    const made = makeWorkFolder(container, name);
    work = made;
    if (folder === target) requireEmpty(target, container.path, made);
    root = makeRoot(made);
    const tree = join(made.path, "tree");
    return {
      path: root.path,
      leftovers: made.leftovers.map((leftover) => join(folder, leftover)),
      publish: (modified) => {
        naming(target, () => put(container.path, { tree, modified, work: made }));
        try {
          discard();
        } catch {
          // The tree is in its place and whole; what is left beside it is for the next run.
        }
      },
      discard,
    };
  } catch (error) {
    // Before anything is removed: what was lacking would be there again.
    const failure = filesystemFailure(error, target);
    discard();
    throw failure;
  }
}

function makeRoot(work: WorkFolder): HeldFolder {
  const place = join(work.path, "tree");
  mkdirSync(place, 0o755);
  const { mode } = statSync(place);
  // A umask may have taken away our own right to write into it, and a parent handed on more bits.
  if ((mode & 0o7777) !== 0o755) chmodSync(place, 0o755);
  return holdFolder(work.path, "tree");
}

function setFolder(path: string, modified: number): void {
  if ((statSync(path).mode & 0o7777) !== 0o755) chmodSync(path, 0o755);
  utimesSync(path, modified, modified);
}

/** What a killed run has left does not count yet: it is looked at when there is a lock. */
function isEmptyFolder(path: string): boolean {
  const stat = lstatSync(path, { throwIfNoEntry: false });
  if (stat === undefined) return false;
  if (!stat.isDirectory() && !stat.isSymbolicLink()) {
    throw new PyverifyError("filesystem", "destination-not-empty", `${path} is not a folder`, {
      because: "it would have to be replaced",
      hint: "name a folder that is missing or empty",
    });
  }
  const other = readdirSync(path).find((name) => !isWorkName(name));
  if (other !== undefined) throw notEmpty(path, other);
  return true;
}

function requireEmpty(target: string, container: string, work: WorkFolder): void {
  const other = readdirSync(container).find((name) => name !== work.name);
  if (other !== undefined) throw notEmpty(target, other);
}

function notEmpty(path: string, first: string): PyverifyError<"filesystem"> {
  const because = isWorkName(first)
    ? `"${first}" in it belongs to another run, which lives or cannot be told from one that does`
    : `it has "${first}", and nothing is mixed with files that are there already`;
  return new PyverifyError("filesystem", "destination-not-empty", `${path} is not empty`, {
    because,
    hint: "name a folder that is missing or empty",
  });
}

function naming<T>(path: string, action: () => T): T {
  try {
    return action();
  } catch (thrown) {
    throw filesystemFailure(thrown, path);
  }
}
