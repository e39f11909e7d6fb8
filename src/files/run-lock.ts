import { lstatSync, renameSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

/** The part of it that is used. */
interface Sqlite {
  readonly DatabaseSync: new (file: string) => { exec(sql: string): void; close(): void };
}

/** A lock that ends with the process, however that ends. */
export interface RunLock {
  release(): void;
}

const lockName = "lock";

/** Held from here: what nobody refers to is closed by the garbage collector, and its lock is gone. */
const taken = new Set<object>();

/**
 * Locks a new folder, so that whoever comes upon it later can tell whether its run still lives.
 *
 * The lock is SQLite's on an empty file: POSIX record locks, which the kernel gives up with the
 * process. They hold between containers, whatever their namespaces are, and over NFS and SMB where
 * those carry locks. Node has no other way to take one.
 *
 * @see https://www.sqlite.org/lockingv3.html
 * @returns undefined where there is no such lock: an older Node, a file system without locks
 */
export function lockNewFolder(folder: string): RunLock | undefined {
  const aside = join(folder, `${lockName}.new`);
  const lock = takeLock(aside);
  // Under its name only when it is locked: somebody may be looking already.
  if (lock !== undefined) renameSync(aside, join(folder, lockName));
  else rmSync(aside, { force: true });
  return lock;
}

/**
 * Takes over the lock of a folder whose run has ended.
 *
 * @returns undefined if that still lives, or if nothing tells
 */
export function lockAbandonedFolder(folder: string): RunLock | undefined {
  const file = join(folder, lockName);
  return lstatSync(file, { throwIfNoEntry: false })?.isFile() === true ? takeLock(file) : undefined;
}

function takeLock(file: string): RunLock | undefined {
  try {
    // By name: an import would fail where Node has no such module.
    const sqlite: Sqlite = createRequire("/")("node:sqlite");
    const database = new sqlite.DatabaseSync(file);
    try {
      database.exec("PRAGMA journal_mode=MEMORY; BEGIN EXCLUSIVE");
    } catch (error) {
      database.close();
      throw error;
    }
    taken.add(database);
    return {
      release: () => {
        taken.delete(database);
        database.close();
      },
    };
  } catch {
    return undefined;
  }
}
