import { runConcurrently } from "./base/concurrency.ts";
import type { StageContext } from "./base/progress.ts";
import type { Checkout } from "./compare/checkout.ts";
import type { ComparedTag } from "./compare/tag-mismatch.ts";
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
import { obtainVerified } from "./obtain-verified.ts";
import { sourceType } from "./release/artifact-types.ts";
import type { TarballFormat } from "./release/release.ts";
import type { SignerChoice } from "./release/signer-choice.ts";
import { type SourceTarball, sourceTarball } from "./release/source-tarball.ts";
import type { VersionSpec } from "./release/version.ts";
import type { ArtifactFiles, ReleaseSource } from "./source/release-source.ts";
import type { TrustedRoot } from "./trust/trusted-root.ts";
import { trustedRoot, type TrustedRootSource } from "./trust/trust.ts";
import { warnOfOtherSigner } from "./verify/overrides.ts";
import type { VerifiedTarball } from "./verify/verify.ts";

/** Everything that a fetch depends on. */
export interface FetchRequest {
  readonly spec: VersionSpec;
  readonly format: TarballFormat;
  readonly source: ReleaseSource;
  /** whom somebody has named; without a choice, the series' release managers are accepted */
  readonly signer?: SignerChoice | undefined;
  /** a second lock on the tarball, in lower-case hex; it replaces no other check */
  readonly sha256?: string | undefined;
  readonly trustedRoot: TrustedRootSource;
  /** accepts this release and nothing else, besides all other checks */
  readonly lock?: LockedRelease | undefined;
  readonly extract: ExtractOptions;
  /** the folder of a checkout of the release's tag, which the tree has to be made of */
  readonly checkout?: string | undefined;
  /** what to leave besides the tree, which appears with it or not at all */
  readonly outputs?: Outputs | undefined;
}

/** What a fetch has made. */
export interface FetchedSource {
  /** holds the proof that it was verified */
  readonly tree: SourceTree;
  /** the tag that the tree was found to be made of, where one was given */
  readonly tag: ComparedTag | undefined;
  /** the digest of the image of the tree, as `sha256:HEX`, where one was asked for */
  readonly image: string | undefined;
}

/**
 * Downloads a CPython source release, verifies that its release manager signed it, and extracts it.
 *
 * @throws {PyverifyError}
 */
export async function fetchSource(
  request: FetchRequest,
  context: StageContext,
): Promise<FetchedSource> {
  await checkOutputs(request.outputs ?? {}, request.extract.destination, context.observe);
  checkDestination(request.extract.destination, context.observe);
  const prepared = request.extract.prepared ?? prepareExtraction(request.format);
  const ready = { ...request, extract: { ...request.extract, prepared } };
  try {
    const [[fetched]] = await runConcurrently<[FetchedSource, TrustedRoot], Checkout | undefined>(
      context,
      (all, checkout) =>
        runConcurrently(
          all,
          (both, root) => findGetVerifyExtract({ root, checkout }, ready, both),
          (both) => trustedRoot(request.trustedRoot, both),
        ),
      (all) => checkoutOf(request, all),
    );
    return fetched;
  } finally {
    prepared.stop();
  }
}

/** What compares is loaded for those who compare: nobody else's first request waits for it. */
async function checkoutOf(
  { checkout }: FetchRequest,
  context: StageContext,
): Promise<Checkout | undefined> {
  if (checkout === undefined) return undefined;
  const { readCheckout } = await import("./compare/checkout.ts");
  return readCheckout(checkout, context);
}

/** What is made ready while the files are on their way. */
interface Meanwhile {
  readonly root: Promise<TrustedRoot>;
  readonly checkout: Promise<Checkout | undefined>;
}

async function findGetVerifyExtract(
  meanwhile: Meanwhile,
  request: FetchRequest,
  context: StageContext,
): Promise<FetchedSource> {
  const { source, format } = request;
  const version = await source.find(request.spec, { type: sourceType(format) }, context);
  const wanted = sourceTarball(version, { ...request, mirror: source.mirror });
  const { isSignerOverridden, series, signers } = wanted.release;
  if (isSignerOverridden) warnOfOtherSigner(signers[0], series, context);
  return source.judged(
    wanted,
    (files) => getVerifyExtract(wanted, files, meanwhile, request, context),
    context,
  );
}

async function getVerifyExtract(
  wanted: SourceTarball,
  files: ArtifactFiles,
  { root, checkout }: Meanwhile,
  request: FetchRequest,
  context: StageContext,
): Promise<FetchedSource> {
  try {
    const verified = await obtainVerified(wanted, files, root, context);
    await files.keep(context);
    return await acceptAndExtract(verified, checkout, request, context);
  } catch (error) {
    for (const phase of ["verify", "extract"] as const) context.observe({ type: "end", phase });
    throw error;
  }
}

/** Extracts what is verified, if it is also what is locked, and leaves what else was asked for. */
async function acceptAndExtract(
  verified: VerifiedTarball,
  checkout: Promise<Checkout | undefined>,
  { lock, extract: options, outputs = {}, source }: FetchRequest,
  context: StageContext,
): Promise<FetchedSource> {
  if (lock !== undefined) requireLocked(lock, verified.artifact, verified.verification);
  if (outputs.evidence !== undefined || outputs.ociLayout !== undefined) {
    const published = await source.publishedSbom(verified.artifact, context);
    const difference = published && publishedDifference(published, verified);
    if (difference !== undefined) context.observe({ type: "warning", message: difference });
  }
  let tag: ComparedTag | undefined;
  let image: string | undefined;
  const alongside: ExtractOptions["alongside"] = async (staged) => {
    const tagged = await checkout;
    if (tagged !== undefined) {
      const { compareStaged } = await import("./compare/compare-staged.ts");
      const { requireSame } = await import("./compare/tag-mismatch.ts");
      tag = requireSame(verified.artifact.fileName, compareStaged(staged, tagged));
    }
    const { sourceDateEpoch } = options;
    const written = await writeOutputs(staged, tag, { ...outputs, sourceDateEpoch }, context);
    image = written.image;
    return written.undo;
  };
  const tree = await extract(verified, { ...options, alongside }, context);
  return { tree, tag, image };
}
