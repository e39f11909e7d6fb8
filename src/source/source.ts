import type { StageContext } from "../base/progress.ts";
import type { TarballFormat } from "../release/release.ts";
import type { SourceTarball } from "../release/source-tarball.ts";
import type { PythonVersion, VersionSpec } from "../release/version.ts";
import { readCached, writeCached } from "./cache.ts";
import { startDownload } from "./download.ts";
import type { HashedBytes } from "../files/hashed-bytes.ts";
import { resolveInFolder, startReading } from "./local-folder.ts";
import type { Mirror } from "./mirror.ts";
import { downloadPublishedSbom, type PublishedSbom, readPublishedSbom } from "./published-sbom.ts";
import { resolve } from "./resolve.ts";
import type { DownloadUnderWay } from "./unverified-download.ts";

/** Where tarball and bundle come from. Whoever provides them decides nothing about their signer. */
export type Source =
  | {
      readonly type: "mirror";
      readonly mirror: Mirror;
      /** a folder that keeps downloads for later builds; nothing in it is trusted */
      readonly cache?: string | undefined;
    }
  | { readonly type: "folder"; readonly path: string };

/** What a source has of a release. */
export interface Obtained {
  readonly download: DownloadUnderWay;
  /** Keeps it for later builds, where there is a cache; to be called once it is verified. */
  keep(tarball: HashedBytes, context: StageContext): Promise<void>;
  /** For what came out of the cache: gets it from the mirror instead. */
  readonly again?: (context: StageContext) => Promise<Obtained>;
}

/** Finds out which release a SPEC means. */
export function findVersion(
  spec: VersionSpec,
  source: Source,
  format: TarballFormat,
  context: StageContext,
): Promise<PythonVersion> {
  return source.type === "mirror"
    ? resolve(spec, source.mirror, context)
    : resolveInFolder(spec, source.path, format);
}

/**
 * Gets a release's bundle: out of the cache if the release is there, otherwise from the mirror; or
 * from the folder. The tarball comes from the same place, when it is asked for.
 *
 * @throws as `startDownload` and `startReading` do
 */
export async function obtain(
  artifact: SourceTarball,
  source: Source,
  context: StageContext,
): Promise<Obtained> {
  if (source.type === "folder") {
    return { download: await startReading(artifact, source.path, context), keep: nothing };
  }
  const { mirror, cache } = source;
  if (cache === undefined) {
    return { download: await startDownload(artifact, mirror, context), keep: nothing };
  }
  const fresh = async (later: StageContext): Promise<Obtained> => {
    const started = await startDownload(artifact, mirror, later);
    return {
      download: started,
      keep: (tarball, kept) => writeCached({ ...started, tarball }, cache, kept),
    };
  };
  const cached = await readCached(artifact, cache, context);
  if (cached === undefined) return fresh(context);
  const { bundle, tarball } = cached;
  return {
    download: { artifact, bundle, tarball: () => Promise.resolve(tarball) },
    keep: nothing,
    again: fresh,
  };
}

/** Gets the SBOM that lies beside a release's tarball, if one does; it is not signed. */
export function obtainPublishedSbom(
  artifact: SourceTarball,
  source: Source,
  context: StageContext,
): Promise<PublishedSbom | undefined> {
  return source.type === "mirror"
    ? downloadPublishedSbom(artifact, source.mirror.http, context)
    : readPublishedSbom(artifact, source.path, context);
}

async function nothing(): Promise<void> {}
