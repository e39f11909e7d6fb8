import {
  findVersion,
  obtain,
  obtainPublishedSbom,
  type Obtained,
  type Source,
} from "./source/source.ts";
import type { DownloadUnderWay } from "./source/unverified-download.ts";
import { PyverifyError } from "./base/errors.ts";
import { checkOutputs, type Outputs, writeOutputs } from "./evidence/outputs.ts";
import { publishedDifference } from "./evidence/published-difference.ts";
import {
  checkDestination,
  extract,
  type ExtractOptions,
  type SourceTree,
} from "./extract/extract.ts";
import { prepareExtraction } from "./extract/prepare-extraction.ts";
import type { LockedRelease } from "./lock/locked-release.ts";
import { requireLocked } from "./lock/require-locked.ts";
import type { StageContext } from "./base/progress.ts";
import { sourceTarball, type SourceTarballOptions } from "./release/source-tarball.ts";
import type { VersionSpec } from "./release/version.ts";
import { runConcurrently, abortable } from "./base/concurrency.ts";
import type { TrustedRoot } from "./trust/trusted-root.ts";
import { trustedRoot, type TrustedRootSource } from "./trust/trust.ts";
import {
  type VerifiedBundle,
  type VerifiedTarball,
  verifyBundle,
  verifyTarball,
} from "./verify/verify.ts";

/** Everything that a fetch depends on. */
export interface FetchRequest {
  readonly spec: VersionSpec;
  readonly tarball: SourceTarballOptions;
  readonly source: Source;
  readonly trustedRoot: TrustedRootSource;
  /** accepts this release and nothing else, besides all other checks */
  readonly lock?: LockedRelease | undefined;
  readonly extract: ExtractOptions;
  /** what to leave besides the tree, which appears with it or not at all */
  readonly outputs?: Outputs | undefined;
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
  const { source } = request;
  await checkOutputs(request.outputs ?? {}, request.extract.destination);
  checkDestination(request.extract.destination);
  const version = await findVersion(request.spec, source, request.tarball.format, context);
  const wanted = sourceTarball(version, request.tarball);
  const prepared = request.extract.prepared ?? prepareExtraction(wanted.format);
  const ready = { ...request, extract: { ...request.extract, prepared } };
  try {
    const [tree] = await runConcurrently<SourceTree, TrustedRoot>(
      context,
      async (both, root) => verifyAndExtract(await obtain(wanted, source, both), root, ready, both),
      (both) => trustedRoot(request.trustedRoot, both),
    );
    return tree;
  } finally {
    await prepared.stop();
  }
}

async function verifyAndExtract(
  obtained: Obtained,
  root: Promise<TrustedRoot>,
  request: FetchRequest,
  context: StageContext,
): Promise<SourceTree> {
  try {
    const [tarball, bundle] = await runConcurrently(
      context,
      (both) => obtained.download.tarball(both),
      async (both) => verifyAloud(obtained.download, await abortable(root, both.signal), both),
    );
    const verified = verifyTarball(tarball, bundle);
    await obtained.keep(tarball, context);
    return await accept(verified, request, context);
  } catch (error) {
    if (obtained.again === undefined || !blamesContent(error)) throw error;
    const { fileName } = obtained.download.artifact;
    for (const phase of ["verify", "extract"] as const) context.observe({ type: "end", phase });
    const message = `the cached ${fileName} is not used: ${error.message}`;
    context.observe({ type: "warning", message });
    return verifyAndExtract(await obtained.again(context), root, request, context);
  }
}

function verifyAloud(
  { artifact, bundle }: DownloadUnderWay,
  root: TrustedRoot,
  { observe }: StageContext,
): VerifiedBundle {
  observe({ type: "start", phase: "verify", subject: artifact.fileName });
  const verified = verifyBundle(artifact, bundle, root);
  observe({ type: "end", phase: "verify" });
  return verified;
}

/** Extracts what is verified, if it is also what is locked, and leaves what else was asked for. */
async function accept(
  verified: VerifiedTarball,
  { lock, extract: options, outputs = {}, source }: FetchRequest,
  context: StageContext,
): Promise<SourceTree> {
  if (lock !== undefined) requireLocked(lock, verified.artifact, verified.verification);
  if (outputs.evidence !== undefined) {
    const published = await obtainPublishedSbom(verified.artifact, source, context);
    const difference = published && publishedDifference(published, verified);
    if (difference !== undefined) context.observe({ type: "warning", message: difference });
  }
  const alongside: ExtractOptions["alongside"] = (tree) => writeOutputs(tree, outputs, context);
  return extract(verified, { ...options, alongside }, context);
}

/** Whether a failure says something about tarball or bundle, rather than about this machine. */
function blamesContent(error: unknown): error is PyverifyError {
  return error instanceof PyverifyError && ["verification", "archive"].includes(error.kind);
}
