import type { Artifact } from "./artifact.ts";
import { type AcceptedSigners, release, type TarballFormat } from "./release.ts";
import { folderOf, type PythonVersion } from "./version.ts";

/** The source of a release, packed. */
export interface SourceTarball extends Artifact {
  readonly format: TarballFormat;
  /** the one folder at the top of it */
  readonly topFolder: string;
}

export interface SourceTarballOptions {
  readonly format: TarballFormat;
  /** a folder URL that ends in a slash; who must have signed does not depend on it */
  readonly mirror: string;
  /** signers to accept instead of the series' release managers; then any series will do */
  readonly signers?: AcceptedSigners | undefined;
  /** a second lock on the tarball, in lower-case hex; it replaces no other check */
  readonly sha256?: string | undefined;
}

/**
 * Names the source tarball of a version. Pure: nothing is looked up.
 *
 * @throws {PyverifyError} release/unknown-series
 */
export function sourceTarball(
  version: PythonVersion,
  { format, mirror, signers, sha256 }: SourceTarballOptions,
): SourceTarball {
  const fileName = `Python-${version.text}.${format}`;
  const folder = folderOf(version);
  const url = `${mirror}${folder}/${fileName}`;
  return {
    release: release(version, signers),
    fileName,
    folder,
    url,
    bundleUrl: `${url}.sigstore`,
    sha256,
    format,
    topFolder: `Python-${version.text}`,
  };
}
