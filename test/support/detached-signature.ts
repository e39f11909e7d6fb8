import { X509Certificate } from "node:crypto";
import type { BundledLogEntry } from "./rekor.ts";

/** A bundle in CPython's shapes, old and new, as far as taking it apart needs it. */
interface BundleFile {
  readonly verificationMaterial: {
    readonly tlogEntries: readonly BundledLogEntry[];
    readonly certificate?: { readonly rawBytes: string };
    readonly x509CertificateChain?: {
      readonly certificates: readonly { readonly rawBytes: string }[];
    };
  };
  readonly messageSignature: {
    readonly messageDigest: { readonly digest: string };
    readonly signature: string;
  };
}

/** What CPython published before there were bundles, and what Rekor has of it. */
export interface TakenApart {
  /** the `.sig` file: base64 */
  readonly signature: string;
  /** the `.crt` file: PEM */
  readonly certificate: string;
  /** SHA-256 of what is signed, in lower-case hex */
  readonly sha256: string;
  readonly entries: readonly BundledLogEntry[];
}

export function takeApart(bytes: Buffer): TakenApart {
  const bundle = JSON.parse(bytes.toString("utf8")) as BundleFile;
  const { certificate, x509CertificateChain, tlogEntries } = bundle.verificationMaterial;
  const der = certificate?.rawBytes ?? x509CertificateChain?.certificates[0]?.rawBytes ?? "";
  const { messageDigest, signature } = bundle.messageSignature;
  return {
    signature,
    certificate: new X509Certificate(Buffer.from(der, "base64")).toString(),
    sha256: Buffer.from(messageDigest.digest, "base64").toString("hex"),
    entries: tlogEntries,
  };
}
