import type { LockedRelease } from "../../lock/locked-release.ts";
import type { VersionSpec } from "../../release/version.ts";
import { flag, type FlagValues, type Given } from "../arguments/flag.ts";
import type { formatFlag } from "./source-flags.ts";
import { text } from "../arguments/values.ts";

export const lockFlag = {
  lock: flag("FILE", "a lockfile of pyverify pin: accept what it says, and nothing else", text),
};

type LockArguments = FlagValues<typeof lockFlag & { format: typeof formatFlag }>;

/**
 * The release that `--lock` locks.
 *
 * @returns undefined without the flag
 * @throws {PyverifyError} usage, filesystem/not-readable
 */
export async function lockedRelease(
  args: LockArguments,
  asked: Given<VersionSpec> | undefined,
  signal: AbortSignal,
): Promise<LockedRelease | undefined> {
  if (args.lock === undefined) return undefined;
  // Most runs have no lockfile.
  const { chooseLocked } = await import("../../lock/choose-locked.ts");
  const { readLock } = await import("../../lock/read-lock.ts");
  const variable = asked?.origin.type === "environment" ? asked.origin.name : undefined;
  const releases = await readLock(args.lock.value, signal);
  return chooseLocked(releases, asked?.value, args.format?.value, variable);
}
