import { PyverifyError } from "../../base/errors.ts";
import type { LockedRelease } from "../../lock/locked-release.ts";
import type { VersionSpec } from "../../release/version.ts";
import { flag, type FlagValues } from "./flag.ts";
import type { signerFlags } from "./signer-flags.ts";
import type { formatFlag } from "./source-flags.ts";
import { text } from "./values.ts";

export const lockFlag = {
  lock: flag("FILE", "a lockfile of pyverify pin: accept what it says, and nothing else", text),
};

type LockArguments = FlagValues<
  typeof lockFlag & typeof signerFlags & { format: typeof formatFlag }
>;

/**
 * The release that `--lock` locks.
 *
 * @returns undefined without the flag
 * @throws {PyverifyError} usage, filesystem/not-readable
 */
export async function lockedRelease(
  args: LockArguments,
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
  // Most runs have no lockfile.
  const { chooseLocked } = await import("../../lock/choose-locked.ts");
  const { readLock } = await import("../../lock/read-lock.ts");
  return chooseLocked(await readLock(args.lock.value, signal), spec, args.format?.value);
}
