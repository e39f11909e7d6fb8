import { X509Certificate } from "node:crypto";
import { Bundle, type TransparencyLogEntry } from "@sigstore/protobuf-specs";
import { PyverifyError } from "../../base/errors.ts";
import { whatItSeems } from "../../files/document-kind.ts";
import { parseBundle } from "./bundle.ts";
import { inconsistency } from "./log-entry.ts";
import { parseBundleJson } from "./bundle-json.ts";
import { logEntryUrl } from "../verification.ts";
import { messageOf } from "../../base/error-message.ts";
import { rfc3339 } from "../../base/rfc3339.ts";
import { readSigningCertificate } from "../signing-certificate.ts";
import { timestampTime } from "./timestamp-time.ts";
import { withdrawal } from "../withdrawal.ts";

/** A bundle's claims. None of them has been verified; a claim that it does not make is undefined. */
export interface BundleDescription {
  readonly verified: false;
  readonly mediaType: string;
  readonly content: "message signature" | "DSSE envelope" | "nothing";
  /** the SHA-256 that it says was signed, in lower-case hex */
  readonly digest: string | undefined;
  readonly certificate: CertificateDescription | undefined;
  readonly transparencyLog: readonly LogEntryDescription[];
  /** RFC 3161 times, in RFC 3339 */
  readonly timestamps: readonly string[];
  /** in plain words, what is missing or odd */
  readonly remarks: readonly string[];
}

export interface CertificateDescription {
  /** as in the certificate: `email:hugo@python.org` */
  readonly subject: string | undefined;
  readonly issuer: string | undefined;
  readonly serial: string;
  readonly key: string;
  /** RFC 3339 */
  readonly validFrom: string;
  readonly validTo: string;
}

export interface LogEntryDescription {
  readonly logId: string | undefined;
  readonly logIndex: string;
  /** undefined where the public search knows nothing of the log */
  readonly url: string | undefined;
  /** kind and version of the entry, `hashedrekord 0.0.1` */
  readonly kind: string;
  /** RFC 3339 */
  readonly integratedAt: string | undefined;
  readonly checkpointOrigin: string | undefined;
  readonly treeSize: string | undefined;
}

/**
 * Describes a bundle without verifying it, whatever is wrong with it as long as it can be read.
 *
 * @throws {PyverifyError} verification/bundle-malformed, if it cannot
 */
export function describeBundle(bytes: Buffer): BundleDescription {
  const message = parseLeniently(bytes);
  const material = message.verificationMaterial;
  const certificate = certificateOf(message);
  const entries = material?.tlogEntries ?? [];
  return {
    verified: false,
    mediaType: message.mediaType,
    content: contentOf(message),
    digest: digestOf(message),
    certificate: certificate === undefined ? undefined : describeCertificate(certificate),
    transparencyLog: entries.map(describeLogEntry),
    timestamps: (material?.timestampVerificationData?.rfc3161Timestamps ?? []).map(
      ({ signedTimestamp }) => legible(() => rfc3339(timestampTime(Buffer.from(signedTimestamp)))),
    ),
    remarks: [...whyRefused(bytes), ...oddTimes(certificate, entries)],
  };
}

function parseLeniently(bytes: Buffer): Bundle {
  const json = parseBundleJson(bytes);
  // The library makes an empty bundle of any other document.
  const seems = whatItSeems(bytes) ?? "is no JSON object";
  const isObject = typeof json === "object" && json !== null && !Array.isArray(json);
  if (!isObject || (seems.startsWith("seems") && !seems.includes("bundle"))) {
    throw notABundle(`it ${seems}`);
  }
  try {
    return Bundle.fromJSON(json);
  } catch (cause) {
    throw notABundle(messageOf(cause), cause);
  }
}

function notABundle(because: string, cause?: unknown): PyverifyError {
  return new PyverifyError(
    "verification",
    "bundle-malformed",
    "the file is not a Sigstore bundle",
    {
      because,
      hint: "give the .sigstore file that python.org publishes beside a tarball",
      cause,
    },
  );
}

function contentOf({ content }: Bundle): BundleDescription["content"] {
  switch (content?.$case) {
    case "messageSignature":
      return "message signature";
    case "dsseEnvelope":
      return "DSSE envelope";
    case undefined:
      return "nothing";
  }
}

function digestOf({ content }: Bundle): string | undefined {
  if (content?.$case !== "messageSignature") return undefined;
  return content.messageSignature.messageDigest?.digest.toString("hex");
}

function certificateOf({ verificationMaterial }: Bundle): X509Certificate | undefined {
  const content = verificationMaterial?.content;
  const der =
    content?.$case === "certificate"
      ? content.certificate.rawBytes
      : content?.$case === "x509CertificateChain"
        ? content.x509CertificateChain.certificates[0]?.rawBytes
        : undefined;
  try {
    return der === undefined ? undefined : new X509Certificate(der);
  } catch {
    return undefined;
  }
}

function describeCertificate(certificate: X509Certificate): CertificateDescription {
  return {
    subject: certificate.subjectAltName,
    issuer: issuerOf(certificate.raw),
    serial: certificate.serialNumber.toLowerCase(),
    key: legible(() => keyOf(certificate)),
    validFrom: legible(() => rfc3339(validity(certificate).from)),
    validTo: legible(() => rfc3339(validity(certificate).to)),
  };
}

/** Node reads the parts of a certificate only when they are asked for, and throws then. */
function legible(read: () => string): string {
  try {
    return read();
  } catch {
    return "unreadable";
  }
}

/** Node makes an arbitrary `validFromDate` of a time that it cannot decode, yet says so in words. */
function validity({ validFrom, validTo }: X509Certificate): { from: Date; to: Date } {
  return { from: new Date(validFrom), to: new Date(validTo) };
}

function keyOf({ publicKey }: X509Certificate): string {
  const { asymmetricKeyType, asymmetricKeyDetails } = publicKey;
  return `${asymmetricKeyType ?? "unknown"} ${asymmetricKeyDetails?.namedCurve ?? ""}`.trim();
}

/** What `verify` would compare, or that it would compare nothing. */
function issuerOf(der: Buffer): string | undefined {
  try {
    return readSigningCertificate(der).issuer;
  } catch {
    return "unreadable";
  }
}

function describeLogEntry(entry: TransparencyLogEntry): LogEntryDescription {
  return {
    logId: entry.logId?.keyId.toString("hex"),
    logIndex: entry.logIndex,
    url: logEntryUrl(entry.logId?.keyId.toString("hex"), entry.logIndex),
    kind: `${entry.kindVersion?.kind ?? "unknown"} ${entry.kindVersion?.version ?? ""}`.trim(),
    integratedAt: integratedAt(entry)?.text,
    checkpointOrigin: entry.inclusionProof?.checkpoint?.envelope.split("\n")[0],
    treeSize: entry.inclusionProof?.treeSize,
  };
}

/** The first thing for which `verify` would refuse the bundle before any cryptography. */
function whyRefused(bytes: Buffer): string[] {
  try {
    const bundle = parseBundle(bytes);
    const problems = bundle.document.verificationMaterial.tlogEntries
      .map((entry) => inconsistency(entry, bundle))
      .filter((problem) => problem !== undefined);
    const withdrawn = withdrawal(bundle);
    return withdrawn === undefined ? problems : [...problems, inOneSentence(withdrawn)];
  } catch (error) {
    if (!(error instanceof PyverifyError)) throw error;
    return [inOneSentence(error)];
  }
}

function inOneSentence({ message, because }: PyverifyError): string {
  return because === undefined ? message : `${message}: ${because}`;
}

function oddTimes(
  certificate: X509Certificate | undefined,
  entries: readonly TransparencyLogEntry[],
): string[] {
  if (certificate === undefined) return [];
  const { from, to } = validity(certificate);
  return entries
    .map(integratedAt)
    .filter((at) => at !== undefined)
    .filter(({ time }) => time < from.getTime() || time > to.getTime())
    .map(({ text }) => `the log took the entry in at ${text}, when the certificate was not valid`);
}

/** When the log says that it took the entry in; nonsense counts as not said. */
function integratedAt(entry: TransparencyLogEntry): { time: number; text: string } | undefined {
  const time = new Date(Number(entry.integratedTime) * 1000);
  if (!(time.getTime() > 0)) return undefined;
  return { time: time.getTime(), text: rfc3339(time) };
}
