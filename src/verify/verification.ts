import type { CertificateIdentity } from "../release/certificate-identity.ts";

/** What a successful verification has established; every field was checked, none is merely claimed. */
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
  readonly trustedRoot: { readonly origin: string; readonly sha256: string };
}

export interface TransparencyLogEntry {
  /** the log's key ID, in lower-case hex */
  readonly logId: string;
  readonly logIndex: number;
  /** seconds since 1970; undefined for Rekor v2, whose time comes from a timestamp authority */
  readonly integratedTime: number | undefined;
  /** where a person can look the entry up */
  readonly url: string;
}
