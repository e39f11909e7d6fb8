import { PyverifyError } from "../errors.ts";
import type { StageContext } from "../progress.ts";
import { findSignedSeries } from "../release/release-managers.ts";
import type { Release } from "../release/release.ts";
import { compareVersions, parseVersion } from "../release/version.ts";
import type { HttpClient } from "./http-client.ts";
import { suggestInstead } from "./nearest.ts";
import { signedSince } from "./resolve.ts";
import { shownUrl } from "./shown-url.ts";
import type { UnverifiedDownload } from "./unverified-download.ts";

/** Four times the largest source tarball so far, which has 31 MB. */
export const maxTarballBytes = 128 * 1024 * 1024;
/** A hundred times the largest bundle so far, which has 10 kB. */
export const maxBundleBytes = 1024 * 1024;

export interface DownloadOptions {
  readonly http: HttpClient;
}

/**
 * Downloads a release's bundle and its tarball into memory.
 *
 * The bundle comes first: it is small, and without it there is no point in the tarball.
 *
 * @throws {PyverifyError} release/tarball-not-found, release/bundle-not-found, release/not-signed;
 *   network
 */
export async function download(
  release: Release,
  { http }: DownloadOptions,
  context: StageContext,
): Promise<UnverifiedDownload> {
  context.observe({ type: "start", phase: "download", subject: release.tarballName });
  const bundle = await http.get(
    release.bundleUrl,
    { expect: "bundle", maxBytes: maxBundleBytes },
    context,
  );
  if (!bundle.found) throw await bundleMissing(release, bundle.status, http, context);
  const tarball = await http.get(
    release.tarballUrl,
    {
      expect: "tarball",
      maxBytes: maxTarballBytes,
      onProgress: (done, total) =>
        context.observe({
          type: "advance",
          phase: "download",
          done,
          ...(total === undefined ? {} : { total }),
        }),
    },
    context,
  );
  if (!tarball.found) throw await tarballMissing(release, tarball.status, http, context);
  context.observe({ type: "end", phase: "download" });
  return { release, tarball: tarball.bytes, bundle: bundle.bytes };
}

async function bundleMissing(
  release: Release,
  status: number,
  http: HttpClient,
  context: StageContext,
): Promise<PyverifyError> {
  if (!(await http.exists(release.tarballUrl, context))) {
    return tarballMissing(release, status, http, context);
  }
  const { version, series } = release;
  const url = shownUrl(release.bundleUrl);
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

async function tarballMissing(
  release: Release,
  status: number,
  http: HttpClient,
  context: StageContext,
): Promise<PyverifyError> {
  // The folder above the release's own, which is the mirror.
  const mirror = { url: new URL("..", release.tarballUrl).href, http, format: release.format };
  const instead = await suggestInstead(release, mirror, context);
  return new PyverifyError(
    "release",
    "tarball-not-found",
    `CPython ${release.version.text} is not on the mirror as ${release.format}`,
    {
      because: `${shownUrl(release.tarballUrl)} was answered with status ${status}`,
      hint: instead ?? "check the version, or choose another mirror with --mirror URL",
    },
  );
}
