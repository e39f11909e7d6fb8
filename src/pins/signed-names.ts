import type { Artifact } from "../release/artifact.ts";
import { release } from "../release/release.ts";
import { folderOf, type PythonVersion } from "../release/version.ts";

/** How the files that release managers sign are named around their version, the source first. */
const signedAffixes: readonly (readonly [string, string])[] = [
  ["Python-", ".tar.xz"],
  ["Python-", ".tgz"],
  ["python-", "-amd64.exe"],
  ["python-", "-arm64.exe"],
  ["python-", ".exe"],
  ["python-", "-embed-amd64.zip"],
  ["python-", "-embed-arm64.zip"],
  ["python-", "-embed-win32.zip"],
  ["windows-", ".json"],
  ["python-", "-macos11.pkg"],
  ["python-", "-aarch64-linux-android.tar.gz"],
  ["python-", "-x86_64-linux-android.tar.gz"],
  ["python-", "-iOS-XCframework.tar.gz"],
];

/** The names that a release's signed files would have; it need not have them all. */
export function signedNames(version: PythonVersion): string[] {
  return signedAffixes.map(([prefix, suffix]) => `${prefix}${version.text}${suffix}`);
}

/**
 * A file of a release by its name.
 *
 * @returns undefined for a name that no signed file has
 * @throws {PyverifyError} release/unknown-series
 */
export function signedArtifact(
  version: PythonVersion,
  fileName: string,
  mirror: string,
): Artifact | undefined {
  if (!signedNames(version).includes(fileName)) return undefined;
  const folder = folderOf(version);
  const url = `${mirror}${folder}/${fileName}`;
  const bundleUrl = `${url}.sigstore`;
  return {
    release: release(version),
    fileName,
    folder,
    url,
    bundleUrl,
    sha256: undefined,
  };
}
