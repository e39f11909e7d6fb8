import { abortable, runConcurrently } from "./base/concurrency.ts";
import type { StageContext } from "./base/progress.ts";
import type { SourceTarball } from "./release/source-tarball.ts";
import { obtainArtifact, obtainBundle } from "./source/obtain.ts";
import type { ArtifactFiles, FoundBundle } from "./source/release-source.ts";
import type { TrustedRoot } from "./trust/trusted-root.ts";
import type { VerifiedTarball } from "./verify/verify.ts";

/**
 * Gets a source tarball with its bundle and verifies it, without extracting anything.
 *
 * Both are asked for at once, the tarball first: it takes the connection that may be open already,
 * since it is what is waited for. The bundle is small, and is verified while the tarball is on its
 * way; if it is refused, the tarball is not waited for.
 *
 * @param root may still be on its way, too
 * @throws {PyverifyError} release, network, filesystem or verification: of two files that cannot be
 *   had, that of the bundle, whichever answer came first
 */
export async function obtainVerified(
  wanted: SourceTarball,
  files: ArtifactFiles,
  root: Promise<TrustedRoot>,
  context: StageContext,
): Promise<VerifiedTarball> {
  const { phase, subject } = files.progress(wanted);
  context.observe({ type: "start", phase, subject });
  let asked: Promise<FoundBundle> | undefined;
  const bundle = (both: StageContext): Promise<FoundBundle> =>
    (asked ??= obtainBundle(files, wanted, both));
  const [tarball, { verified, verifyContent }] = await runConcurrently(
    context,
    async (both) => {
      const arrived = await obtainArtifact(files, wanted, both, () => bundle(both));
      both.observe({ type: "end", phase });
      return arrived;
    },
    async (both) => {
      // What verifies takes as long to load as some answers take, and is not needed to ask for them.
      const [{ bytes, url }, verifier] = await Promise.all([
        bundle(both),
        import("./verify/verify.ts"),
      ]);
      const trusted = await abortable(root, both.signal);
      both.observe({ type: "start", phase: "verify", subject: wanted.fileName });
      const accepted = verifier.verifyBundle({ ...wanted, bundleUrl: url }, bytes, trusted);
      both.observe({ type: "end", phase: "verify" });
      return { verified: accepted, verifyContent: verifier.verifyContent };
    },
  );
  return verifyContent(tarball, verified);
}
