import { createHash, X509Certificate } from "node:crypto";
import { type Bundle, bundleFromJSON } from "@sigstore/bundle";
import * as v from "valibot";
import { malformed, refusal } from "./bundle-failure.ts";
import { type BundleDocument, bundleSchema, mediaTypes } from "./bundle-schema.ts";
import { parseBundleJson } from "./bundle-json.ts";
import { issueInWords } from "../../base/schema-issue.ts";
import { messageOf } from "../../base/error-message.ts";
import { DerError } from "../der.ts";
import { readSigningCertificate, type SigningCertificate } from "../signing-certificate.ts";

/** A well-formed bundle with a message signature. Nothing in it has been verified. */
export interface MessageSignatureBundle {
  readonly document: BundleDocument;
  /** the same, as sigstore's libraries want it */
  readonly message: Bundle;
  /** SHA-256 of the bundle's file, in lower-case hex */
  readonly sha256: string;
  /** the SHA-256 that the bundle says was signed, in lower-case hex */
  readonly digest: string;
  readonly signature: Buffer;
  /** as OpenSSL reads it */
  readonly certificate: X509Certificate;
  /** the same, as it is read here */
  readonly signingCertificate: SigningCertificate;
}

/**
 * Reads a bundle strictly: UTF-8, JSON without duplicate keys, and the one shape that CPython's
 * releases have: a message signature, one certificate, transparency log entries with checkpoints.
 *
 * @throws {PyverifyError} verification, with a code that names what is wrong
 */
export function parseBundle(bytes: Buffer): MessageSignatureBundle {
  const json = parseBundleJson(bytes);
  refuseByName(json);
  const document = parseShape(json);
  const leaf =
    document.verificationMaterial.certificate ??
    document.verificationMaterial.x509CertificateChain?.certificates[0];
  if (leaf === undefined || oneTooMany(document)) {
    throw refusal("certificate-count", "the bundle does not have exactly one certificate", {
      because: "which of several counts would be left to the reader, and none says nothing",
      hint: "use the .sigstore file that python.org publishes beside the tarball",
    });
  }
  requirePromises(document);
  const der = Buffer.from(leaf.rawBytes, "base64");
  return {
    document,
    message: toMessage(document),
    sha256: createHash("sha256").update(bytes).digest("hex"),
    digest: Buffer.from(document.messageSignature.messageDigest.digest, "base64").toString("hex"),
    signature: Buffer.from(document.messageSignature.signature, "base64"),
    certificate: parseCertificate(der),
    signingCertificate: readStrictly(der),
  };
}

/** The shapes that exist elsewhere in Sigstore, or existed here once, each by its name. */
function refuseByName(json: unknown): void {
  const bundle = fieldsOf(json);
  const material = fieldsOf(bundle["verificationMaterial"]);
  if (
    typeof bundle["mediaType"] === "string" &&
    !mediaTypes.some((type) => type === bundle["mediaType"])
  ) {
    throw refusal(
      "media-type-unknown",
      `the bundle's media type is "${bundle["mediaType"].slice(0, 100)}"`,
      {
        because: "this pyverify reads Sigstore bundles of version 0.1 to 0.3",
        hint: "update pyverify; if it is the newest, the file is not a bundle",
      },
    );
  }
  if ("dsseEnvelope" in bundle) {
    throw refusal(
      "bundle-not-a-message-signature",
      "the bundle signs an attestation, not the tarball",
      {
        because: "it has a DSSE envelope, whose signature does not cover the tarball's bytes",
        hint: "use the .sigstore file that python.org publishes beside the tarball",
      },
    );
  }
  if ("publicKey" in material) {
    throw refusal("certificate-count", "the bundle names a public key instead of a certificate", {
      because: "a key says nothing about who signed",
      hint: "use the .sigstore file that python.org publishes beside the tarball",
    });
  }
  for (const entry of listOf(material["tlogEntries"])) {
    const proof = fieldsOf(fieldsOf(entry)["inclusionProof"]);
    if (fieldsOf(proof["checkpoint"])["envelope"] === undefined) {
      throw refusal("no-checkpoint", "the bundle's log entry has no checkpoint", {
        because: "without one, nothing shows that the transparency log really holds the entry",
        hint: "take the bundle that python.org has now: it added the checkpoints on 2024-09-11",
      });
    }
  }
}

function parseShape(json: unknown): BundleDocument {
  const result = v.safeParse(bundleSchema, json, { abortEarly: true });
  if (result.success) return result.output;
  const [issue] = result.issues;
  throw malformed(issueInWords(issue));
}

function oneTooMany({ verificationMaterial }: BundleDocument): boolean {
  return (
    verificationMaterial.certificate !== undefined &&
    verificationMaterial.x509CertificateChain !== undefined
  );
}

/**
 * A Rekor v1 entry proves its time by the signed entry timestamp alone. A Rekor v2 entry has none,
 * and a time in it would be unsigned.
 */
function requirePromises({ verificationMaterial }: BundleDocument): void {
  for (const entry of verificationMaterial.tlogEntries) {
    const isRekorV1 = entry.kindVersion.version === "0.0.1";
    const hasTime = entry.integratedTime !== undefined && entry.integratedTime !== "0";
    if (isRekorV1 && (entry.inclusionPromise === undefined || !hasTime)) {
      throw refusal(
        "no-signed-entry-timestamp",
        "the bundle's log entry has no signed entry timestamp",
        {
          because: "without one, nothing shows when the log took the entry in",
          hint: "do not use this file; compare its bundle with python.org's own",
        },
      );
    }
    if (!isRekorV1 && (entry.inclusionPromise !== undefined || hasTime)) {
      throw malformed(
        "a Rekor v2 log entry has neither an integrated time nor an inclusion promise",
      );
    }
    if (!isRekorV1 && entry.logIndex !== entry.inclusionProof.logIndex) {
      throw malformed("the log entry's index is not that of its inclusion proof");
    }
  }
}

function toMessage(document: BundleDocument): Bundle {
  try {
    return bundleFromJSON(document);
  } catch (cause) {
    throw malformed(messageOf(cause), cause);
  }
}

function parseCertificate(der: Buffer): X509Certificate {
  try {
    const certificate = new X509Certificate(der);
    if (certificate.raw.equals(der)) return certificate;
  } catch (cause) {
    throw malformed("its certificate cannot be read", cause);
  }
  throw malformed("its certificate has bytes after its end");
}

function readStrictly(der: Buffer): SigningCertificate {
  try {
    return readSigningCertificate(der);
  } catch (cause) {
    if (!(cause instanceof DerError)) throw cause;
    throw refusal("certificate-malformed", "the certificate can be read in more than one way", {
      because: `Fulcio issues none in which this is so: ${cause.message}`,
      hint: "do not use this file; compare it and its bundle with python.org's own, and report it if they are the same",
      cause,
    });
  }
}

function fieldsOf(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? { ...value } : {};
}

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}
