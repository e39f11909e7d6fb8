import { mkdir, mkdtemp, readdir, readlink, realpath, rm, stat, lstat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";

/**
 * One temporary folder that holds all that a run of the program may write to, so that a test can
 * tell whether it left anything behind: its HOME, its TMPDIR, and the folder that it works in.
 */
export interface Workspace {
  readonly path: string;
  readonly home: string;
  readonly tmp: string;
  /** the working directory; the output folder lies below it */
  readonly work: string;
  /** Every path below, with what it is: compare two of these to see what a run left. */
  contents(): Promise<readonly string[]>;
  remove(): Promise<void>;
}

export async function createWorkspace(): Promise<Workspace> {
  const path = await realpath(await mkdtemp(join(tmpdir(), "pyverify-test-")));
  const workspace = {
    path,
    home: join(path, "home"),
    tmp: join(path, "tmp"),
    work: join(path, "work"),
    contents: () => describeTree(path),
    remove: () => rm(path, { recursive: true, force: true }),
  };
  for (const folder of [workspace.home, workspace.tmp, workspace.work]) await mkdir(folder);
  return workspace;
}

/**
 * Lists a folder: one line for each path below it, sorted, with type and permissions, a file's
 * size and time, and where a link points. A folder's own time is left out: making and removing
 * something inside changes it.
 */
export async function describeTree(root: string): Promise<readonly string[]> {
  const lines: string[] = [];
  for (const entry of await readdir(root, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    const { mode, size, mtimeMs } = await lstat(path);
    const permissions = (mode & 0o7777).toString(8).padStart(4, "0");
    const name = relative(root, path);
    if (entry.isDirectory()) lines.push(`${name}/ ${permissions}`);
    else if (entry.isSymbolicLink()) lines.push(`${name} -> ${await readlink(path)}`);
    else lines.push(`${name} ${permissions} ${size} ${mtimeMs}`);
  }
  return lines.toSorted();
}

/** Whether something is there. */
export async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
