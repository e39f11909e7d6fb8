import { readBounded } from "../../files/bounded-read.ts";
import { PyverifyError } from "../../base/errors.ts";
import { chooseLocked } from "../../lock/choose-locked.ts";
import type { LockedRelease } from "../../lock/locked-release.ts";
import type { TarballFormat } from "../../release/release.ts";
import type { VersionSpec } from "../../release/version.ts";
import type { SignerArguments } from "./signer-flags.ts";

export const lockFlag = {
  lock: {
    type: "string",
    valueHint: "FILE",
    description: "a lockfile of pyverify pin: accept what it says, and nothing else",
  },
} as const;

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
  // Most runs have no lockfile, and need not wait for what parses one.
  const { parseLock } = await import("../../lock/lockfile.ts");
  return parseLock(bytes.toString("utf8"), path);
}

/**
 * The release that `--lock` locks.
 *
 * @returns undefined without the flag
 * @throws {PyverifyError} usage, filesystem/not-readable
 */
export async function lockedRelease(
  args: SignerArguments & {
    readonly lock?: string | undefined;
    readonly format?: TarballFormat | undefined;
  },
  spec: VersionSpec | undefined,
  signal: AbortSignal,
): Promise<LockedRelease | undefined> {
  if (args.lock === undefined) return undefined;
  if ((args["certificate-identity"] ?? args["certificate-oidc-issuer"]) !== undefined) {
    throw new PyverifyError(
      "usage",
      "conflicting-flags",
      "--lock and --certificate-identity exclude each other",
      {
        because: "the lockfile says who must have signed",
        hint: "leave one of them out, or pin the release anew with that signer",
      },
    );
  }
  return chooseLocked(await readLock(args.lock, signal), spec, args.format);
}
