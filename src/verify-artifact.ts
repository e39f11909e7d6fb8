import { PyverifyError } from "./base/errors.ts";
import type { StageContext } from "./base/progress.ts";
import { proveTopFolder } from "./extract/top-folder.ts";
import { type BundlePlace, findBundle } from "./find-bundle.ts";
import type { Artifact } from "./read-artifact.ts";
import { type AcceptedSigners, pythonOrg, type TarballFormat } from "./release/release.ts";
import { sourceTarball } from "./release/source-tarball.ts";
import { parseVersion, type PythonVersion } from "./release/version.ts";
import type { TrustedRoot } from "./trust/trusted-root.ts";
import type { Verification } from "./verify/verification.ts";
import { verify, verifyDigest } from "./verify/verify.ts";

/** What an artifact is held against. */
export interface Expectation {
  readonly bundle: BundlePlace;
  /** in place of what the file's name says */
  readonly version: PythonVersion | undefined;
  /** in place of the release managers of the series */
  readonly signers: AcceptedSigners | undefined;
  readonly root: TrustedRoot;
}

/**
 * Verifies what is already here against its bundle: who signed it; and of a tarball that claims to
 * be a release, that its top folder is that release's.
 *
 * @throws {PyverifyError} usage/missing-argument if nothing says who has to have signed it;
 *   verification; and those of `findBundle`
 */
export async function verifyArtifact(
  artifact: Artifact,
  { bundle: place, version: named, signers, root }: Expectation,
  context: StageContext,
): Promise<Verification> {
  const bundle = await findBundle(artifact, place, context);
  const { claim, file } = artifact;
  const version = named ?? (claim && parseVersion(claim.version));
  if (version === undefined) {
    if (signers === undefined) throw unnamedRelease(artifact);
    return verifyDigest(artifact.sha256, bundle, signers, root);
  }
  const format = claim?.format ?? (file && compressionOf(file.content.bytes));
  const wanted = sourceTarball(version, { format: format ?? "tar.xz", mirror: pythonOrg, signers });
  // Of a digest, or of anything but a tarball, nothing says which release it is.
  if (file === undefined || format === undefined) {
    return verifyDigest(artifact.sha256, bundle, wanted.release.signers, root);
  }
  const verified = verify({ artifact: wanted, tarball: file.content, bundle }, root);
  await proveTopFolder(verified);
  return verified.verification;
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
