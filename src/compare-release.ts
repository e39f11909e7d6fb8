import { sourceType } from "./release/artifact-types.ts";
import { runConcurrently } from "./base/concurrency.ts";
import type { StageContext } from "./base/progress.ts";
import { type Checkout, readCheckout } from "./compare/checkout.ts";
import { compareWithTag, type TagComparison } from "./compare/compare.ts";
import { newsPath } from "./compare/news.ts";
import { readManifest } from "./extract/read-manifest.ts";
import { obtainVerified } from "./obtain-verified.ts";
import type { TarballFormat } from "./release/release.ts";
import type { SignerChoice } from "./release/signer-choice.ts";
import { sourceTarball } from "./release/source-tarball.ts";
import type { VersionSpec } from "./release/version.ts";
import type { ReleaseSource } from "./source/release-source.ts";
import type { TrustedRoot } from "./trust/trusted-root.ts";
import { trustedRoot, type TrustedRootSource } from "./trust/trust.ts";
import { warnOfOtherSigner } from "./verify/overrides.ts";
import type { VerifiedTarball } from "./verify/verify.ts";

/** Everything that a comparison depends on. */
export interface CompareRequest {
  readonly spec: VersionSpec;
  readonly format: TarballFormat;
  readonly source: ReleaseSource;
  /** whom somebody has named; without a choice, the series' release managers are accepted */
  readonly signer: SignerChoice | undefined;
  readonly trustedRoot: TrustedRootSource;
  /** the folder of a checkout of the release's tag */
  readonly checkout: string;
}

/** A verified tarball, held against its tag. */
export interface ComparedRelease {
  readonly tarball: VerifiedTarball;
  readonly comparison: TagComparison;
}

/**
 * Verifies a release and holds every file of its tarball against a checkout of its tag. Nothing is
 * written.
 *
 * @throws {PyverifyError} whatever a fetch throws; verification/checkout-modified. A tarball that
 *   differs is a result
 */
export async function compareRelease(
  request: CompareRequest,
  context: StageContext,
): Promise<ComparedRelease> {
  const [[compared]] = await runConcurrently<[ComparedRelease, TrustedRoot], Checkout>(
    context,
    (all, checkout) =>
      runConcurrently(
        all,
        (both, root) => verifyAndCompare(request, root, checkout, both),
        (both) => trustedRoot(request.trustedRoot, both),
      ),
    (all) => readCheckout(request.checkout, all),
  );
  return compared;
}

async function verifyAndCompare(
  request: CompareRequest,
  root: Promise<TrustedRoot>,
  checkout: Promise<Checkout>,
  context: StageContext,
): Promise<ComparedRelease> {
  const { source } = request;
  const version = await source.find(request.spec, { type: sourceType(request.format) }, context);
  const wanted = sourceTarball(version, { ...request, mirror: source.mirror });
  const { isSignerOverridden, series, signers } = wanted.release;
  if (isSignerOverridden) warnOfOtherSigner(signers[0], series, context);
  const tarball = await obtainVerified(wanted, source, root, context);
  const { manifest, kept } = await readManifest(tarball, [newsPath], context);
  const tree = { manifest, news: kept.get(newsPath)?.toString("utf8") ?? "" };
  return { tarball, comparison: compareWithTag(tree, await checkout, tarball.verification) };
}
