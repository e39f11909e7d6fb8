import type { PyverifyError } from "../base/errors.ts";
import type { Phase, StageContext } from "../base/progress.ts";
import type { HashedBytes } from "../files/hashed-bytes.ts";
import type { Artifact } from "../release/artifact.ts";
import type { ArtifactType } from "../release/artifact-types.ts";
import type { PythonVersion, VersionSpec } from "../release/version.ts";
import type { Absence } from "./absence.ts";
import type { ListedArtifact } from "./listing/listed-artifact.ts";
import type { PublishedSbom } from "./published-sbom.ts";

/**
 * Where releases lie: a mirror, a folder, either behind a cache or not. Whoever provides the files
 * decides nothing about who must have signed them, and all that comes from here is unverified.
 */
export interface ReleaseSource extends ArtifactFiles {
  readonly description: SourceDescription;
  /** the folder URL that files are named after; nothing is fetched from it for a local folder */
  readonly mirror: string;
  /**
   * What is there, of the versions' folders that are wanted.
   *
   * @throws {PyverifyError} network or filesystem, if not even the list of folders can be had
   */
  list(wanted: (folder: PythonVersion) => boolean, context: StageContext): Promise<Inventory>;
  /**
   * Finds out which release a SPEC means: a version is itself, and nothing is looked at; a series
   * and `latest` are their newest final release that has a bundle.
   *
   * @throws {PyverifyError} release/release-not-found, release/not-signed; network or filesystem
   */
  find(spec: VersionSpec, sought: Sought, context: StageContext): Promise<PythonVersion>;
  /** The SBOM that lies beside a tarball, if one does; it is not signed, and nothing depends on it. */
  publishedSbom(artifact: Artifact, context: StageContext): Promise<PublishedSbom | undefined>;
  /**
   * Has an artifact's files got and verified. What a cache had may not pass: `judge` is then called
   * once more, with files that come from beyond it.
   *
   * @throws what `judge` throws
   */
  judged<T>(
    artifact: Artifact,
    judge: (files: ArtifactFiles) => Promise<T>,
    context: StageContext,
  ): Promise<T>;
}

/** The two files of an artifact: its bundle, and itself. */
export interface ArtifactFiles {
  /** @throws {PyverifyError} network or filesystem */
  bundle(artifact: Artifact, context: StageContext): Promise<FoundBundle | Absence>;
  /** @throws {PyverifyError} network or filesystem */
  artifact(artifact: Artifact, context: StageContext): Promise<HashedBytes | Absence>;
  /** Whether the artifact is there, without getting it. */
  locate(artifact: Artifact, context: StageContext): Promise<Absence | undefined>;
  /** Why a file that has to be there is not, and what to do: a release failure. */
  explain(artifact: Artifact, absence: Absence, context: StageContext): Promise<PyverifyError>;
  /** Keeps for later runs what was got, where there is a cache: to be called once it is verified. */
  keep(context: StageContext): Promise<void>;
  /** How it is told that an artifact is being got. */
  progress(artifact: Artifact): { readonly phase: Phase; readonly subject: string };
}

/** A bundle as it was found. */
export interface FoundBundle {
  readonly bytes: Buffer;
  /** where it lies, for a mirror and as a folder's file would be named on one */
  readonly url: string;
}

/** Which file of a release has to be there for a SPEC to mean it. */
export interface Sought {
  readonly type: ArtifactType;
  /** whether a bundle without its file will do */
  readonly bundleAlone?: boolean;
}

/** How a report names its source. A folder's path is a fact of one machine, and is left out. */
export type SourceDescription =
  | { readonly type: "mirror"; readonly url: string }
  | { readonly type: "folder" };

export interface Inventory {
  readonly artifacts: readonly ListedArtifact[];
  /** folders that are there and could not be looked into */
  readonly unreadable: readonly { readonly folder: PythonVersion; readonly error: PyverifyError }[];
}
