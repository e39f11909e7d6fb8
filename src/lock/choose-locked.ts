import { PyverifyError } from "../base/errors.ts";
import type { TarballFormat } from "../release/release.ts";
import { compareVersions, seriesOf, specText, type VersionSpec } from "../release/version.ts";
import type { LockedRelease } from "./locked-release.ts";

/**
 * Finds the locked release that a command line means.
 *
 * @param spec undefined where the lockfile alone decides
 * @param variable the environment variable that asked for it, where no command line did
 * @param format undefined for whichever is locked
 * @throws {PyverifyError} usage/not-locked, usage/missing-argument
 */
export function chooseLocked(
  releases: readonly LockedRelease[],
  spec: VersionSpec | undefined,
  format: TarballFormat | undefined,
  variable?: string,
): LockedRelease {
  const [first, second] = releases
    .filter(
      (locked) =>
        (spec === undefined || matches(spec, locked)) &&
        (format === undefined || format === locked.format),
    )
    .toSorted((a, b) => compareVersions(b.version, a.version));
  if (first === undefined) throw notLocked(releases, spec, format, variable);
  if (second !== undefined && !(spec?.type === "latest" && isNewer(first, second))) {
    throw ambiguous(releases);
  }
  return first;
}

function matches(spec: VersionSpec, { version }: LockedRelease): boolean {
  switch (spec.type) {
    case "version":
      return version.text === spec.version.text;
    case "series":
      return seriesOf(version) === spec.series;
    case "prerelease":
      return version.prerelease !== undefined && seriesOf(version) === spec.series;
    case "latest":
      return true;
  }
}

function isNewer(a: LockedRelease, b: LockedRelease): boolean {
  return compareVersions(a.version, b.version) > 0;
}

function notLocked(
  releases: readonly LockedRelease[],
  spec: VersionSpec | undefined,
  format: TarballFormat | undefined,
  variable: string | undefined,
): PyverifyError {
  const wanted = [spec === undefined ? "" : specText(spec), format ?? ""].join(" ").trim();
  // Images of Python set PYTHON_VERSION by themselves.
  const asked = variable === undefined ? "it" : `${variable} asks for it, and the file`;
  const unset = variable === undefined ? "" : `unset ${variable}, `;
  return new PyverifyError("usage", "not-locked", `${wanted} is not in the lockfile`, {
    because: `${asked} locks ${listed(releases)}`,
    hint: `${unset}ask for one of these, or make the lockfile anew: pyverify pin VERSION... >FILE`,
  });
}

function ambiguous(releases: readonly LockedRelease[]): PyverifyError {
  return new PyverifyError(
    "usage",
    "missing-argument",
    "the lockfile does not say which release is meant",
    {
      because: `it locks ${listed(releases)}`,
      hint: "name one: the version, and --format where both are locked",
    },
  );
}

function listed(releases: readonly LockedRelease[]): string {
  return releases.map(({ version, format }) => `${version.text} (${format})`).join(", ");
}
