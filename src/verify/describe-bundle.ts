import { RFC3161Timestamp, X509Certificate as SigstoreCertificate } from "@sigstore/core";
import type { BundleDocument } from "./bundle-schema.ts";
import { type MessageSignatureBundle, parseBundle } from "./bundle.ts";
import { inconsistency } from "./log-entry.ts";
import { rfc3339, transparencyLog } from "./verification.ts";

/** What a bundle claims. None of it has been verified. */
export interface BundleDescription {
  readonly verified: false;
  readonly mediaType: string;
  /** the SHA-256 that it says was signed */
  readonly digest: string;
  readonly bundleSha256: string;
  readonly certificate: {
    readonly subject: string | undefined;
    readonly issuer: string | undefined;
    readonly serial: string;
    readonly key: string;
    /** RFC 3339 */
    readonly validFrom: string;
    readonly validTo: string;
  };
  readonly transparencyLog: readonly {
    readonly logId: string;
    readonly logIndex: number;
    readonly url: string;
    readonly rekor: "v1" | "v2";
    readonly integratedAt: string | undefined;
    readonly checkpointOrigin: string;
    readonly treeSize: string;
  }[];
  /** RFC 3161 times, in RFC 3339 */
  readonly timestamps: readonly string[];
  /** in plain words, what is missing or odd */
  readonly remarks: readonly string[];
}

/**
 * Describes a bundle without verifying it.
 *
 * @throws {PyverifyError} verification, if it has not even the shape of a bundle
 */
export function describeBundle(bytes: Buffer): BundleDescription {
  const bundle = parseBundle(bytes);
  const { document } = bundle;
  const entries = document.verificationMaterial.tlogEntries;
  return {
    verified: false,
    mediaType: document.mediaType,
    digest: bundle.digest,
    bundleSha256: bundle.sha256,
    certificate: describeCertificate(bundle),
    transparencyLog: transparencyLog(bundle).map(
      ({ logId, logIndex, url, integratedTime }, index) => ({
        logId,
        logIndex,
        url,
        rekor: entries[index]?.kindVersion.version === "0.0.1" ? "v1" : "v2",
        integratedAt:
          integratedTime === undefined ? undefined : rfc3339(new Date(integratedTime * 1000)),
        checkpointOrigin: entries[index]?.inclusionProof.checkpoint.envelope.split("\n")[0] ?? "",
        treeSize: entries[index]?.inclusionProof.treeSize ?? "",
      }),
    ),
    timestamps: timestampsOf(document),
    remarks: remarksOn(bundle),
  };
}

function describeCertificate({
  certificate,
}: MessageSignatureBundle): BundleDescription["certificate"] {
  const details = certificate.publicKey.asymmetricKeyDetails;
  return {
    subject: certificate.subjectAltName?.replace(/^(email|URI):/, ""),
    issuer: issuerOf(certificate.raw),
    serial: certificate.serialNumber.toLowerCase(),
    key: `${certificate.publicKey.asymmetricKeyType ?? "unknown"} ${details?.namedCurve ?? ""}`.trim(),
    validFrom: rfc3339(certificate.validFromDate),
    validTo: rfc3339(certificate.validToDate),
  };
}

/**
 * The OIDC issuer: in .1.8 as a DER string, in the older .1.1 as bare bytes.
 *
 * @see https://github.com/sigstore/fulcio/blob/main/docs/oid-info.md
 */
function issuerOf(der: Buffer): string | undefined {
  const certificate = SigstoreCertificate.parse(Buffer.from(der));
  const current = certificate.extension("1.3.6.1.4.1.57264.1.8")?.valueObj.subs[0]?.value;
  return (current ?? certificate.extension("1.3.6.1.4.1.57264.1.1")?.value)?.toString("utf8");
}

function timestampsOf({ verificationMaterial }: BundleDocument): string[] {
  const timestamps = verificationMaterial.timestampVerificationData?.rfc3161Timestamps ?? [];
  return timestamps.map(({ signedTimestamp }) => {
    try {
      return rfc3339(RFC3161Timestamp.parse(Buffer.from(signedTimestamp, "base64")).signingTime);
    } catch {
      return "unreadable";
    }
  });
}

function remarksOn(bundle: MessageSignatureBundle): string[] {
  const { verificationMaterial } = bundle.document;
  const remarks = verificationMaterial.tlogEntries
    .map((entry) => inconsistency(entry, bundle))
    .filter((problem) => problem !== undefined);
  if (verificationMaterial.tlogEntries.length > 1)
    remarks.push("there is more than one log entry, which none of CPython's bundles has");
  if (timestampsOf(bundle.document).includes("unreadable"))
    remarks.push("a timestamp cannot be read");
  if (!/^(email|URI):[^,]+$/.test(bundle.certificate.subjectAltName ?? "")) {
    remarks.push("the certificate does not name exactly one address or URI");
  }
  const from = bundle.certificate.validFromDate.getTime();
  const to = bundle.certificate.validToDate.getTime();
  for (const entry of verificationMaterial.tlogEntries) {
    const time = Number(entry.integratedTime ?? 0) * 1000;
    if (time > 0 && (time < from || time > to))
      remarks.push("the log entry was made while the certificate was not valid");
  }
  return remarks;
}
