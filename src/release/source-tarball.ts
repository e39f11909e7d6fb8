import type { Artifact } from "./artifact.ts";
import { release, type TarballFormat } from "./release.ts";
import type { SignerChoice } from "./signer-choice.ts";
import { folderOf, type PythonVersion } from "./version.ts";

/** The source of a release, packed. */
export interface SourceTarball extends Artifact {
  readonly format: TarballFormat;
  /** the folder URL below which it lies */
  readonly mirror: string;
  /** the one folder at the top of it */
  readonly topFolder: string;
}

export interface SourceTarballOptions {
  readonly format: TarballFormat;
  /** a folder URL that ends in a slash; who must have signed does not depend on it */
  readonly mirror: string;
  /** a signer whom somebody has named; without one, the series' release managers */
  readonly signer?: SignerChoice | undefined;
  /** a second lock on the tarball, in lower-case hex; it replaces no other check */
  readonly sha256?: string | undefined;
}

/**
 * Names the source tarball of a version. Pure: nothing is looked up.
 *
 * @throws {PyverifyError} release/unknown-series, usage/signer-not-accepted
 */
export function sourceTarball(
  version: PythonVersion,
  { format, mirror, signer, sha256 }: SourceTarballOptions,
): SourceTarball {
  const fileName = `Python-${version.text}.${format}`;
  const folder = folderOf(version);
  const url = `${mirror}${folder}/${fileName}`;
  return {
    release: release(version, signer),
    fileName,
    folder,
    url,
    bundleUrl: `${url}.sigstore`,
    sha256,
    format,
    mirror,
    topFolder: `Python-${version.text}`,
  };
}
