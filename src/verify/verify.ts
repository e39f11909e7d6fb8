import type { HashedBytes } from "../files/hashed-bytes.ts";
import type { UnverifiedDownload } from "../source/unverified-download.ts";
import { PyverifyError } from "../base/errors.ts";
import type { AcceptedSigners } from "../release/release.ts";
import type { SourceTarball } from "../release/source-tarball.ts";
import type { TrustedRoot } from "../trust/trusted-root.ts";
import { verifySignedDigest } from "./signed-digest.ts";
import type { Verification } from "./verification.ts";

/**
 * A bundle that one of its release's accepted signers made. Holding one is the proof that they
 * signed a tarball of the digest in it, which need not be here yet.
 */
class VerifiedBundle {
  readonly artifact: SourceTarball;
  readonly #verification: Verification;

  constructor(artifact: SourceTarball, verification: Verification) {
    this.artifact = artifact;
    this.#verification = verification;
  }

  get verification(): Verification {
    return this.#verification;
  }
}

/**
 * A source tarball that one of its release's accepted signers signed. Holding one is the proof:
 * `verifyTarball` makes one only when every check has passed, and nothing outside this file can.
 */
class VerifiedTarball {
  readonly artifact: SourceTarball;
  readonly verification: Verification;
  readonly #bytes: Buffer;

  constructor({ artifact, verification }: VerifiedBundle, bytes: Buffer) {
    this.artifact = artifact;
    this.verification = verification;
    this.#bytes = bytes;
  }

  /** The tarball, compressed as published. Not to be written to. */
  get bytes(): Buffer {
    return this.#bytes;
  }
}

export type { VerifiedBundle, VerifiedTarball };

/**
 * Verifies a tarball's bundle, whether the tarball is here or still on its way, against the
 * release's accepted signers and Sigstore's trusted root.
 *
 * @param bundleBytes the bundle's file
 * @throws {PyverifyError} verification
 */
export function verifyBundle(
  artifact: SourceTarball,
  bundleBytes: Buffer,
  root: TrustedRoot,
): VerifiedBundle {
  return new VerifiedBundle(
    artifact,
    verifySignedDigest(bundleBytes, artifact.release.signers, root),
  );
}

/**
 * Verifies that a tarball is the one that its bundle signs, and the one that was pinned if one was.
 *
 * @throws {PyverifyError} verification/pin-mismatch, verification/digest-mismatch
 */
export function verifyTarball(
  { bytes, sha256 }: HashedBytes,
  bundle: VerifiedBundle,
): VerifiedTarball {
  requirePin(bundle.artifact, sha256);
  requireDigest(bundle.verification, sha256);
  return new VerifiedTarball(bundle, bytes);
}

/**
 * Verifies a tarball against its bundle: `verifyBundle`, then `verifyTarball`.
 *
 * @throws {PyverifyError} verification
 */
export function verify(download: UnverifiedDownload, root: TrustedRoot): VerifiedTarball {
  return verifyTarball(download.tarball, verifyBundle(download.artifact, download.bundle, root));
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
      hint: "download it again; if it stays so, the tarball was changed or the bundle is another file's",
    },
  );
}

function requirePin(artifact: SourceTarball, sha256: string): void {
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
