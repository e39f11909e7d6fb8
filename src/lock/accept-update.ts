import { PyverifyError } from "../base/errors.ts";
import { compareVersions } from "../release/version.ts";
import type { LockedRelease } from "./locked-release.ts";

/**
 * Decides whether a release may take the place of a locked one.
 *
 * Nothing but the mirror says which version a digest belongs to, unless the tarball was read. So a
 * release that calls itself newer must not be known already, and must be signed later than the one
 * that it replaces: an old release under a new name is neither.
 *
 * @param known every release of the lockfile
 * @returns the release, with what was proven before about the same bytes
 * @throws {PyverifyError} verification/lock-mismatch, verification/release-mismatch
 */
export function acceptUpdate(
  locked: LockedRelease,
  fresh: LockedRelease,
  known: readonly LockedRelease[],
): LockedRelease {
  if (compareVersions(locked.version, fresh.version) === 0) {
    if (locked.tarballSha256 !== fresh.tarballSha256) throw changed(locked, fresh);
    return { ...fresh, releaseProven: fresh.releaseProven || locked.releaseProven };
  }
  if (fresh.releaseProven) return fresh;
  const same = known.find(({ tarballSha256 }) => tarballSha256 === fresh.tarballSha256);
  if (same !== undefined) {
    throw suspicious(
      fresh,
      `its bundle signs the very tarball that is locked as ${same.version.text}`,
    );
  }
  // Both are UTC in the same form, so that their texts sort as the times do.
  if (fresh.signedAt <= locked.signedAt) {
    throw suspicious(
      fresh,
      `it was signed at ${fresh.signedAt}, before ${locked.version.text} was, at ${locked.signedAt}`,
    );
  }
  return fresh;
}

function changed(locked: LockedRelease, fresh: LockedRelease): PyverifyError {
  return new PyverifyError(
    "verification",
    "lock-mismatch",
    `the tarball of CPython ${fresh.version.text} has changed since it was locked: tarball-sha256`,
    {
      because: `a released tarball does not change; ${locked.tarballSha256} is locked, and ${fresh.tarballSha256} is signed now`,
      hint: "find out why before you pin it anew",
    },
  );
}

function suspicious(fresh: LockedRelease, because: string): PyverifyError {
  return new PyverifyError(
    "verification",
    "release-mismatch",
    `what the mirror has as CPython ${fresh.version.text} may be an older release`,
    {
      because,
      hint: "use --full, which downloads the tarball and reads which release it is",
    },
  );
}
