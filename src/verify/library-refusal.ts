import { createPublicKey, type X509Certificate } from "node:crypto";
import { VerificationError } from "@sigstore/verify";
import { type FailureCode, PyverifyError } from "../base/errors.ts";
import type { TrustedRoot } from "../trust/trusted-root.ts";
import type { MessageSignatureBundle } from "./bundle/bundle.ts";
import { signedAt } from "./verification.ts";
import { messageOf } from "../base/error-message.ts";
import { rfc3339 } from "../base/rfc3339.ts";

/**
 * Says in our own words why the library refused. Whatever it threw, the answer is a refusal: only
 * the words depend on what is found here.
 */
export function libraryRefusal(
  cause: unknown,
  bundle: MessageSignatureBundle,
  root: TrustedRoot,
): PyverifyError {
  const unknownLog = bundle.document.verificationMaterial.tlogEntries.find(
    (entry) => !knowsLog(root, Buffer.from(entry.logId.keyId, "base64")),
  );
  if (unknownLog !== undefined) {
    return tooOldRoot(
      "log-unknown",
      "the bundle's transparency log is unknown to the trusted root",
      root,
      cause,
    );
  }
  if (!(cause instanceof VerificationError)) {
    const because = "a part of it cannot be read; --verbose tells what sigstore made of it";
    return refusal("unverifiable", "the bundle cannot be verified", because, cause);
  }
  switch (cause.code) {
    case "SIGNATURE_ERROR":
      return refusal(
        "signature-invalid",
        "the signature in the bundle is not one over the digest in it",
        "the certificate's key did not make it",
        cause,
      );
    case "CERTIFICATE_ERROR":
      return certificateRefusal(cause, bundle, root);
    case "TIMESTAMP_ERROR":
      return refusal(
        "timestamp-invalid",
        "nothing proves when the tarball was signed",
        reasonOf(cause),
        cause,
      );
    default:
      return refusal(
        "transparency-log-invalid",
        "the bundle's transparency log entry is not genuine",
        reasonOf(cause),
        cause,
      );
  }
}

function certificateRefusal(
  cause: VerificationError,
  bundle: MessageSignatureBundle,
  root: TrustedRoot,
): PyverifyError {
  const because = reasonOf(cause);
  if (/SCT/.test(because)) {
    return refusal(
      "sct-invalid",
      "no known certificate transparency log vouches for the certificate",
      because,
      cause,
    );
  }
  const issuers = root.material.certificateAuthorities.flatMap((authority) => authority.certChain);
  const { certificate, signingCertificate } = bundle;
  if (!issuers.some((issuer) => isSignedBy(certificate, issuer))) {
    return tooOldRoot(
      "ca-unknown",
      "the certificate was issued by a CA that the trusted root does not know",
      root,
      cause,
    );
  }
  const at = signedAt(bundle);
  const { validFrom, validTo } = signingCertificate;
  if (at >= validFrom && at <= validTo) {
    return refusal(
      "certificate-expired-at-signing",
      "the certificate's CA was not valid when the tarball was signed",
      `the trusted root (${root.origin}) does not list it as valid at ${rfc3339(at)}`,
      cause,
    );
  }
  return refusal(
    "certificate-expired-at-signing",
    "the certificate was not valid when the tarball was signed",
    `it was valid from ${rfc3339(validFrom)} to ${rfc3339(validTo)}`,
    cause,
  );
}

function knowsLog(root: TrustedRoot, keyId: Buffer): boolean {
  return root.material.tlogs.some((log) => log.logID.equals(keyId));
}

function tooOldRoot(
  code: FailureCode<"verification">,
  message: string,
  root: TrustedRoot,
  cause: unknown,
): PyverifyError {
  return new PyverifyError("verification", code, message, {
    because: `the trusted root (${root.origin}) may be older than the bundle, or the bundle is not from the same Sigstore`,
    hint:
      root.origin === "tuf"
        ? "do not use this tarball, and report it"
        : "update pyverify, or use --trusted-root tuf, which needs the network",
    cause,
  });
}

function refusal(
  code: FailureCode<"verification">,
  message: string,
  because: string,
  cause: unknown,
): PyverifyError {
  return new PyverifyError("verification", code, message, {
    because,
    hint: "do not use this file; compare it and its bundle with python.org's own, and report it if they are the same",
    cause,
  });
}

function reasonOf(cause: unknown): string {
  return messageOf(cause);
}

function isSignedBy(certificate: X509Certificate, issuer: { readonly publicKey: Buffer }): boolean {
  try {
    const key = createPublicKey({ key: issuer.publicKey, format: "der", type: "spki" });
    return certificate.verify(key);
  } catch {
    // A key that cannot be read has signed nothing.
    return false;
  }
}
