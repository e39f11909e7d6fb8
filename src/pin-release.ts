import { download, downloadBundle } from "./source/download.ts";
import type { Mirror } from "./source/mirror.ts";
import { resolve } from "./source/resolve.ts";
import { proveRelease } from "./extract/prove-release.ts";
import { distinctReleases } from "./lock/distinct-releases.ts";
import { type LockedRelease, lockRelease } from "./lock/locked-release.ts";
import type { StageContext } from "./base/progress.ts";
import { sourceTarball, type SourceTarballOptions } from "./release/source-tarball.ts";
import type { VersionSpec } from "./release/version.ts";
import type { TrustedRoot } from "./trust/trusted-root.ts";
import { verifySignedDigest } from "./verify/signed-digest.ts";
import { verify } from "./verify/verify.ts";

/** Everything that a pin depends on. */
export interface PinRequest {
  readonly spec: VersionSpec;
  readonly tarball: SourceTarballOptions;
  readonly mirror: Mirror;
  readonly root: TrustedRoot;
  /** whether the tarball is downloaded too, and read to prove that it is the release */
  readonly full: boolean;
}

/**
 * Finds out which digest a release has, and verifies it. Without `full` only the bundle is
 * downloaded, some 5 kB: the digest in it is what its signature covers.
 *
 * @throws {PyverifyError}
 */
export async function pinRelease(
  { spec, tarball: options, mirror, root, full }: PinRequest,
  context: StageContext,
): Promise<LockedRelease> {
  const wanted = sourceTarball(await resolve(spec, mirror, context), options);
  if (!full) {
    const bundle = await downloadBundle(wanted, mirror, context);
    return lockRelease(wanted, verifySignedDigest(bundle, wanted.release.signers, root), false);
  }
  const verified = verify(await download(wanted, mirror, context), root);
  await proveRelease(verified, context);
  return lockRelease(wanted, verified.verification, true);
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
