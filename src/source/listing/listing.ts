import type { StageContext } from "../../base/progress.ts";
import type { PythonVersion } from "../../release/version.ts";
import type { ListedArtifact } from "./listed-artifact.ts";

/**
 * What lies where, as a mirror's pages or a local folder tell it. A folder `X.Y.Z` holds that
 * release and its pre-releases; whether the final one is there yet, only the folder tells.
 */
export interface Listing {
  /** where it is, in a message: "on the mirror", or "in DIR" */
  readonly place: string;
  /** what to do where it has not what is wanted, after "or": "choose another mirror …" */
  readonly elsewhere: string;
  /** what was looked for where there is no release at all, and what to do then */
  readonly emptyBecause: string;
  readonly emptyHint: string;
  /**
   * The versions that have a folder, newest first: `X.Y.Z` only.
   *
   * @throws {PyverifyError} network or filesystem
   */
  folders(context: StageContext): Promise<PythonVersion[]>;
  /**
   * The signed and signable files in the folder of one version, newest first: its own and its
   * pre-releases'.
   *
   * @throws {PyverifyError} network or filesystem
   */
  artifacts(folder: PythonVersion, context: StageContext): Promise<ListedArtifact[]>;
}
