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
  const errno = String(thrown.code);
  if (metadataCalls.has(String(thrown.syscall)) && metadataErrors.has(errno)) {
    return new PyverifyError("filesystem", "metadata-refused", `cannot write ${path}`, {
      because: `its file system cannot hold the modes and times of a source tree (${errno})`,
      hint: "choose a folder on another file system, not a share or mount that has its own modes",
      cause: thrown,
    });
  }
  return filesystemFailureOf(errno, thrown.message, path, thrown);
}

/** What sets modes and times of what this run has made, as libuv calls it. */
const metadataCalls = new Set(["chmod", "fchmod", "utime", "futime", "lutime"]);
/** What SMB, Azure Files and FUSE answer where they keep none. */
const metadataErrors = new Set(["EPERM", "EACCES", "ENOSYS", "ENOTSUP", "EOPNOTSUPP", "EINVAL"]);

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
    because: "the file system or a policy of this machine refuses it, whatever the modes are",
    hint: "choose a folder on another file system, or ask who manages this one",
  },
  ENOTEMPTY: {
    code: "destination-not-empty",
    because: "something has appeared there meanwhile",
    hint: "give each run a folder of its own",
  },
  EEXIST: {
    code: "destination-not-empty",
    because: "something has appeared there meanwhile",
    hint: "give each run a folder of its own",
  },
  ELOOP: {
    code: "not-writable",
    because: "its links lead in a circle",
    hint: "choose another folder",
  },
  EFBIG: {
    code: "out-of-space",
    because: "a file would be larger than this user or file system may have",
    hint: "raise the limit (ulimit -f), or choose another folder",
  },
  EBUSY: {
    code: "input-output",
    because: "it is in use, or a mount point",
    hint: "name a folder in it that does not exist yet",
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
