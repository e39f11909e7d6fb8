import { PyverifyError } from "../base/errors.ts";
import { readBounded } from "../files/bounded-read.ts";
import { whatItSeems } from "../files/document-kind.ts";
import type { LockedRelease } from "./locked-release.ts";
import { parseLock } from "./lockfile.ts";

/** A thousand releases' worth. */
const maxBytes = 1024 * 1024;

/**
 * Reads a lockfile.
 *
 * @throws {PyverifyError} filesystem/not-readable, usage/lock-malformed
 */
export async function readLock(path: string, signal: AbortSignal): Promise<LockedRelease[]> {
  const bytes = await readBounded(path, maxBytes, signal);
  if (bytes === undefined) {
    throw new PyverifyError("filesystem", "not-readable", `${path} does not exist`, {
      because: "there is no lockfile to go by",
      hint: "check the path, or make one with pyverify pin",
    });
  }
  const seems = whatItSeems(bytes);
  if (seems !== undefined && !seems.includes("lockfile")) {
    throw new PyverifyError("usage", "lock-malformed", `${path} is not a lockfile of pyverify`, {
      because: `it ${seems}`,
      hint: "make one with pyverify pin",
    });
  }
  return parseLock(bytes.toString("utf8"), path);
}
