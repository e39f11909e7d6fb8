import * as v from "valibot";
import type { BundleDocument } from "./bundle-schema.ts";
import type { MessageSignatureBundle } from "./bundle.ts";
import { isSignedByItsLog } from "./checkpoint.ts";
import { parseBundleJson } from "./bundle-json.ts";

type LogEntryDocument = BundleDocument["verificationMaterial"]["tlogEntries"][number];

/**
 * Checks what `@sigstore/verify` leaves open in a log entry: that the checkpoint is a note which the
 * log signed under its own name, that the inclusion proof names the tree of its checkpoint, and that
 * certificate, signature and digest which were logged are the bundle's own, to the letter. The
 * library reads the last two itself, yet takes base64 and hex with junk in them, and the digest of
 * any algorithm.
 *
 * @returns what is wrong, or undefined
 */
export function inconsistency(
  entry: LogEntryDocument,
  bundle: MessageSignatureBundle,
): string | undefined {
  const { inclusionProof } = entry;
  const { envelope } = inclusionProof.checkpoint;
  if (!isSignedByItsLog(envelope)) {
    return "its checkpoint is not a note that the log signed under its own name";
  }
  const [, treeSize, rootHash] = envelope.split("\n");
  if (treeSize !== inclusionProof.treeSize || rootHash !== inclusionProof.rootHash) {
    return "the inclusion proof names another tree than its checkpoint";
  }
  const logged = loggedParts(entry);
  if (logged === undefined) return "the log entry's body cannot be read";
  const own = ownParts(bundle, entry.kindVersion.version);
  if (logged.certificate !== own.certificate) {
    return "the log entry was made with another certificate";
  }
  if (logged.signature !== own.signature) return "the log entry is for another signature";
  return logged.digest === own.digest ? undefined : "the log entry is for another digest";
}

const bodyV1 = v.object({
  apiVersion: v.literal("0.0.1"),
  kind: v.literal("hashedrekord"),
  spec: v.object({
    data: v.object({ hash: v.object({ algorithm: v.literal("sha256"), value: v.string() }) }),
    signature: v.object({
      content: v.string(),
      publicKey: v.object({ content: v.string() }),
    }),
  }),
});

const bodyV2 = v.object({
  apiVersion: v.literal("0.0.2"),
  kind: v.literal("hashedrekord"),
  spec: v.object({
    hashedRekordV002: v.object({
      data: v.object({ algorithm: v.literal("SHA2_256"), digest: v.string() }),
      signature: v.object({
        content: v.string(),
        verifier: v.object({ x509Certificate: v.object({ rawBytes: v.string() }) }),
      }),
    }),
  }),
});

/** What a log entry is about, as it is spelled there. */
interface LoggedParts {
  readonly certificate: string;
  readonly signature: string;
  readonly digest: string;
}

function loggedParts(entry: LogEntryDocument): LoggedParts | undefined {
  try {
    const body = parseBundleJson(Buffer.from(entry.canonicalizedBody, "base64"));
    if (entry.kindVersion.version === "0.0.1") {
      const { data, signature } = v.parse(bodyV1, body).spec;
      return {
        certificate: signature.publicKey.content,
        signature: signature.content,
        digest: data.hash.value,
      };
    }
    const { data, signature } = v.parse(bodyV2, body).spec.hashedRekordV002;
    return {
      certificate: signature.verifier.x509Certificate.rawBytes,
      signature: signature.content,
      digest: data.digest,
    };
  } catch {
    return undefined;
  }
}

/** Rekor v1 spells a certificate as PEM in base64 and a digest in hex, v2 both in base64 alone. */
function ownParts(
  { certificate, digest, document: { messageSignature } }: MessageSignatureBundle,
  version: "0.0.1" | "0.0.2",
): LoggedParts {
  const der = certificate.raw.toString("base64");
  const { signature, messageDigest } = messageSignature;
  return version === "0.0.1"
    ? { certificate: Buffer.from(pem(der)).toString("base64"), signature, digest }
    : { certificate: der, signature, digest: messageDigest.digest };
}

/** As https://www.rfc-editor.org/rfc/rfc7468#section-3 has it, in lines of 64. */
function pem(base64: string): string {
  const lines = base64.replaceAll(/.{64}(?!$)/g, "$&\n");
  return `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`;
}
