import type { Signer } from "@sigstore/verify";
import { PyverifyError } from "../base/errors.ts";
import { rfc3339 } from "../base/rfc3339.ts";
import type { CertificateIdentity } from "../release/certificate-identity.ts";
import type { AcceptedSigners } from "../release/release.ts";
import { isWithin } from "../release/signing-period.ts";
import type { MessageSignatureBundle } from "./bundle/bundle.ts";

/** A certificate as OpenSSL reads it, and as it is read here. */
type ReadTwice = Pick<MessageSignatureBundle, "certificate" | "signingCertificate">;

/**
 * Picks the accepted signer that signed. Both values are compared with `===`, and not through the
 * library's policy, which takes the subject for an unanchored regular expression.
 *
 * The subject is read three times, by the library, by OpenSSL and strictly here, and the issuer twice,
 * so that a certificate with a second name, or with an address in a name of another type, is not taken
 * for its first, nor text for another that only one reader finds in it: the library drops the high bit
 * of each byte, and reads a string of any type.
 *
 * @param signedAt by a proven time: an identity counts only while it signs the series
 * @throws {PyverifyError} verification/identity-mismatch, verification/issuer-mismatch or
 *   verification/signed-out-of-time
 */
export function requireAcceptedSigner(
  signer: Signer,
  bundle: ReadTwice,
  accepted: AcceptedSigners,
  signedAt: Date,
): CertificateIdentity {
  const subject = signer.identity?.subjectAlternativeName ?? "nobody";
  const issuer = signer.identity?.extensions?.issuer ?? "nobody";
  const sameSubject = accepted.filter((identity) => {
    const name = generalName(identity.subject);
    return (
      identity.subject === subject &&
      bundle.certificate.subjectAltName === name &&
      bundle.signingCertificate.subject === name
    );
  });
  const match = sameSubject.find(
    (identity) =>
      identity.issuer === issuer && identity.issuer === bundle.signingCertificate.issuer,
  );
  if (match !== undefined) return requireInTime(match, signedAt);
  const expected = accepted
    .map((identity) => `${identity.subject} (${identity.issuer})`)
    .join(" or ");
  if (sameSubject.length > 0) {
    throw new PyverifyError(
      "verification",
      "issuer-mismatch",
      `signed by ${subject}, vouched for by ${printable(issuer)}, which may not vouch for it`,
      {
        because: `the signer has to be ${expected}`,
        hint: "an address that another issuer vouches for may be another person's: do not use this tarball",
      },
    );
  }
  throw new PyverifyError(
    "verification",
    "identity-mismatch",
    `signed by ${shownName(subject, bundle.certificate)} (${printable(issuer)}), who may not sign this release`,
    {
      because: `the signer has to be ${expected}`,
      hint: "do not use this tarball; compare with https://www.python.org/downloads/metadata/sigstore/",
    },
  );
}

function requireInTime(identity: CertificateIdentity, signedAt: Date): CertificateIdentity {
  const { subject, period } = identity;
  if (period === undefined || isWithin(period, signedAt)) return identity;
  throw new PyverifyError(
    "verification",
    "signed-out-of-time",
    `signed by ${subject} at ${rfc3339(signedAt)}, outside the time in which they sign this series`,
    {
      because: `by its release schedule they sign it from ${period.from} to ${period.until}`,
      hint: "update pyverify, in case the schedule has changed; otherwise do not use this tarball, and report it",
    },
  );
}

/** The subject; or all that the certificate says, where that is more, or of another type. */
function shownName(subject: string, { subjectAltName }: ReadTwice["certificate"]): string {
  const plain = subjectAltName === undefined || subjectAltName === generalName(subject);
  return printable(plain ? subject : subjectAltName);
}

/** An identity that is a URI stands as one in the certificate; release managers have addresses. */
function generalName(subject: string): string {
  return subject.includes("://") ? `URI:${subject}` : `email:${subject}`;
}

function printable(text: string): string {
  return text.slice(0, 200).replaceAll(/[^\x20-\x7e]/g, "?");
}
