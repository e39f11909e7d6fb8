import { abortable } from "./base/concurrency.ts";
import type { StageContext } from "./base/progress.ts";
import { proveRelease } from "./extract/prove-release.ts";
import { distinctReleases } from "./lock/distinct-releases.ts";
import { type LockedRelease, lockRelease } from "./lock/locked-release.ts";
import { sourceType } from "./release/artifact-types.ts";
import type { TarballFormat } from "./release/release.ts";
import type { SignerChoice } from "./release/signer-choice.ts";
import { sourceTarball } from "./release/source-tarball.ts";
import type { VersionSpec } from "./release/version.ts";
import { obtainVerified } from "./obtain-verified.ts";
import { obtainBundle } from "./source/obtain.ts";
import type { ReleaseSource } from "./source/release-source.ts";
import type { TrustedRoot } from "./trust/trusted-root.ts";
import { warnOfOtherSigner } from "./verify/overrides.ts";
import { verifySignedDigest } from "./verify/signed-digest.ts";

/** Everything that a pin depends on. */
export interface PinRequest {
  readonly spec: VersionSpec;
  readonly format: TarballFormat;
  readonly source: ReleaseSource;
  /** whom somebody has named; without a choice, the series' release managers are accepted */
  readonly signer: SignerChoice | undefined;
  /** may still be on its way while releases are looked up and bundles downloaded */
  readonly root: Promise<TrustedRoot>;
  /** whether the tarball is got too, and read to prove that it is the release */
  readonly full: boolean;
}

/**
 * Finds out which digest a release has, and verifies it. Without `full` only the bundle is
 * downloaded, some 5 kB: the digest in it is what its signature covers.
 *
 * @throws {PyverifyError}
 */
export async function pinRelease(
  { spec, format, source, signer, root, full }: PinRequest,
  context: StageContext,
): Promise<LockedRelease> {
  const sought = { type: sourceType(format), bundleAlone: !full };
  const version = await source.find(spec, sought, context);
  const wanted = sourceTarball(version, { format, mirror: source.mirror, signer });
  const { isSignerOverridden, series, signers } = wanted.release;
  if (isSignerOverridden) warnOfOtherSigner(signers[0], series, context);
  if (full) {
    const verified = await obtainVerified(wanted, source, root, context);
    await proveRelease(verified, context);
    return lockRelease(verified.artifact, verified.verification, true);
  }
  const { phase, subject } = source.progress(wanted);
  context.observe({ type: "start", phase, subject: `${subject}.sigstore` });
  const bundle = await obtainBundle(source, wanted, context);
  context.observe({ type: "end", phase });
  const verification = verifySignedDigest(
    bundle.bytes,
    signers,
    await abortable(root, context.signal),
  );
  return lockRelease({ ...wanted, bundleUrl: bundle.url }, verification, false);
}

/**
 * Pins several releases, each of them once: two SPECs may mean the same one, which is known only
 * when both are resolved.
 *
 * @throws {PyverifyError}
 */
export async function pinReleases(
  specs: readonly VersionSpec[],
  request: Omit<PinRequest, "spec">,
  context: StageContext,
): Promise<LockedRelease[]> {
  const pins: LockedRelease[] = [];
  for (const spec of specs) pins.push(await pinRelease({ ...request, spec }, context));
  return distinctReleases(pins);
}
