import { statfsSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { PyverifyError, type FailureCode } from "../base/errors.ts";
import { machineLimit } from "./machine-limit.ts";

/**
 * Turns what the file system said into an error that names the path; anything else is given back
 * as it is.
 */
export function filesystemFailure(thrown: unknown, path: string): unknown {
  const limit = machineLimit(thrown);
  if (limit !== undefined) return limit;
  if (!(thrown instanceof Error) || !("syscall" in thrown) || !("code" in thrown)) return thrown;
  return filesystemFailureOf(String(thrown.code), thrown.message, path, thrown);
}

/**
 * The same, where no more is known of the error than its words.
 *
 * @param errno such as `ENOSPC`
 */
export function filesystemFailureOf(
  errno: string,
  words: string,
  path: string,
  cause: unknown,
): PyverifyError<"filesystem"> {
  const known = errno === "ENOSPC" && lacksInodes(path) ? outOfInodes : reasons[errno];
  const { code, because, hint } = known ?? {
    code: "input-output",
    because: words,
    hint: "look at the file system that holds it",
  };
  return new PyverifyError("filesystem", code, `cannot write ${path}`, {
    because: `${because} (${errno})`,
    hint,
    cause,
  });
}

/** The kernel says ENOSPC of both, and `df` then shows room enough. */
function lacksInodes(path: string): boolean {
  const absolute = resolve(path);
  try {
    const { files, ffree } = statfsSync(absolute);
    // Some file systems, Btrfs among them, count none at all.
    return files > 0 && ffree === 0;
  } catch {
    const above = dirname(absolute);
    return above !== absolute && lacksInodes(above);
  }
}

interface Reason {
  readonly code: FailureCode<"filesystem">;
  readonly because: string;
  readonly hint: string;
}

const outOfInodes: Reason = {
  code: "out-of-space",
  because: "the file system has no inode left for another file",
  hint: "remove some files, which df -i counts: a release has some 5,000",
};

const reasons: Readonly<Record<string, Reason>> = {
  ENOSPC: {
    code: "out-of-space",
    because: "the file system is full",
    hint: "make room: a release takes some 120 MB",
  },
  EDQUOT: {
    code: "out-of-space",
    because: "the disk quota is used up",
    hint: "make room: a release takes some 120 MB",
  },
  EROFS: {
    code: "not-writable",
    because: "the file system is read-only",
    hint: "choose another folder, or mount it so that it can be written to",
  },
  EACCES: {
    code: "not-writable",
    because: "whoever runs pyverify may not write there",
    hint: "change the folder's owner or mode, or choose another one",
  },
  EPERM: {
    code: "not-writable",
    because: "whoever runs pyverify may not write there",
    hint: "change the folder's owner or mode, or choose another one",
  },
  ENOENT: {
    code: "not-writable",
    because: "the folder above it does not exist",
    hint: "create that folder first, or choose another one",
  },
  ENOTDIR: {
    code: "not-writable",
    because: "something above it is not a folder",
    hint: "choose another folder",
  },
  ENAMETOOLONG: {
    code: "name-too-long",
    because: "the path is longer than the file system allows",
    hint: "choose a folder with a shorter path",
  },
};
