import type { HashedBytes } from "../files/hashed-bytes.ts";
import type { ListedTarball } from "./listing.ts";
import type { PyverifyError } from "../base/errors.ts";
import type { StageContext } from "../base/progress.ts";
import type { SourceTarball } from "../release/source-tarball.ts";
import type { PythonVersion } from "../release/version.ts";

/** Where an audit finds releases: a mirror, or a folder that is laid out like one. */
export interface ReleaseSource {
  readonly description: SourceDescription;
  /** the folder URL that releases are named after; nothing is fetched from it for a local folder */
  readonly mirror: string;
  /**
   * What is there, of the versions' folders that are wanted.
   *
   * @throws {PyverifyError} network or filesystem, if not even the list of folders can be had
   */
  list(wanted: (folder: PythonVersion) => boolean, context: StageContext): Promise<Inventory>;
  /** @returns undefined if it is not there */
  bundle(artifact: SourceTarball, context: StageContext): Promise<Buffer | undefined>;
  /** @returns undefined if it is not there */
  tarball(artifact: SourceTarball, context: StageContext): Promise<HashedBytes | undefined>;
}

/** How a report names its source. A folder's path is a fact of one machine, and is left out. */
export type SourceDescription =
  | { readonly type: "mirror"; readonly url: string }
  | { readonly type: "folder" };

export interface Inventory {
  readonly tarballs: readonly ListedTarball[];
  /** folders that are there and could not be looked into */
  readonly unreadable: readonly { readonly folder: PythonVersion; readonly error: PyverifyError }[];
}
