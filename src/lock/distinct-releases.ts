import type { LockedRelease } from "./locked-release.ts";

/** Each release once, the first of each: a lockfile in which one stands twice is refused. */
export function distinctReleases(releases: readonly LockedRelease[]): LockedRelease[] {
  return releases.filter(
    ({ version, format }, index) =>
      releases.findIndex(
        (other) => other.version.text === version.text && other.format === format,
      ) === index,
  );
}
