import { PyverifyError } from "../base/errors.ts";
import type { StageContext } from "../base/progress.ts";
import { findSignedSeries } from "../release/release-managers.ts";
import type { SourceTarball } from "../release/source-tarball.ts";
import { compareVersions, parseVersion } from "../release/version.ts";
import type { HttpClient } from "../http/http-client.ts";
import { suggestInstead } from "./nearest.ts";
import { signedSince } from "./resolve.ts";
import { redactUrl } from "../base/redact-url.ts";

/** Why a release cannot be had although the mirror answers: its bundle was not found. */
export async function bundleMissing(
  artifact: SourceTarball,
  status: number,
  http: HttpClient,
  context: StageContext,
): Promise<PyverifyError> {
  const tarball = await http.head(artifact.url, context);
  if (!tarball.found) return tarballMissing(artifact, tarball.status, http, context);
  const { version, series } = artifact.release;
  const url = redactUrl(artifact.bundleUrl);
  const row = findSignedSeries(series);
  if (row === undefined || compareVersions(version, parseVersion(row.signedSince)) < 0) {
    return new PyverifyError(
      "release",
      "not-signed",
      `CPython ${version.text} was never signed with Sigstore`,
      {
        because: `${signedSince(series)}, and ${url} does not exist`,
        hint: `choose a signed release${row === undefined ? "" : `, for example ${series}`}`,
      },
    );
  }
  return new PyverifyError(
    "release",
    "bundle-not-found",
    `the Sigstore bundle of CPython ${version.text} is not on the mirror`,
    {
      because: `${url} was answered with status ${status}, while the tarball is there; ${signedSince(series)}`,
      hint: "choose a mirror that carries the .sigstore files, with --mirror URL",
    },
  );
}

/** The same, where the tarball was not found: with the nearest releases that are there. */
export async function tarballMissing(
  artifact: SourceTarball,
  status: number,
  http: HttpClient,
  context: StageContext,
): Promise<PyverifyError> {
  // The folder above the release's own, which is the mirror.
  const mirror = { url: new URL("..", artifact.url).href, http, format: artifact.format };
  const instead = await suggestInstead(artifact, mirror, context);
  return new PyverifyError(
    "release",
    "tarball-not-found",
    `CPython ${artifact.release.version.text} is not on the mirror as ${artifact.format}`,
    {
      because: `${redactUrl(artifact.url)} was answered with status ${status}`,
      hint: instead ?? "check the version, or choose another mirror with --mirror URL",
    },
  );
}
