import { type ArtifactType, artifactName } from "./artifact-types.ts";
import { type Release, release } from "./release.ts";
import type { SignerChoice } from "./signer-choice.ts";
import { folderOf, type PythonVersion } from "./version.ts";

/** One file of a release that has a bundle. */
export interface Artifact {
  readonly release: Release;
  readonly type: ArtifactType;
  readonly fileName: string;
  /** the folder URL below which it lies */
  readonly mirror: string;
  /** the folder on python.org and its mirrors that holds it */
  readonly folder: string;
  readonly url: string;
  readonly bundleUrl: string;
  /** a digest that it must have besides being signed, in lower-case hex */
  readonly sha256: string | undefined;
}

export interface ArtifactOptions {
  /** a folder URL that ends in a slash; who must have signed does not depend on it */
  readonly mirror: string;
  /** a signer whom somebody has named; without one, the series' release managers */
  readonly signer?: SignerChoice | undefined;
  /** a second lock on the file, in lower-case hex; it replaces no other check */
  readonly sha256?: string | undefined;
}

/**
 * Names a file of a version. Pure: nothing is looked up.
 *
 * @throws {PyverifyError} release/unknown-series, usage/signer-not-accepted
 */
export function artifact(
  version: PythonVersion,
  type: ArtifactType,
  { mirror, signer, sha256 }: ArtifactOptions,
): Artifact {
  const fileName = artifactName(version, type);
  const folder = folderOf(version);
  const url = `${mirror}${folder}/${fileName}`;
  return {
    release: release(version, signer),
    type,
    fileName,
    mirror,
    folder,
    url,
    bundleUrl: `${url}.sigstore`,
    sha256,
  };
}
