import type { StageContext } from "../progress.ts";
import type { Release, TarballFormat } from "../release/release.ts";
import type { PythonVersion, VersionSpec } from "../release/version.ts";
import { readCached, writeCached } from "./cache.ts";
import { download } from "./download.ts";
import { readLocalFolder, resolveInFolder } from "./local-folder.ts";
import type { Mirror } from "./mirror.ts";
import { downloadPublishedSbom, type PublishedSbom, readPublishedSbom } from "./published-sbom.ts";
import { resolve } from "./resolve.ts";
import type { UnverifiedDownload } from "./unverified-download.ts";

/** Where tarball and bundle come from. Whoever provides them decides nothing about their signer. */
export type Source =
  | {
      readonly type: "mirror";
      readonly mirror: Mirror;
      /** a folder that keeps downloads for later builds; nothing in it is trusted */
      readonly cache?: string | undefined;
    }
  | { readonly type: "folder"; readonly path: string };

/** What a source gave for a release. */
export interface Obtained {
  readonly download: UnverifiedDownload;
  /** Keeps it for later builds, where there is a cache; to be called once it is verified. */
  keep(context: StageContext): Promise<void>;
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
 * Gets a release's tarball and bundle: out of the cache if they are there, otherwise from the
 * mirror; or from the folder.
 *
 * @throws as `download` and `readLocalFolder` do
 */
export async function obtain(
  release: Release,
  source: Source,
  context: StageContext,
): Promise<Obtained> {
  if (source.type === "folder") {
    return { download: await readLocalFolder(release, source.path, context), keep: nothing };
  }
  const { mirror, cache } = source;
  if (cache === undefined) {
    return { download: await download(release, mirror, context), keep: nothing };
  }
  const fresh = async (later: StageContext): Promise<Obtained> => {
    const downloaded = await download(release, mirror, later);
    return { download: downloaded, keep: (kept) => writeCached(downloaded, cache, kept) };
  };
  const cached = await readCached(release, cache, context);
  return cached === undefined ? fresh(context) : { download: cached, keep: nothing, again: fresh };
}

/** Gets the SBOM that lies beside a release's tarball, if one does; it is not signed. */
export function obtainPublishedSbom(
  release: Release,
  source: Source,
  context: StageContext,
): Promise<PublishedSbom | undefined> {
  return source.type === "mirror"
    ? downloadPublishedSbom(release, source.mirror.http, context)
    : readPublishedSbom(release, source.path, context);
}

async function nothing(): Promise<void> {}
