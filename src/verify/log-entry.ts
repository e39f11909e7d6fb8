import { X509Certificate } from "node:crypto";
import * as v from "valibot";
import type { BundleDocument } from "./bundle-schema.ts";
import type { MessageSignatureBundle } from "./bundle.ts";
import { isSignedByItsLog } from "./checkpoint.ts";

type LogEntryDocument = BundleDocument["verificationMaterial"]["tlogEntries"][number];

/**
 * Checks what `@sigstore/verify` leaves open in a log entry: that the checkpoint is a note which the
 * log signed under its own name, that the inclusion proof names the tree of its checkpoint, and that
 * the logged certificate is the bundle's own.
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
  const logged = loggedCertificate(entry);
  if (logged === undefined) return "the log entry holds no certificate that can be read";
  if (!logged.raw.equals(bundle.certificate.raw)) {
    return "the log entry was made with another certificate";
  }
  return undefined;
}

const bodyV1 = v.object({
  spec: v.object({ signature: v.object({ publicKey: v.object({ content: v.string() }) }) }),
});

const bodyV2 = v.object({
  spec: v.object({
    hashedRekordV002: v.object({
      signature: v.object({
        verifier: v.object({ x509Certificate: v.object({ rawBytes: v.string() }) }),
      }),
    }),
  }),
});

function loggedCertificate(entry: LogEntryDocument): X509Certificate | undefined {
  try {
    const body: unknown = JSON.parse(
      Buffer.from(entry.canonicalizedBody, "base64").toString("utf8"),
    );
    // Rekor v1 holds the certificate as PEM, v2 as DER; both in base64.
    const content =
      entry.kindVersion.version === "0.0.1"
        ? v.parse(bodyV1, body).spec.signature.publicKey.content
        : v.parse(bodyV2, body).spec.hashedRekordV002.signature.verifier.x509Certificate.rawBytes;
    return new X509Certificate(Buffer.from(content, "base64"));
  } catch {
    return undefined;
  }
}
