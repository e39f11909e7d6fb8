import { randomBytes } from "node:crypto";
import {
  chmodSync,
  closeSync,
  fstatSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  rmdirSync,
  rmSync,
} from "node:fs";
import { join } from "node:path";
import { PyverifyError } from "../base/errors.ts";
import { type HeldFolder, holdFolder, isSame, O_PATH } from "./held-folder.ts";
import { lockAbandonedFolder, lockNewFolder, type RunLock } from "./run-lock.ts";

/** A folder of one run, beside what it is to become. Nobody but the run's own user can enter it. */
export interface WorkFolder {
  readonly name: string;
  /** its path, held */
  readonly path: string;
  /** names of what killed runs had left beside it, which is gone */
  readonly leftovers: readonly string[];
  /** Removes it, with what is left in it. */
  remove(): void;
}

/**
 * Makes a work folder, and removes those of the same user whose runs were killed.
 *
 * @param parent where to make it
 * @param name what it is for
 * @throws as `mkdir` and `open` do; nothing is left then
 */
export function makeWorkFolder(parent: HeldFolder, name: string): WorkFolder {
  const own = workName(name);
  const place = join(parent.path, own);
  const giveBack = keepBack(parent);
  try {
    mkdirSync(place, 0o700);
  } catch (error) {
    giveBack();
    throw error;
  }
  let held: HeldFolder | undefined;
  let lock: RunLock | undefined;
  const remove = (): void => {
    giveBack();
    if (held === undefined) rmdirSync(place);
    else empty(parent, own, held, lock);
  };
  try {
    held = holdFolder(parent.path, own);
    // A umask may have taken away our own rights.
    if ((held.facts.mode & 0o700) !== 0o700) chmodSync(held.path, 0o700);
    requireOwn(held, own);
    lock = lockNewFolder(held.path);
    const leftovers = sweep(parent, own, held);
    return { name: own, path: held.path, leftovers, remove };
  } catch (error) {
    remove();
    throw error;
  }
}

/** What removes a tree holds a folder open at each level, of which a release has eleven. */
const descriptorsToRemove = 16;

/**
 * Keeps back as many descriptors as the clean-up takes: where no more files may be opened, what is
 * left behind could not be removed either.
 *
 * @throws as `open` does, with none kept
 */
function keepBack({ path }: HeldFolder): () => void {
  const kept: number[] = [];
  const giveBack = (): void => {
    for (const descriptor of kept.splice(0)) closeSync(descriptor);
  };
  try {
    while (kept.length < descriptorsToRemove) kept.push(openSync(path, O_PATH));
  } catch (error) {
    giveBack();
    throw error;
  }
  return giveBack;
}

/**
 * Whoever owns the parent can put a folder of theirs in the place of one that was just made, and
 * links in that one. Only what is created by this run tells who this run is to a file system that
 * maps users.
 */
function requireOwn(held: HeldFolder, name: string): void {
  const probe = join(held.path, "owner");
  const descriptor = openSync(probe, "wx");
  const { uid } = fstatSync(descriptor);
  closeSync(descriptor);
  rmSync(probe);
  if (uid === held.facts.uid) return;
  throw new PyverifyError("filesystem", "folder-unsafe", `${name} was replaced when it was new`, {
    because: `it belongs to user ${held.facts.uid} now, who owns the folder that it is in`,
    hint: "choose a folder that nobody else may write to",
  });
}

/** Whether a name is one that a work folder has. */
export function isWorkName(name: string): boolean {
  return /^\.pyverify-[0-9a-f]{12}-/.test(name);
}

/** Cut short, so that a name that can be made can be staged. */
function workName(name: string): string {
  return `.pyverify-${randomBytes(6).toString("hex")}-${name}`.slice(0, 64);
}

/** Removes what runs have left that were killed, and tells what that was. */
function sweep(parent: HeldFolder, own: string, { facts: { uid } }: HeldFolder): string[] {
  return namesIn(parent).filter((name) => {
    if (name === own || !isWorkName(name)) return false;
    let held: HeldFolder | undefined;
    try {
      held = holdFolder(parent.path, name);
      // Another user's is theirs to remove, and theirs to lock.
      const lock = held.facts.uid === uid ? lockAbandonedFolder(held.path) : undefined;
      if (lock === undefined) return false;
      empty(parent, name, held, lock);
      return true;
    } catch {
      // It is in nobody's way, unless the destination has to be empty, which says so itself.
      return false;
    } finally {
      held?.close();
    }
  });
}

function namesIn({ path }: HeldFolder): string[] {
  try {
    return readdirSync(path);
  } catch {
    // A folder may be writable and not readable.
    return [];
  }
}

/** The lock goes last: what is killed here is found again. */
function empty(
  parent: HeldFolder,
  name: string,
  held: HeldFolder,
  lock: RunLock | undefined,
): void {
  const names = readdirSync(held.path).toSorted(
    (a, b) => Number(a === "lock") - Number(b === "lock"),
  );
  for (const child of names) rmSync(join(held.path, child), { recursive: true, force: true });
  lock?.release();
  const place = join(parent.path, name);
  if (isSame(lstatSync(place, { throwIfNoEntry: false }), held.facts)) rmdirSync(place);
  held.close();
}
