import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A file system that is mounted for one test. */
export interface Mount {
  readonly path: string;
  /** Makes it read-only. */
  freeze(): void;
  unmount(): void;
}

/** Mounts an empty file system in memory over a folder, which is made if it is missing. */
export function mountMemory(path: string, options: string): Mount {
  mkdirSync(path, { recursive: true });
  execFileSync("mount", ["-t", "tmpfs", "-o", options, "pyverify-test", path], { stdio: "pipe" });
  return mounted(path);
}

/** Mounts a folder over itself: a mount point that no device number tells from its parent. */
export function mountOverItself(path: string): Mount {
  mkdirSync(path, { recursive: true });
  execFileSync("mount", ["--bind", path, path], { stdio: "pipe" });
  return mounted(path);
}

/** Whether this process may do what nobody but root may. */
export const isRoot = process.getuid?.() === 0;

/** Whether this process may mount anything, which takes root and more. */
export function canMount(): boolean {
  const path = mkdtempSync(join(tmpdir(), "pyverify-mount-"));
  try {
    mountMemory(path, "size=64k").unmount();
    return true;
  } catch {
    return false;
  } finally {
    rmdirSync(path);
  }
}

function mounted(path: string): Mount {
  return {
    path,
    freeze: () => execFileSync("mount", ["-o", "remount,ro", path], { stdio: "pipe" }),
    unmount: () => execFileSync("umount", [path], { stdio: "pipe" }),
  };
}
