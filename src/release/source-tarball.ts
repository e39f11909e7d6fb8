import { type Artifact, artifact, type ArtifactOptions } from "./artifact.ts";
import { sourceType } from "./artifact-types.ts";
import type { TarballFormat } from "./release.ts";
import type { PythonVersion } from "./version.ts";

/** The source of a release, packed. */
export interface SourceTarball extends Artifact {
  readonly format: TarballFormat;
  /** the one folder at the top of it */
  readonly topFolder: string;
}

export interface SourceTarballOptions extends ArtifactOptions {
  readonly format: TarballFormat;
}

/**
 * Names the source tarball of a version. Pure: nothing is looked up.
 *
 * @throws {PyverifyError} release/unknown-series, usage/signer-not-accepted
 */
export function sourceTarball(
  version: PythonVersion,
  options: SourceTarballOptions,
): SourceTarball {
  const { format } = options;
  const named = artifact(version, sourceType(format), options);
  return { ...named, format, topFolder: `Python-${version.text}` };
}
