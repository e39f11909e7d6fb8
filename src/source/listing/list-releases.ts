import { mapInParallel } from "../../base/map-in-parallel.ts";
import { PyverifyError } from "../../base/errors.ts";
import type { StageContext } from "../../base/progress.ts";
import type { PythonVersion } from "../../release/version.ts";
import type { ListedArtifact } from "./listed-artifact.ts";
import type { Listing } from "./listing.ts";
import type { Inventory } from "../release-source.ts";

/** Folders looked into at a time: few enough not to burden a mirror, enough to hide its latency. */
const parallelListings = 4;

/**
 * Lists every artifact in the folders that are wanted.
 *
 * @throws {PyverifyError} network or filesystem, if not even the list of folders can be had
 */
export async function listReleases(
  listing: Listing,
  wanted: (folder: PythonVersion) => boolean,
  context: StageContext,
): Promise<Inventory> {
  const folders = (await listing.folders(context)).filter(wanted);
  const looks = await mapInParallel(folders, parallelListings, (folder) =>
    look(listing, folder, context),
  );
  return {
    artifacts: looks.flatMap(({ artifacts }) => artifacts),
    unreadable: looks.flatMap(({ folder, error }) =>
      error === undefined ? [] : [{ folder, error }],
    ),
  };
}

interface Look {
  readonly folder: PythonVersion;
  readonly artifacts: readonly ListedArtifact[];
  readonly error: PyverifyError | undefined;
}

/** A folder that cannot be listed costs its own releases, not the audit. */
async function look(listing: Listing, folder: PythonVersion, context: StageContext): Promise<Look> {
  context.signal.throwIfAborted();
  try {
    return { folder, artifacts: await listing.artifacts(folder, context), error: undefined };
  } catch (error) {
    context.signal.throwIfAborted();
    if (!(error instanceof PyverifyError)) throw error;
    return { folder, artifacts: [], error };
  }
}
