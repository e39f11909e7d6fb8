import type { X509Certificate } from "node:crypto";
import { PyverifyError } from "../base/errors.ts";
import type { TrustedRoot } from "../trust/trusted-root.ts";
import type { MessageSignatureBundle } from "./bundle/bundle.ts";
import { signedAt } from "./verification.ts";

/*
 * The checks that the client specification asks for and `@sigstore/verify` 4.1.3 leaves out. Each
 * of these has a bundle of the local Sigstore that the library accepts.
 */

/** id-kp-codeSigning, https://www.rfc-editor.org/rfc/rfc5280#section-4.2.1.12 */
const codeSigning = "1.3.6.1.5.5.7.3.3";

/**
 * Requires that the certificate is one for signing, as all that Fulcio gives to people are.
 *
 * @see https://github.com/sigstore/fulcio/blob/main/docs/certificate-specification.md
 * @throws {PyverifyError} verification/certificate-purpose
 */
export function requireSigningCertificate(certificate: X509Certificate): void {
  // Node's types say that there always is a list; without the extension there is none.
  const purposes: readonly string[] = certificate.keyUsage ?? [];
  if (!certificate.ca && purposes.includes(codeSigning)) return;
  throw refusal("certificate-purpose", "the certificate is not one for signing", {
    because: `it is for ${purposes.join(", ") || "no purpose that it names"}, and not for code signing`,
  });
}

/**
 * Requires that each log's key was valid when the tarball was signed. The library asks that of the
 * key behind a signed entry timestamp, and not of one that signed a checkpoint alone, as Rekor
 * v2's.
 *
 * @param bundle one whose times are verified
 * @throws {PyverifyError} verification/transparency-log-invalid
 */
export function requireValidLogKeys(bundle: MessageSignatureBundle, root: TrustedRoot): void {
  const time = signedAt(bundle);
  for (const { logId } of bundle.document.verificationMaterial.tlogEntries) {
    const keyId = Buffer.from(logId.keyId, "base64");
    const isValid = root.material.tlogs.some(
      ({ logID, validFor }) =>
        logID.equals(keyId) && validFor.start <= time && time <= validFor.end,
    );
    if (isValid) continue;
    throw refusal(
      "transparency-log-invalid",
      "the transparency log's key was not valid when the tarball was signed",
      {
        because: `it was signed at ${time.toISOString()}, outside the time that the trusted root gives the key`,
      },
    );
  }
}

function refusal(
  code: "certificate-purpose" | "transparency-log-invalid",
  message: string,
  details: { readonly because: string },
): PyverifyError {
  return new PyverifyError("verification", code, message, {
    ...details,
    hint: "do not use this file; compare it and its bundle with python.org's own, and report it if they are the same",
  });
}
