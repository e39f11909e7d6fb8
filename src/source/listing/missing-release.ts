import { PyverifyError } from "../../base/errors.ts";
import type { StageContext } from "../../base/progress.ts";
import type { Artifact } from "../../release/artifact.ts";
import { findSignedSeries } from "../../release/release-managers.ts";
import { signingExpectation } from "../../release/signing-history.ts";
import type { Absence } from "../absence.ts";
import { historyOf } from "./nothing-found.ts";
import type { Listing } from "./listing.ts";
import { suggestInstead } from "./nearest.ts";
import type { ArtifactFiles } from "../release-source.ts";

/** Where else to look, for a better word. */
export interface Surroundings {
  readonly files: Pick<ArtifactFiles, "locate">;
  readonly listing: Listing;
}

/** Why a file cannot be had although the mirror answers. */
export async function explainAbsence(
  artifact: Artifact,
  absence: Absence,
  { files, listing }: Surroundings,
  context: StageContext,
): Promise<PyverifyError> {
  if (absence.file === "artifact") return artifactMissing(artifact, absence, listing, context);
  const both = await files.locate(artifact, context);
  return both === undefined
    ? bundleMissing(artifact, absence)
    : artifactMissing(artifact, both, listing, context);
}

function bundleMissing({ release, type }: Artifact, { place, notice }: Absence): PyverifyError {
  const { version, series } = release;
  const what = `${type.kind === "source" ? "" : `the ${type.title} of `}CPython ${version.text}`;
  const history = historyOf(series, type);
  if (signingExpectation(version, type.kind) === "before-sigstore") {
    return new PyverifyError("release", "not-signed", `${what} was never signed with Sigstore`, {
      because: `${history}, and ${place} does not exist`,
      hint: `choose a signed release${findSignedSeries(series) === undefined ? "" : `, for example ${series}`}`,
    });
  }
  return new PyverifyError(
    "release",
    "bundle-not-found",
    `the Sigstore bundle of ${what} is not on the mirror`,
    {
      because: `${place} ${notice}, while the file is there; ${history}`,
      hint: "choose a mirror that carries the .sigstore files, with --mirror URL",
    },
  );
}

/** With the nearest releases that are there. */
async function artifactMissing(
  artifact: Artifact,
  { place, notice }: Absence,
  listing: Listing,
  context: StageContext,
): Promise<PyverifyError> {
  const instead = await suggestInstead(artifact, listing, context);
  const form = artifact.type.format ?? artifact.type.title;
  return new PyverifyError(
    "release",
    "tarball-not-found",
    `CPython ${artifact.release.version.text} is not on the mirror as ${form}`,
    {
      because: `${place} ${notice}`,
      hint: instead ?? "check the version, or choose another mirror with --mirror URL",
    },
  );
}
