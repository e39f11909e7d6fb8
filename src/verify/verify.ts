import { toSignedEntity, Verifier } from "@sigstore/verify";
import type { UnverifiedDownload } from "../download/unverified-download.ts";
import { PyverifyError } from "../errors.ts";
import type { AcceptedSigners, Release } from "../release/release.ts";
import { encodeOnce } from "../trust/encode-once.ts";
import type { TrustedRoot } from "../trust/trusted-root.ts";
import { type MessageSignatureBundle, parseBundle } from "./bundle.ts";
import { digestSignature } from "./digest-signature.ts";
import { libraryRefusal } from "./library-refusal.ts";
import { inconsistency } from "./log-entry.ts";
import { requireAcceptedSigner } from "./signer.ts";
import { requireSigningCertificate, requireValidLogKeys } from "./unasked-by-library.ts";
import { signedAt, transparencyLog, type Verification } from "./verification.ts";

/**
 * A source tarball that one of its release's accepted signers signed. Holding one is the proof:
 * `verify` makes one only when every check has passed, and nothing outside this file can.
 */
class VerifiedTarball {
  readonly release: Release;
  readonly verification: Verification;
  readonly #bytes: Buffer;

  constructor(release: Release, bytes: Buffer, verification: Verification) {
    this.release = release;
    this.#bytes = bytes;
    this.verification = verification;
  }

  /** The tarball, compressed as published. Not to be written to. */
  get bytes(): Buffer {
    return this.#bytes;
  }
}

export type { VerifiedTarball };

/**
 * Verifies a tarball against its bundle, the accepted signers of its release and Sigstore's trusted
 * root.
 *
 * @throws {PyverifyError} verification
 */
export function verify(download: UnverifiedDownload, root: TrustedRoot): VerifiedTarball {
  const { release, tarball, bundle } = download;
  const { bytes, sha256 } = tarball;
  requirePin(release, sha256);
  return new VerifiedTarball(release, bytes, verifyDigest(sha256, bundle, release.signers, root));
}

/**
 * Verifies that one of the accepted signers signed what has this SHA-256.
 *
 * The order is that of the client specification: time, certificate and SCT, log, signature; the
 * identity comes last, on what the verified certificate says.
 *
 * @see https://docs.google.com/document/d/1kbhK2qyPPk8SLavHzYSDM8-Ueul9_oxIMVFuWMWKz0E (Sigstore client spec)
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
  const bundle = parseBundle(bundleBytes);
  requireDigest(bundle, sha256);
  requireConsistentLogEntries(bundle);
  const signer = verifyWithLibrary(bundle, sha256, root);
  requireSigningCertificate(bundle.certificate);
  requireValidLogKeys(bundle, root);
  const identity = requireAcceptedSigner(signer, bundle.certificate, signers);
  return {
    sha256,
    signer: identity,
    certificateSerial: bundle.certificate.serialNumber.toLowerCase(),
    signedAt: signedAt(bundle),
    transparencyLog: transparencyLog(bundle),
    bundle: { sha256: bundle.sha256, mediaType: bundle.document.mediaType },
    trustedRoot: { origin: root.origin, sha256: root.sha256 },
  };
}

/** Compared first, since the library would report a changed tarball as an error of the log. */
function requireDigest(bundle: MessageSignatureBundle, sha256: string): void {
  if (bundle.digest === sha256) return;
  throw new PyverifyError(
    "verification",
    "digest-mismatch",
    "the tarball is not the one that was signed",
    {
      because: `its SHA-256 is ${sha256}, and the bundle signs ${bundle.digest}`,
      hint: "download it again; if it stays so, the tarball was changed or the bundle is another file's",
    },
  );
}

function requirePin(release: Release, sha256: string): void {
  if (release.sha256 === undefined || release.sha256 === sha256) return;
  throw new PyverifyError(
    "verification",
    "pin-mismatch",
    `${release.tarballName} is not the tarball that was pinned`,
    {
      because: `its SHA-256 is ${sha256}, and ${release.sha256} was asked for`,
      hint: "find out which of the two is wrong before you change the pin",
    },
  );
}

function requireConsistentLogEntries(bundle: MessageSignatureBundle): void {
  for (const entry of bundle.document.verificationMaterial.tlogEntries) {
    const problem = inconsistency(entry, bundle);
    if (problem === undefined) continue;
    throw new PyverifyError(
      "verification",
      "transparency-log-invalid",
      "the bundle contradicts its log entry",
      {
        because: problem,
        hint: "do not use this tarball; download both files again, and report it if it stays so",
      },
    );
  }
}

/** Fail closed: anything that the libraries throw is a refusal. */
function verifyWithLibrary(bundle: MessageSignatureBundle, sha256: string, root: TrustedRoot) {
  try {
    const entity = toSignedEntity(bundle.message);
    if (entity.key.$case === "certificate") encodeOnce(entity.key.certificate);
    const signature = digestSignature(Buffer.from(sha256, "hex"), bundle.signature);
    return new Verifier(root.material).verify({ ...entity, signature });
  } catch (cause) {
    throw libraryRefusal(cause, bundle, root);
  }
}
