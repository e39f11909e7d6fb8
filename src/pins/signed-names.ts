import { type Artifact, artifact } from "../release/artifact.ts";
import { artifactName, artifactTypes } from "../release/artifact-types.ts";
import type { PythonVersion } from "../release/version.ts";

/** The names that a release's signed files would have; it need not have them all. */
export function signedNames(version: PythonVersion): string[] {
  return artifactTypes.map((type) => artifactName(version, type));
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
  const type = artifactTypes.find((row) => artifactName(version, row) === fileName);
  return type === undefined ? undefined : artifact(version, type, { mirror });
}
