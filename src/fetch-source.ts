import { readCached, writeCached } from "./download/cache.ts";
import { download } from "./download/download.ts";
import { readLocalFolder, resolveInFolder } from "./download/local-folder.ts";
import type { Mirror } from "./download/mirror.ts";
import { downloadPublishedSbom, readPublishedSbom } from "./download/published-sbom.ts";
import { resolve } from "./download/resolve.ts";
import type { UnverifiedDownload } from "./download/unverified-download.ts";
import { PyverifyError } from "./errors.ts";
import { checkKeepsakes, type Keepsakes, leaveKeepsakes } from "./evidence/keepsakes.ts";
import { publishedDifference } from "./evidence/published-difference.ts";
import {
  checkDestination,
  extract,
  type ExtractOptions,
  prepareExtraction,
  type SourceTree,
} from "./extract/extract.ts";
import type { LockedRelease } from "./lock/locked-release.ts";
import { requireLocked } from "./lock/require-locked.ts";
import type { StageContext } from "./progress.ts";
import { type Release, release, type ReleaseOptions } from "./release/release.ts";
import type { PythonVersion, VersionSpec } from "./release/version.ts";
import { trustedRoot, type TrustedRootSource } from "./trust/trust.ts";
import type { TrustedRoot } from "./trust/trusted-root.ts";
import { verify, type VerifiedTarball } from "./verify/verify.ts";

/** Where tarball and bundle come from. Whoever provides them decides nothing about their signer. */
export type Source =
  | { readonly type: "mirror"; readonly mirror: Mirror }
  | { readonly type: "folder"; readonly path: string };

/** Everything that a fetch depends on. */
export interface FetchRequest {
  readonly spec: VersionSpec;
  readonly release: ReleaseOptions;
  readonly source: Source;
  /** a folder that keeps downloads for later builds; nothing in it is trusted */
  readonly cache?: string | undefined;
  readonly trustedRoot: TrustedRootSource;
  /** accepts this release and nothing else, besides all other checks */
  readonly lock?: LockedRelease | undefined;
  readonly extract: ExtractOptions;
  /** what to leave besides the tree, which appears with it or not at all */
  readonly keepsakes?: Keepsakes | undefined;
}

/**
 * Gets a CPython source release, verifies it against its release manager, and extracts it.
 *
 * @returns the tree, which holds the proof that it was verified
 * @throws {PyverifyError}
 */
export async function fetchSource(
  request: FetchRequest,
  context: StageContext,
): Promise<SourceTree> {
  checkKeepsakes(request.keepsakes ?? {}, request.extract.destination);
  checkDestination(request.extract.destination);
  const wanted = release(await findVersion(request, context), request.release);
  // Its start-up passes while the download is waited for; it is given nothing unverified.
  const decompressor = prepareExtraction(wanted.format);
  try {
    const prepared = { ...request, extract: { ...request.extract, decompressor } };
    return await fetchRelease(wanted, prepared, context);
  } finally {
    await decompressor.stop();
  }
}

async function fetchRelease(
  wanted: Release,
  request: FetchRequest,
  context: StageContext,
): Promise<SourceTree> {
  const cached = await findCached(wanted, request, context);
  const [unverified, root] = await together(context, [
    async (both) => cached ?? obtain(wanted, request.source, both),
    (both) => trustedRoot(request.trustedRoot, both),
  ]);
  if (cached === undefined) return finish(unverified, root, request, context);
  try {
    return await accept(verify(cached, root), request, context);
  } catch (error) {
    if (!blamesContent(error)) throw error;
    const message = `the cached ${wanted.tarballName} is not used: ${error.message}`;
    context.observe({ type: "warning", message });
  }
  return finish(await obtain(wanted, request.source, context), root, request, context);
}

/** Verifies and extracts what was just downloaded, and keeps it for later builds in between. */
async function finish(
  unverified: UnverifiedDownload,
  root: TrustedRoot,
  request: FetchRequest,
  context: StageContext,
): Promise<SourceTree> {
  const { source, cache } = request;
  const verified = verify(unverified, root);
  if (cache !== undefined && source.type === "mirror") {
    await writeCached(unverified, cache, context);
  }
  return accept(verified, request, context);
}

/** Extracts what is verified, if it is also what is locked, and leaves what else was asked for. */
async function accept(
  verified: VerifiedTarball,
  { lock, extract: options, keepsakes, source }: FetchRequest,
  context: StageContext,
): Promise<SourceTree> {
  if (lock !== undefined) requireLocked(lock, verified.release, verified.verification);
  if (keepsakes?.evidence !== undefined) await compareWithPublished(verified, source, context);
  return extract(
    verified,
    { ...options, alongside: (tree) => leaveKeepsakes(tree, keepsakes ?? {}, context.observe) },
    context,
  );
}

/** python.org's own SBOM is not signed, so that a difference is a warning and nothing more. */
async function compareWithPublished(
  verified: VerifiedTarball,
  source: Source,
  context: StageContext,
): Promise<void> {
  const published =
    source.type === "mirror"
      ? await downloadPublishedSbom(verified.release, source.mirror.http, context)
      : await readPublishedSbom(verified.release, source.path, context);
  const difference = published && publishedDifference(published, verified);
  if (difference !== undefined) context.observe({ type: "warning", message: difference });
}

function findVersion(
  { spec, source, release: { format } }: FetchRequest,
  context: StageContext,
): Promise<PythonVersion> {
  return source.type === "mirror"
    ? resolve(spec, source.mirror, context)
    : resolveInFolder(spec, source.path, format);
}

function obtain(
  wanted: Release,
  source: Source,
  context: StageContext,
): Promise<UnverifiedDownload> {
  return source.type === "mirror"
    ? download(wanted, source.mirror, context)
    : readLocalFolder(wanted, source.path, context);
}

async function findCached(
  wanted: Release,
  { source, cache }: FetchRequest,
  context: StageContext,
): Promise<UnverifiedDownload | undefined> {
  if (cache === undefined || source.type === "folder") return undefined;
  return readCached(wanted, cache, context);
}

/** Whether a failure says something about tarball or bundle, rather than about this machine. */
function blamesContent(error: unknown): error is PyverifyError {
  return error instanceof PyverifyError && ["verification", "archive"].includes(error.kind);
}

/** Runs two stages side by side. When one fails, the other is stopped and waited for. */
async function together<A, B>(
  context: StageContext,
  [first, second]: [(context: StageContext) => Promise<A>, (context: StageContext) => Promise<B>],
): Promise<[A, B]> {
  const stop = new AbortController();
  const both = { ...context, signal: AbortSignal.any([context.signal, stop.signal]) };
  const stages: [Promise<A>, Promise<B>] = [first(both), second(both)];
  try {
    return await Promise.all(stages);
  } catch (error) {
    stop.abort(error);
    await Promise.allSettled(stages);
    throw error;
  }
}
