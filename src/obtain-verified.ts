import type { StageContext } from "./base/progress.ts";
import type { SourceTarball } from "./release/source-tarball.ts";
import { obtainArtifact, obtainBundle } from "./source/obtain.ts";
import type { ReleaseSource } from "./source/release-source.ts";
import type { TrustedRoot } from "./trust/trusted-root.ts";
import { verify, type VerifiedTarball } from "./verify/verify.ts";

/**
 * Gets a source tarball with its bundle and verifies it, without extracting anything.
 *
 * @throws {PyverifyError} release, network, filesystem or verification
 */
export async function obtainVerified(
  wanted: SourceTarball,
  source: ReleaseSource,
  root: TrustedRoot,
  context: StageContext,
): Promise<VerifiedTarball> {
  const { phase, subject } = source.progress(wanted);
  context.observe({ type: "start", phase, subject });
  const bundle = await obtainBundle(source, wanted, context);
  const tarball = await obtainArtifact(source, wanted, context);
  context.observe({ type: "end", phase });
  const artifact = { ...wanted, bundleUrl: bundle.url };
  return verify({ artifact, bundle: bundle.bytes, content: tarball }, root);
}
