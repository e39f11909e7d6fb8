import { type Key, keyDetails, sha256 } from "./key.ts";

/** What is logged: the content of an entry, in both generations' words. */
export interface LoggableEntry {
  readonly kind: "hashedrekord" | "dsse";
  readonly v1: object;
  readonly v2: object;
}

/** What Rekor keeps of a message signature. */
export function hashedRekord(
  digest: Buffer,
  signature: Buffer,
  certificate: Signed,
): LoggableEntry {
  return {
    kind: "hashedrekord",
    v1: {
      data: { hash: { algorithm: "sha256", value: digest.toString("hex") } },
      signature: {
        content: signature.toString("base64"),
        publicKey: { content: pemInBase64(certificate.der) },
      },
    },
    v2: {
      hashedRekordV002: {
        data: { algorithm: "SHA2_256", digest: digest.toString("base64") },
        signature: signatureV2(signature, certificate),
      },
    },
  };
}

/** What Rekor keeps of a DSSE envelope. */
export function dsse(payload: Buffer, signature: Buffer, certificate: Signed): LoggableEntry {
  return {
    kind: "dsse",
    v1: {
      payloadHash: { algorithm: "sha256", value: sha256(payload).toString("hex") },
      signatures: [
        { signature: signature.toString("base64"), verifier: pemInBase64(certificate.der) },
      ],
    },
    v2: {
      dsseV002: {
        payloadHash: { algorithm: "SHA2_256", digest: sha256(payload).toString("base64") },
        signatures: [signatureV2(signature, certificate)],
      },
    },
  };
}

interface Signed {
  readonly der: Buffer;
  readonly key: Key;
}

function signatureV2(signature: Buffer, certificate: Signed): object {
  return {
    content: signature.toString("base64"),
    verifier: {
      keyDetails: keyDetails(certificate.key),
      x509Certificate: { rawBytes: certificate.der.toString("base64") },
    },
  };
}

function pemInBase64(der: Buffer): string {
  const lines = der.toString("base64").match(/.{1,64}/g) ?? [];
  const pem = `-----BEGIN CERTIFICATE-----\n${lines.join("\n")}\n-----END CERTIFICATE-----\n`;
  return Buffer.from(pem, "ascii").toString("base64");
}
