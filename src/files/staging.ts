import { randomBytes } from "node:crypto";
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmdirSync,
  rmSync,
  utimesSync,
} from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { PyverifyError } from "../base/errors.ts";
import { filesystemFailure } from "./filesystem-failure.ts";

/** A folder that becomes the destination, whole or not at all. */
export interface Staging {
  /** where to build the tree, on the destination's file system */
  readonly path: string;
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
  const path = makeFolder(join(dirname(target), stagingName(basename(target))));
  let published = false;
  return {
    path,
    publish: (modified) =>
      naming(target, () => {
        setFolder(path, modified);
        // Fails if something has appeared there meanwhile, unless that is an empty folder.
        renameSync(path, target);
        published = true;
      }),
    discard: () => {
      if (!published) remove(path);
    },
  };
}

function stageInside(target: string): Staging {
  const path = makeFolder(join(target, stagingName("tree")));
  const moved: string[] = [];
  let published = false;
  return {
    path,
    publish: (modified) =>
      naming(target, () => {
        const other = readdirSync(target).find((name) => name !== basename(path));
        if (other !== undefined) throw notEmpty(target, other);
        for (const name of readdirSync(path).toSorted()) {
          renameSync(join(path, name), join(target, name));
          moved.push(name);
        }
        rmdirSync(path);
        published = true;
        try {
          setFolder(target, modified);
        } catch {
          // Whoever may write to a folder need not own it; then its mode and time are its owner's.
        }
      }),
    discard: () => {
      if (published) return;
      for (const name of moved) remove(join(target, name));
      remove(path);
    },
  };
}

function makeFolder(path: string): string {
  mkdirSync(path, 0o755);
  // A umask may have taken away our own right to write into it.
  chmodSync(path, 0o755);
  return path;
}

function setFolder(path: string, modified: number): void {
  chmodSync(path, 0o755);
  utimesSync(path, modified, modified);
}

function remove(path: string): void {
  rmSync(path, { recursive: true, force: true });
}

function stagingName(name: string): string {
  // As long as the file system allows, so that a name that can be made can be staged.
  return `.pyverify-${randomBytes(6).toString("hex")}-${name}`.slice(0, 64);
}

function isEmptyFolder(path: string): boolean {
  const stat = lstatSync(path, { throwIfNoEntry: false });
  if (stat === undefined) return false;
  if (!stat.isDirectory() && !stat.isSymbolicLink()) {
    throw new PyverifyError("filesystem", "destination-not-empty", `${path} is not a folder`, {
      because: "it would have to be replaced",
      hint: "name a folder that is missing or empty",
    });
  }
  const [first] = readdirSync(path);
  if (first !== undefined) throw notEmpty(path, first);
  return true;
}

function notEmpty(path: string, first: string): PyverifyError<"filesystem"> {
  return new PyverifyError("filesystem", "destination-not-empty", `${path} is not empty`, {
    because: `it has "${first}", and nothing is mixed with files that are there already`,
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
