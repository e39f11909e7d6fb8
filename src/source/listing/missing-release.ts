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

function bundleMissing({ release, type }: Artifact, absence: Absence): PyverifyError {
  const { version, series } = release;
  const what = `${type.kind === "source" ? "" : `the ${type.title} of `}CPython ${version.text}`;
  const history = historyOf(series, type);
  if (signingExpectation(version, type.kind) === "before-sigstore") {
    return new PyverifyError("release", "not-signed", `${what} was never signed with Sigstore`, {
      because: `${history}, and ${absence.place} ${absence.notice}`,
      hint: `choose a signed release${findSignedSeries(series) === undefined ? "" : `, for example ${series}`}`,
    });
  }
  return new PyverifyError(
    "release",
    "bundle-not-found",
    notThere(`the Sigstore bundle of ${what}`, absence),
    {
      because: `${reasonOf(absence)}, while the file is there; ${history}`,
      hint: "choose a mirror that carries the .sigstore files, with --mirror URL",
    },
  );
}

/** With the nearest releases that are there. */
async function artifactMissing(
  artifact: Artifact,
  absence: Absence,
  listing: Listing,
  context: StageContext,
): Promise<PyverifyError> {
  const instead = await suggestInstead(artifact, listing, context);
  const form = artifact.type.format ?? artifact.type.title;
  return new PyverifyError(
    "release",
    "tarball-not-found",
    `${notThere(`CPython ${artifact.release.version.text}`, absence)} as ${form}`,
    {
      because: reasonOf(absence),
      hint: instead ?? "check the version, or choose another mirror with --mirror URL",
    },
  );
}

function notThere(what: string, { isRefused }: Absence): string {
  return isRefused ? `the mirror does not give ${what}` : `${what} is not on the mirror`;
}

function reasonOf({ place, notice, isRefused }: Absence): string {
  const either = "it is not there, or a proxy or firewall keeps it from this client";
  return isRefused ? `${place} ${notice} (${either})` : `${place} ${notice}`;
}
