import type { StageContext } from "../base/progress.ts";
import type { SourceTarball } from "../release/source-tarball.ts";
import type { HashedBytes } from "../files/hashed-bytes.ts";
import type { HttpClient } from "../http/http-client.ts";
import { bundleMissing, tarballMissing } from "./missing-release.ts";
import type { DownloadUnderWay, UnverifiedDownload } from "./unverified-download.ts";

/** Four times the largest source tarball so far, which has 31 MB. */
export const maxTarballBytes = 128 * 1024 * 1024;
/** A hundred times the largest bundle so far, which has 10 kB. */
export const maxBundleBytes = 1024 * 1024;

export interface DownloadOptions {
  readonly http: HttpClient;
}

/**
 * Downloads a release's bundle into memory, and then its tarball.
 *
 * @throws as `startDownload` does
 */
export async function download(
  artifact: SourceTarball,
  options: DownloadOptions,
  context: StageContext,
): Promise<UnverifiedDownload> {
  const started = await startDownload(artifact, options, context);
  return { ...started, tarball: await started.tarball(context) };
}

/**
 * Downloads a release's bundle into memory, and its tarball when that is asked for.
 *
 * The bundle comes first: it is small, and without it there is no point in the tarball.
 *
 * @throws {PyverifyError} release/tarball-not-found, release/bundle-not-found, release/not-signed;
 *   network
 */
export async function startDownload(
  artifact: SourceTarball,
  { http }: DownloadOptions,
  context: StageContext,
): Promise<DownloadUnderWay> {
  context.observe({ type: "start", phase: "download", subject: artifact.fileName });
  const bundle = await bundleOf(artifact, http, context);
  return { artifact, bundle, tarball: (later) => tarballOf(artifact, http, later) };
}

/**
 * Downloads a release's bundle alone.
 *
 * @throws as `download` does
 */
export async function downloadBundle(
  artifact: SourceTarball,
  { http }: DownloadOptions,
  context: StageContext,
): Promise<Buffer> {
  context.observe({ type: "start", phase: "download", subject: `${artifact.fileName}.sigstore` });
  const bundle = await bundleOf(artifact, http, context);
  context.observe({ type: "end", phase: "download" });
  return bundle;
}

async function bundleOf(
  artifact: SourceTarball,
  http: HttpClient,
  context: StageContext,
): Promise<Buffer> {
  const expectation = { expect: "bundle", maxBytes: maxBundleBytes } as const;
  const bundle = await http.get(artifact.bundleUrl, expectation, context);
  if (!bundle.found) throw await bundleMissing(artifact, bundle.status, http, context);
  return bundle.body.bytes;
}

/** Ends the phase that `startDownload` has started. */
async function tarballOf(
  artifact: SourceTarball,
  http: HttpClient,
  context: StageContext,
): Promise<HashedBytes> {
  const tarball = await http.get(
    artifact.url,
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
  if (!tarball.found) throw await tarballMissing(artifact, tarball.status, http, context);
  context.observe({ type: "end", phase: "download" });
  return tarball.body;
}

/**
 * Makes sure that a release lies on its mirror, bundle and all, without downloading the tarball.
 *
 * @throws what `download` throws where it does not
 */
export async function locate(
  artifact: SourceTarball,
  { http }: DownloadOptions,
  context: StageContext,
): Promise<void> {
  context.observe({ type: "start", phase: "resolve", subject: artifact.fileName });
  const expectation = { expect: "bundle", maxBytes: maxBundleBytes } as const;
  const bundle = await http.get(artifact.bundleUrl, expectation, context);
  if (!bundle.found) throw await bundleMissing(artifact, bundle.status, http, context);
  const tarball = await http.head(artifact.url, context);
  if (!tarball.found) throw await tarballMissing(artifact, tarball.status, http, context);
  context.observe({ type: "end", phase: "resolve" });
}
