import { PyverifyError } from "./base/errors.ts";
import type { StageContext } from "./base/progress.ts";
import { proveTopFolder } from "./extract/top-folder.ts";
import { type BundlePlace, findBundle } from "./find-bundle.ts";
import type { Artifact } from "./read-artifact.ts";
import { pythonOrg, type TarballFormat } from "./release/release.ts";
import { chooseSignerOfAny, type SignerChoice } from "./release/signer-choice.ts";
import { sourceTarball } from "./release/source-tarball.ts";
import { parseVersion, type PythonVersion } from "./release/version.ts";
import type { TrustedRoot } from "./trust/trusted-root.ts";
import { warnOfOtherSigner } from "./verify/overrides.ts";
import type { Verification } from "./verify/verification.ts";
import { verify, verifyDigest } from "./verify/verify.ts";

/** What an artifact is held against. */
export interface Expectation {
  readonly bundle: BundlePlace;
  /** in place of what the file's name says */
  readonly version: PythonVersion | undefined;
  /** whom somebody has named, in place of the release managers of the series or among them */
  readonly signer: SignerChoice | undefined;
  readonly root: TrustedRoot;
}

export interface VerifiedArtifact {
  readonly verification: Verification;
  /** whether the signer is none of the release managers, and was accepted in their place */
  readonly isSignerOverridden: boolean;
}

/**
 * Verifies what is already here against its bundle: who signed it; and of a tarball that claims to
 * be a release, that its top folder is that release's.
 *
 * @throws {PyverifyError} usage/missing-argument if nothing says who has to have signed it;
 *   usage/signer-not-accepted; verification; and those of `findBundle`
 */
export async function verifyArtifact(
  artifact: Artifact,
  { bundle: place, version: named, signer, root }: Expectation,
  context: StageContext,
): Promise<VerifiedArtifact> {
  const bundle = await findBundle(artifact, place, context);
  const { claim, file } = artifact;
  const version = named ?? (claim && parseVersion(claim.version));
  if (version === undefined) {
    if (signer === undefined) throw unnamedRelease(artifact);
    const { identity, isOverride } = chooseSignerOfAny(signer);
    if (isOverride) warnOfOtherSigner(identity, undefined, context);
    const verification = verifyDigest(artifact.sha256, bundle, [identity], root);
    return { verification, isSignerOverridden: isOverride };
  }
  const format = claim?.format ?? (file && compressionOf(file.content.bytes));
  const wanted = sourceTarball(version, { format: format ?? "tar.xz", mirror: pythonOrg, signer });
  const { series, signers, isSignerOverridden } = wanted.release;
  if (isSignerOverridden) warnOfOtherSigner(signers[0], series, context);
  // Of a digest, or of anything but a tarball, nothing says which release it is.
  if (file === undefined || format === undefined) {
    const verification = verifyDigest(artifact.sha256, bundle, signers, root);
    return { verification, isSignerOverridden };
  }
  const verified = verify({ artifact: wanted, tarball: file.content, bundle }, root);
  await proveTopFolder(verified);
  return { verification: verified.verification, isSignerOverridden };
}

/** What a file that is not named like a source tarball begins as. */
function compressionOf(bytes: Buffer): TarballFormat | undefined {
  if (bytes.subarray(0, 6).equals(xzMagic)) return "tar.xz";
  return bytes.subarray(0, 2).equals(gzipMagic) ? "tgz" : undefined;
}

// https://tukaani.org/xz/xz-file-format.txt, 2.1.1.1, and https://www.rfc-editor.org/rfc/rfc1952
const xzMagic = Buffer.from("fd377a585a00", "hex");
const gzipMagic = Buffer.from("1f8b", "hex");

function unnamedRelease({ name }: Artifact): PyverifyError {
  return new PyverifyError(
    "usage",
    "missing-argument",
    `${name} does not say which release it is`,
    {
      because: "who has to have signed depends on the series",
      hint: "name the release with --release VERSION, or a signer with --certificate-identity",
    },
  );
}
