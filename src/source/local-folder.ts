import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import path from "node:path";

import { PyverifyError } from "../base/errors.ts";
import type { StageContext } from "../base/progress.ts";
import type { TarballFormat } from "../release/release.ts";
import type { SourceTarball } from "../release/source-tarball.ts";
import { type PythonVersion, seriesOf, type VersionSpec } from "../release/version.ts";
import { maxBundleBytes, maxTarballBytes } from "./download.ts";
import { notReadable, readBounded, readHashed } from "../files/bounded-read.ts";
import type { HashedBytes } from "../files/hashed-bytes.ts";
import { readTarballs } from "./listing.ts";
import type { DownloadUnderWay } from "./unverified-download.ts";

/** How a bundle is named after its tarball: python.org's way, and the one of newer Sigstore tools. */
export const bundleSuffixes = [".sigstore", ".sigstore.json"] as const;

/**
 * Finds out which release a SPEC means among the tarballs of a folder: a version is itself, a
 * series and `latest` are the newest final release that lies there with its bundle.
 *
 * @throws {PyverifyError} release/release-not-found; filesystem/not-readable
 */
export async function resolveInFolder(
  spec: VersionSpec,
  folder: string,
  format: TarballFormat,
): Promise<PythonVersion> {
  if (spec.type === "version") return spec.version;
  const names = await readFolder(folder);
  // Both spellings of a bundle's name count as the one that readTarballs looks for.
  const unified = new Set(names.map((name) => name.replace(/\.sigstore\.json$/, ".sigstore")));
  const newest = readTarballs(unified).find(
    ({ version, format: found, hasBundle }) =>
      found === format &&
      hasBundle &&
      version.prerelease === undefined &&
      (spec.type === "latest" || seriesOf(version) === spec.series),
  );
  if (newest !== undefined) return newest.version;
  const wanted = spec.type === "latest" ? "final release" : `final release of ${spec.series}`;
  throw new PyverifyError("release", "release-not-found", `there is no ${wanted} in ${folder}`, {
    because: `it holds no Python-X.Y.Z.${format} with its .sigstore file`,
    hint: "put both files there, or name another folder with --from DIR",
  });
}

/**
 * Reads a release's bundle from a folder instead of the network, and its tarball when that is asked
 * for.
 *
 * @throws {PyverifyError} release/tarball-not-found, release/bundle-not-found;
 *   filesystem/not-readable, filesystem/file-too-large
 */
export async function startReading(
  artifact: SourceTarball,
  folder: string,
  context: StageContext,
): Promise<DownloadUnderWay> {
  context.observe({ type: "start", phase: "read", subject: artifact.fileName });
  const tarballPath = path.join(folder, artifact.fileName);
  for (const suffix of bundleSuffixes) {
    const bundle = await readBounded(`${tarballPath}${suffix}`, maxBundleBytes, context.signal);
    if (bundle === undefined) continue;
    return { artifact, bundle, tarball: (later) => readTarball(tarballPath, later) };
  }
  throw existsSync(tarballPath)
    ? missing("bundle-not-found", `${tarballPath}.sigstore`)
    : missing("tarball-not-found", tarballPath);
}

/** Ends the phase that `startReading` has started. */
async function readTarball(file: string, context: StageContext): Promise<HashedBytes> {
  const tarball = await readHashed(file, maxTarballBytes, context.signal);
  if (tarball === undefined) throw missing("tarball-not-found", file);
  context.observe({ type: "end", phase: "read" });
  return tarball;
}

async function readFolder(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    throw notReadable(folder, error);
  }
}

function missing(code: "tarball-not-found" | "bundle-not-found", file: string): PyverifyError {
  return new PyverifyError("release", code, `${file} does not exist`, {
    because:
      code === "bundle-not-found"
        ? "without its bundle a tarball cannot be verified"
        : "with --from DIR nothing is downloaded",
    hint: "--from DIR takes Python-VERSION.tar.xz (or .tgz) and the .sigstore file beside it",
  });
}
