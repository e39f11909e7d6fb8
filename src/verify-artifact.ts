import { PyverifyError } from "./base/errors.ts";
import type { StageContext } from "./base/progress.ts";
import type { PreparedExtraction } from "./extract/prepare-extraction.ts";
import { proveTopFolder } from "./extract/top-folder.ts";
import { type BundlePlace, findBundle } from "./find-bundle.ts";
import { proveArtifact, type ReleaseProof } from "./prove/prove-artifact.ts";
import type { GivenArtifact } from "./read-artifact.ts";
import { type Artifact, artifact } from "./release/artifact.ts";
import { type ArtifactType, sourceType } from "./release/artifact-types.ts";
import { pythonOrg, release } from "./release/release.ts";
import { chooseSignerOfAny, type SignerChoice } from "./release/signer-choice.ts";
import { type SourceTarball, sourceTarball } from "./release/source-tarball.ts";
import type { PythonVersion } from "./release/version.ts";
import type { UnverifiedDownload } from "./source/unverified-download.ts";
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

/** What was verified of a file, and whether it is the release that it was taken for. */
export interface VerifiedFile {
  readonly verification: Verification;
  /** whether the signer is none of the release managers, and was accepted in their place */
  readonly isSignerOverridden: boolean;
  /** undefined where nobody said which release it is */
  readonly release: { readonly version: PythonVersion; readonly proof: ReleaseProof } | undefined;
}

/**
 * Verifies what is already here against its bundle: who signed it; and of a file that claims to be
 * a release's, that it says so itself, as far as it can.
 *
 * @throws {PyverifyError} usage/missing-argument if nothing says who has to have signed it;
 *   usage/signer-not-accepted; verification; and those of `findBundle`
 */
export async function verifyArtifact(
  given: GivenArtifact,
  expected: Expectation,
  context: StageContext,
): Promise<VerifiedFile> {
  try {
    return await verifyAgainst(given, expected, context);
  } catch (error) {
    const { bundle: place } = expected;
    throw place.type === "file" ? withItsName(error, place.path) : error;
  } finally {
    given.prepared?.stop();
  }
}

/** Says of a file that was named as a bundle, and is none, which one it is. */
function withItsName(error: unknown, path: string): unknown {
  if (!(error instanceof PyverifyError)) return error;
  const isOther = error.code === "media-type-unknown";
  if (!isOther && error.code !== "bundle-malformed") return error;
  const { because = error.message } = error;
  return new PyverifyError(
    "verification",
    isOther ? "media-type-unknown" : "bundle-malformed",
    `${path} is not a Sigstore bundle as CPython's releases have`,
    {
      because: isOther ? `${error.message}; ${because}` : because,
      hint: "name the .sigstore file that belongs to it; if this is that one, do not use what it signs",
      cause: error,
    },
  );
}

async function verifyAgainst(
  given: GivenArtifact,
  { bundle: place, version: named, signer, root }: Expectation,
  context: StageContext,
): Promise<VerifiedFile> {
  const bundle = await findBundle(given, place, context);
  const { claim, file, sha256 } = given;
  const version = named ?? claim?.version;
  if (version === undefined) {
    if (signer === undefined) throw unnamedRelease(given);
    const { identity, isOverride } = chooseSignerOfAny(signer);
    if (isOverride) warnOfOtherSigner(identity, undefined, context);
    const verification = verifyDigest(sha256, bundle, [identity], root);
    return { verification, isSignerOverridden: isOverride, release: undefined };
  }
  const { series, signers, isSignerOverridden } = release(version, signer);
  if (isSignerOverridden) warnOfOtherSigner(signers[0], series, context);
  const type = claim?.type ?? (file && typeByContent(file.content.bytes));
  if (file === undefined || type === undefined) {
    const verification = verifyDigest(sha256, bundle, signers, root);
    const proof = { proven: false, because: "a signature names no release" } as const;
    return { verification, isSignerOverridden, release: { version, proof } };
  }
  const download = { content: file.content, bundle };
  const options = { mirror: pythonOrg, signer };
  const { verification, proof } =
    type.format === undefined
      ? await verifyOther(artifact(version, type, options), download, root)
      : await verifySource(
          sourceTarball(version, { ...options, format: type.format }),
          download,
          { root, prepared: given.prepared },
          context,
        );
  return { verification, isSignerOverridden, release: { version, proof } };
}

type Download = Omit<UnverifiedDownload, "artifact">;

interface Proven {
  readonly verification: Verification;
  readonly proof: ReleaseProof;
}

async function verifySource(
  tarball: SourceTarball,
  download: Download,
  { root, prepared }: { root: TrustedRoot; prepared: PreparedExtraction | undefined },
  { signal }: StageContext,
): Promise<Proven> {
  const verified = verify({ ...download, artifact: tarball }, root);
  await proveTopFolder(verified, signal, prepared);
  return { verification: verified.verification, proof: { proven: true, by: "its top folder" } };
}

async function verifyOther(
  named: Artifact,
  download: Download,
  root: TrustedRoot,
): Promise<Proven> {
  const verified = verify({ ...download, artifact: named }, root);
  return { verification: verified.verification, proof: await proveArtifact(verified) };
}

/** What a file that is not named like an artifact begins as. */
function typeByContent(bytes: Buffer): ArtifactType | undefined {
  if (bytes.subarray(0, 6).equals(xzMagic)) return sourceType("tar.xz");
  return bytes.subarray(0, 2).equals(gzipMagic) ? sourceType("tgz") : undefined;
}

// https://tukaani.org/xz/xz-file-format.txt, 2.1.1.1, and https://www.rfc-editor.org/rfc/rfc1952
const xzMagic = Buffer.from("fd377a585a00", "hex");
const gzipMagic = Buffer.from("1f8b", "hex");

function unnamedRelease({ name }: GivenArtifact): PyverifyError {
  return new PyverifyError(
    "usage",
    "missing-argument",
    `${name} does not say which release it is`,
    {
      because: "who has to have signed depends on the series",
      hint: "name the release with --release VERSION, or a signer with --certificate-identity and --certificate-oidc-issuer",
    },
  );
}
