import type { CertificateIdentity } from "../release/certificate-identity.ts";

/** The facts of a verification that a lock holds. `verify/` establishes them. */
export interface SignedFacts {
  /** SHA-256 of the artifact, in lower-case hex */
  readonly sha256: string;
  readonly signer: CertificateIdentity;
  readonly signedAt: Date;
  /** never empty */
  readonly transparencyLog: readonly {
    readonly logIndex: number;
    readonly url: string | undefined;
  }[];
  readonly bundle: { readonly sha256: string };
}
