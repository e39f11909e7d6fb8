import { PyverifyError } from "../base/errors.ts";
import { findRevokedCertificate, findWithdrawnFile } from "../release/withdrawn.ts";
import type { MessageSignatureBundle } from "./bundle/bundle.ts";

/** What makes a genuine signature one that was taken back. */
type Signed = Pick<MessageSignatureBundle, "digest" | "signingCertificate">;

/**
 * Refuses a signature that is genuine and was taken back.
 *
 * @throws {PyverifyError} verification/file-withdrawn, verification/certificate-revoked
 */
export function refuseWithdrawn(bundle: Signed): void {
  const refusal = withdrawal(bundle);
  if (refusal !== undefined) throw refusal;
}

/** The refusal of a signature that was taken back, if it was. */
export function withdrawal({ digest, signingCertificate }: Signed): PyverifyError | undefined {
  const withdrawn = findWithdrawnFile(digest);
  if (withdrawn !== undefined) {
    return new PyverifyError(
      "verification",
      "file-withdrawn",
      `the signed file was withdrawn: ${withdrawn.file}`,
      {
        because: `${withdrawn.because} (${withdrawn.sources.join(", ")})`,
        hint: `use the file that took its place, with SHA-256 ${withdrawn.replacedBy}`,
      },
    );
  }
  const revoked = findRevokedCertificate(signingCertificate.serial);
  if (revoked === undefined) return undefined;
  return new PyverifyError(
    "verification",
    "certificate-revoked",
    `what certificate ${revoked.serial} signed is not accepted any more`,
    {
      because: `${revoked.because} (${revoked.sources.join(", ")})`,
      hint: "take the bundle that python.org has now: it has been signed anew",
    },
  );
}
