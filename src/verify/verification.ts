import type { CertificateIdentity } from "../release/certificate-identity.ts";
import type { TrustedRootFacts } from "../trust/trusted-root.ts";
import type { MessageSignatureBundle } from "./bundle/bundle.ts";
import { timestampTime } from "./bundle/timestamp-time.ts";

/** The result of a successful verification: every field was checked, none is merely claimed. */
export interface Verification {
  /** SHA-256 of the tarball, in lower-case hex */
  readonly sha256: string;
  readonly signer: CertificateIdentity;
  /** serial number of the signing certificate, in lower-case hex */
  readonly certificateSerial: string;
  /** when it was signed, by the log's or the timestamp authority's clock */
  readonly signedAt: Date;
  /** never empty */
  readonly transparencyLog: readonly TransparencyLogEntry[];
  readonly bundle: { readonly sha256: string; readonly mediaType: string };
  readonly trustedRoot: TrustedRootFacts;
}

export interface TransparencyLogEntry {
  /** the log's key ID, in lower-case hex */
  readonly logId: string;
  readonly logIndex: number;
  /** seconds since 1970; undefined for Rekor v2, whose time comes from a timestamp authority */
  readonly integratedTime: number | undefined;
  /** where a person can look the entry up; undefined for a log that the public search knows nothing of */
  readonly url: string | undefined;
}

/**
 * When it was signed, by the transparency log's own clock, or by the timestamp authority's where
 * the log has none (Rekor v2). Only meant for bundles that have been verified, each of whose times
 * is.
 */
export function signedAt(bundle: MessageSignatureBundle): Date {
  const { tlogEntries, timestampVerificationData } = bundle.document.verificationMaterial;
  const logged = tlogEntries
    .map((entry) => Number(entry.integratedTime ?? 0) * 1000)
    .filter((time) => time > 0);
  const stamped = (timestampVerificationData?.rfc3161Timestamps ?? []).map(({ signedTimestamp }) =>
    timestampTime(Buffer.from(signedTimestamp, "base64")).getTime(),
  );
  return new Date(Math.min(...(logged.length > 0 ? logged : stamped)));
}

/** The log entries of a bundle that has been verified. */
export function transparencyLog(bundle: MessageSignatureBundle): TransparencyLogEntry[] {
  return bundle.document.verificationMaterial.tlogEntries.map((entry) => {
    const logId = Buffer.from(entry.logId.keyId, "base64").toString("hex");
    return {
      logId,
      logIndex: Number(entry.logIndex),
      integratedTime: Number(entry.integratedTime ?? 0) || undefined,
      url: logEntryUrl(logId, entry.logIndex),
    };
  });
}

/** SHA-256 of the public Rekor v1's key, https://rekor.sigstore.dev: the only log that can be searched. */
const searchableLog = "c0d23d6ad406973f9559f3ba2d1ca01f84147d8ffc5b8445c224f98b9591801d";

/**
 * The address where a person can look a log entry up. There is none for a private log, or for one of
 * the public Rekor v2: under the same index, the public search shows somebody else's entry.
 *
 * @param logId the log's key ID, in lower-case hex
 */
export function logEntryUrl(logId: string | undefined, logIndex: string): string | undefined {
  return logId === searchableLog ? `https://search.sigstore.dev/?logIndex=${logIndex}` : undefined;
}
