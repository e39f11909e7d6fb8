import {
  type Authority,
  type CertificateContent,
  createIntermediate,
  createRoot,
  encodeExtension,
  extension,
  issueCertificate,
  randomSerialNumber,
  tbsCertificate,
  type Validity,
} from "./certificate.ts";
import { type CtLog, timestampListExtension } from "./ct-log.ts";
import { sequence, utf8String } from "./der.ts";
import { generateKey, type Key } from "./key.ts";

/** Fulcio: it gives whoever proves an address to an OIDC issuer a certificate for ten minutes. */
export interface Fulcio {
  /** from the issuer of leaves to the root, in DER */
  readonly chain: readonly Buffer[];
  /** A leaf certificate in DER. */
  issue(request: LeafRequest): Buffer;
}

export type CertificatePart = "name" | "issuer" | "purpose";

export interface LeafRequest {
  readonly key: Key;
  readonly identity: string;
  readonly identityType: "email" | "uri";
  /** a second e-mail address in the same certificate, which Fulcio itself never puts there */
  readonly secondIdentity?: string | undefined;
  /** what the key may be used for; Fulcio only ever certifies it for signing code */
  readonly purpose?: "codeSigning" | "timeStamping" | undefined;
  /** what the certificate does not say, although Fulcio's always do */
  readonly lacks?: CertificatePart | undefined;
  /** whether its key may sign certificates itself, as no leaf's may */
  readonly mayIssue?: boolean | undefined;
  /** a last change to all that the certificate says */
  readonly content?: ((content: CertificateContent) => CertificateContent) | undefined;
  readonly issuer: string;
  /** 1.3.6.1.4.1.57264.1.1 (old, raw text), .1.8 (new, a UTF8String), or both as since 2023 */
  readonly issuerExtensions: "old" | "new" | "both";
  readonly validity: Validity;
  /** logs to promise the certificate's publication */
  readonly ctLogs: readonly CtLog[];
}

export function createFulcio(validity: Validity): Fulcio {
  const root = createRoot("sigstore", generateKey("P-384"), validity);
  const intermediate = createIntermediate(
    "sigstore-intermediate",
    generateKey("P-384"),
    validity,
    root,
  );
  return {
    chain: [intermediate.certificate, root.certificate],
    issue: (request) => issueLeaf(request, intermediate),
  };
}

/** https://github.com/sigstore/fulcio/blob/main/docs/certificate-specification.md */
function issueLeaf(request: LeafRequest, authority: Authority): Buffer {
  const { key, validity, lacks, mayIssue = false, content: changed = (same) => same } = request;
  const content = changed({
    serialNumber: randomSerialNumber(),
    subject: sequence(),
    validity,
    subjectKey: key,
    extensions: [
      extension.keyUsage(mayIssue ? "both" : "signatures"),
      ...(mayIssue ? [extension.certificateAuthority()] : []),
      ...(lacks === "purpose"
        ? []
        : [extension.extendedKeyUsage(request.purpose ?? "codeSigning")]),
      extension.subjectKeyIdentifier(key),
      extension.authorityKeyIdentifier(authority.key),
      ...(lacks === "name" ? [] : [subjectAlternativeName(request)]),
      ...(lacks === "issuer" ? [] : issuerExtensions(request)),
    ],
  });
  if (request.ctLogs.length === 0) return issueCertificate(content, authority);
  const unlogged = tbsCertificate(content, authority);
  const promises = request.ctLogs.map((log) =>
    log.promise(unlogged, authority.key, validity.notBefore),
  );
  const extensions = [...content.extensions, timestampListExtension(promises)];
  return issueCertificate({ ...content, extensions }, authority);
}

function subjectAlternativeName(request: LeafRequest): Buffer {
  const { identity, identityType, secondIdentity } = request;
  const second = secondIdentity === undefined ? [] : [["email", secondIdentity] as const];
  return extension.subjectAlternativeNames([[identityType, identity], ...second]);
}

/** https://github.com/sigstore/fulcio/blob/main/docs/oid-info.md */
function issuerExtensions(request: LeafRequest): readonly Buffer[] {
  const old = encodeExtension("1.3.6.1.4.1.57264.1.1", Buffer.from(request.issuer, "utf8"));
  const current = encodeExtension("1.3.6.1.4.1.57264.1.8", utf8String(request.issuer));
  return { old: [old], new: [current], both: [old, current] }[request.issuerExtensions];
}
