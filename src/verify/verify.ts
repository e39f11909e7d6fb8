import type { HashedBytes } from "../files/hashed-bytes.ts";
import type { UnverifiedDownload } from "../source/unverified-download.ts";
import { PyverifyError } from "../base/errors.ts";
import type { Artifact } from "../release/artifact.ts";
import type { AcceptedSigners } from "../release/release.ts";
import type { SourceTarball } from "../release/source-tarball.ts";
import type { TrustedRoot } from "../trust/trusted-root.ts";
import { verifySignedDigest } from "./signed-digest.ts";
import type { Verification } from "./verification.ts";

/**
 * A bundle that one of its release's accepted signers made. Holding one is the proof that they
 * signed a file of the digest in it, which need not be here yet.
 */
class VerifiedBundle<A extends Artifact = Artifact> {
  readonly artifact: A;
  readonly #verification: Verification;

  constructor(artifact: A, verification: Verification) {
    this.artifact = artifact;
    this.#verification = verification;
  }

  get verification(): Verification {
    return this.#verification;
  }
}

/**
 * A file that one of its release's accepted signers signed. Holding one is the proof:
 * `verifyContent` makes one only when every check has passed, and nothing outside this file can.
 */
class VerifiedArtifact<A extends Artifact = Artifact> {
  readonly artifact: A;
  readonly verification: Verification;
  readonly #bytes: Buffer;

  constructor({ artifact, verification }: VerifiedBundle<A>, bytes: Buffer) {
    this.artifact = artifact;
    this.verification = verification;
    this.#bytes = bytes;
  }

  /** The file as published. Not to be written to. */
  get bytes(): Buffer {
    return this.#bytes;
  }
}

/** A source tarball that one of its release's accepted signers signed. */
type VerifiedTarball = VerifiedArtifact<SourceTarball>;

export type { VerifiedArtifact, VerifiedBundle, VerifiedTarball };

/**
 * Verifies an artifact's bundle, whether the artifact is here or still on its way, against the
 * release's accepted signers and Sigstore's trusted root.
 *
 * @param bundleBytes the bundle's file
 * @throws {PyverifyError} verification
 */
export function verifyBundle<A extends Artifact>(
  artifact: A,
  bundleBytes: Buffer,
  root: TrustedRoot,
): VerifiedBundle<A> {
  return new VerifiedBundle(
    artifact,
    verifySignedDigest(bundleBytes, artifact.release.signers, root),
  );
}

/**
 * Verifies that a file is the one that its bundle signs, and the one that was pinned if one was.
 *
 * @throws {PyverifyError} verification/pin-mismatch, verification/digest-mismatch
 */
export function verifyContent<A extends Artifact>(
  { bytes, sha256 }: HashedBytes,
  bundle: VerifiedBundle<A>,
): VerifiedArtifact<A> {
  requirePin(bundle.artifact, sha256);
  requireDigest(bundle.verification, sha256);
  return new VerifiedArtifact(bundle, bytes);
}

/**
 * Verifies a file against its bundle: `verifyBundle`, then `verifyContent`.
 *
 * @throws {PyverifyError} verification
 */
export function verify<A extends Artifact>(
  download: UnverifiedDownload<A>,
  root: TrustedRoot,
): VerifiedArtifact<A> {
  return verifyContent(download.content, verifyBundle(download.artifact, download.bundle, root));
}

/**
 * Verifies that one of the accepted signers signed what has this SHA-256.
 *
 * @param sha256 in lower-case hex
 * @param bundleBytes the bundle's file
 * @throws {PyverifyError} verification
 */
export function verifyDigest(
  sha256: string,
  bundleBytes: Buffer,
  signers: AcceptedSigners,
  root: TrustedRoot,
): Verification {
  const verification = verifySignedDigest(bundleBytes, signers, root);
  requireDigest(verification, sha256);
  return verification;
}

function requireDigest(signed: Verification, sha256: string): void {
  if (signed.sha256 === sha256) return;
  throw new PyverifyError(
    "verification",
    "digest-mismatch",
    "the tarball is not the one that was signed",
    {
      because: `its SHA-256 is ${sha256}, and the bundle signs ${signed.sha256}`,
      hint: "do not use it: it was changed, or the bundle is another file's; compare both with python.org's own",
    },
  );
}

function requirePin(artifact: Artifact, sha256: string): void {
  if (artifact.sha256 === undefined || artifact.sha256 === sha256) return;
  throw new PyverifyError(
    "verification",
    "pin-mismatch",
    `${artifact.fileName} is not the tarball that was pinned`,
    {
      because: `its SHA-256 is ${sha256}, and ${artifact.sha256} was asked for`,
      hint: "find out which of the two is wrong before you change the pin",
    },
  );
}
