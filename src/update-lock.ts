import type { ReleaseSource } from "./source/release-source.ts";
import { PyverifyError } from "./base/errors.ts";
import { acceptUpdate } from "./lock/accept-update.ts";
import { distinctReleases } from "./lock/distinct-releases.ts";
import type { LockedRelease } from "./lock/locked-release.ts";
import { formatLock } from "./lock/lockfile.ts";
import { readLock } from "./lock/read-lock.ts";
import { writeLock } from "./lock/write-lock.ts";
import { pinRelease } from "./pin-release.ts";
import type { StageContext } from "./base/progress.ts";
import { sourceType } from "./release/artifact-types.ts";
import { findSignedSeries } from "./release/release-managers.ts";
import type { TarballFormat } from "./release/release.ts";
import type { SignerChoice } from "./release/signer-choice.ts";
import { compareVersions, type PythonVersion, seriesOf } from "./release/version.ts";
import type { TrustedRoot } from "./trust/trusted-root.ts";

/** How a lockfile is renewed. */
export interface UpdateRequest {
  /** where a release is looked for */
  readonly sourceOf: (locked: LockedRelease) => ReleaseSource;
  /** whom somebody has named, in place of the release managers of the series or among them */
  readonly signer: SignerChoice | undefined;
  /** what to call the lockfile */
  readonly name: string;
  /** may still be on its way */
  readonly root: Promise<TrustedRoot>;
  readonly full: boolean;
}

/** One release of a lockfile, before and after. */
export interface LockUpdate {
  readonly before: LockedRelease;
  readonly after: LockedRelease;
}

/**
 * Moves each locked release to the newest of its series, and verifies it, also where it is the same.
 *
 * @throws {PyverifyError} if any cannot be moved or verified; then none should be
 */
export async function updateLock(
  releases: readonly LockedRelease[],
  request: UpdateRequest,
  context: StageContext,
): Promise<LockUpdate[]> {
  const updates: LockUpdate[] = [];
  for (const before of releases) {
    const { format } = before;
    const source = request.sourceOf(before);
    const version = await newest(before, source, context);
    const fresh = await pinRelease(
      {
        spec: { type: "version", version },
        format,
        source,
        signer: request.signer ?? lockedSigner(before, request.name),
        root: request.root,
        full: request.full,
      },
      context,
    );
    updates.push({ before, after: acceptUpdate(before, fresh, releases) });
  }
  return updates;
}

/**
 * Renews a lockfile, all of it or nothing. It is left alone where nothing has changed.
 *
 * @returns what it was and what it is now
 * @throws {PyverifyError} as `updateLock` and `readLock` do; filesystem/not-writable
 */
export async function updateLockfile(
  path: string,
  request: Omit<UpdateRequest, "name">,
  context: StageContext,
): Promise<LockUpdate[]> {
  const before = await readLock(path, context.signal);
  const updates = await updateLock(before, { ...request, name: path }, context);
  // Two releases of a series may have become the same.
  const after = distinctReleases(updates.map((update) => update.after));
  // The file was read without its comments, of which the links into the log are.
  const isSame = formatLock(after.map(withoutLink)) === formatLock(before);
  if (!isSame) await writeLock(path, formatLock(after), context.signal);
  return updates;
}

/**
 * The newest final release of the series, or for a pre-release without one the newest pre-release
 * beside it. Never an older one than before: a mirror may lag behind.
 */
async function newest(
  { version, format }: LockedRelease,
  source: ReleaseSource,
  context: StageContext,
): Promise<PythonVersion> {
  const found = await newestOf(version, format, source, context);
  if (compareVersions(found, version) >= 0) return found;
  context.observe({
    type: "warning",
    message: `the mirror's newest ${seriesOf(version)} is ${found.text}, older than the locked ${version.text}, which stays`,
  });
  return version;
}

async function newestOf(
  version: PythonVersion,
  format: TarballFormat,
  source: ReleaseSource,
  context: StageContext,
): Promise<PythonVersion> {
  const series = seriesOf(version);
  const find = (type: "series" | "prerelease"): Promise<PythonVersion> =>
    source.find({ type, series }, { type: sourceType(format) }, context);
  try {
    return await find("series");
  } catch (error) {
    const isMissing = error instanceof PyverifyError && error.code === "release-not-found";
    if (!isMissing || version.prerelease === undefined) throw error;
    return await find("prerelease");
  }
}

/**
 * A release manager may be followed by another. Anybody else stays who they are, and needs to be
 * named on the command line again: a lockfile alone accepts nobody.
 */
function lockedSigner({ version, signer }: LockedRelease, name: string): SignerChoice | undefined {
  const managers = findSignedSeries(seriesOf(version))?.releaseManagers ?? [];
  return managers.some(({ identity }) => identity.isSameAs(signer))
    ? undefined
    : { identity: signer, reach: "narrow", by: `the lockfile ${name}` };
}

function withoutLink(locked: LockedRelease): LockedRelease {
  return { ...locked, logUrl: undefined };
}
