import { toSignedEntity, Verifier } from "@sigstore/verify";
import { PyverifyError } from "../base/errors.ts";
import type { AcceptedSigners } from "../release/release.ts";
import { memoizeEncoding } from "../trust/memoize.ts";
import type { TrustedRoot } from "../trust/trusted-root.ts";
import { type MessageSignatureBundle, parseBundle } from "./bundle/bundle.ts";
import { digestSignature } from "./digest-signature.ts";
import { libraryRefusal } from "./library-refusal.ts";
import { inconsistency } from "./bundle/log-entry.ts";
import { requireAcceptedSigner } from "./signer.ts";
import { requireSigningCertificate, requireValidLogKeys } from "./additional-checks.ts";
import { refuseWithdrawn } from "./withdrawal.ts";
import { signedAt, transparencyLog, type Verification } from "./verification.ts";

/**
 * Finds out what a bundle signs, with no tarball at hand: takes the digest that the bundle claims
 * and verifies that very digest. What comes out is therefore signed by an accepted signer, whatever
 * the bundle said.
 *
 * What it does not prove: which release that is. A bundle names no file and no version, and one
 * person signs every file of every release of a series, so a mirror could hand out an older
 * release's bundle under a newer name. Only the tarball's content tells, which `extract` and
 * `proveRelease` read.
 *
 * The order is that of the client specification: time, certificate and SCT, log, signature; the
 * identity comes last, on what the verified certificate says.
 *
 * @see https://docs.google.com/document/d/1kbhK2qyPPk8SLavHzYSDM8-Ueul9_oxIMVFuWMWKz0E (Sigstore client spec)
 * @param bundleBytes the bundle's file
 * @throws {PyverifyError} verification
 */
export function verifySignedDigest(
  bundleBytes: Buffer,
  signers: AcceptedSigners,
  root: TrustedRoot,
): Verification {
  const bundle = parseBundle(bundleBytes);
  requireReadableTimes(bundle);
  requireConsistentLogEntries(bundle);
  const signer = verifyWithLibrary(bundle, root);
  requireSigningCertificate(bundle.certificate);
  requireValidLogKeys(bundle, root);
  const identity = requireAcceptedSigner(signer, bundle, signers, signedAt(bundle));
  refuseWithdrawn(bundle);
  return {
    sha256: bundle.digest,
    signer: identity,
    certificateSerial: bundle.signingCertificate.serial,
    signedAt: signedAt(bundle),
    transparencyLog: transparencyLog(bundle),
    bundle: { sha256: bundle.sha256, mediaType: bundle.document.mediaType },
    trustedRoot: root.facts,
  };
}

/** The library reads a timestamp's time less strictly, and one that it does not need as well. */
function requireReadableTimes(bundle: MessageSignatureBundle): void {
  try {
    signedAt(bundle);
  } catch (cause) {
    throw new PyverifyError(
      "verification",
      "timestamp-invalid",
      "a timestamp in the bundle cannot be read",
      {
        because: "it is not an RFC 3161 timestamp in DER",
        hint: "do not use this file; compare it and its bundle with python.org's own, and report it if they are the same",
        cause,
      },
    );
  }
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
        hint: "do not use this file; compare it and its bundle with python.org's own, and report it if they are the same",
      },
    );
  }
}

/** Fail closed: anything that the libraries throw is a refusal. */
function verifyWithLibrary(bundle: MessageSignatureBundle, root: TrustedRoot) {
  try {
    const entity = toSignedEntity(bundle.message);
    if (entity.key.$case === "certificate") memoizeEncoding(entity.key.certificate);
    const signature = digestSignature(Buffer.from(bundle.digest, "hex"), bundle.signature);
    return new Verifier(root.material).verify({ ...entity, signature });
  } catch (cause) {
    throw libraryRefusal(cause, bundle, root);
  }
}
