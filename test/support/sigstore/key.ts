import { createHash, generateKeyPairSync, type KeyObject, sign } from "node:crypto";
import { objectIdentifier, sequence } from "./der.ts";

/** The kinds of keys that Sigstore's services and signers use. */
export type KeyType = "P-256" | "P-384" | "Ed25519";

export interface Key {
  readonly type: KeyType;
  readonly publicKey: KeyObject;
  /** the public key as SubjectPublicKeyInfo, in DER */
  readonly spki: Buffer;
  /** Signs a message: ECDSA with a hash, the curve's own by default, in DER, or Ed25519. */
  sign(message: Buffer, hash?: "sha256"): Buffer;
}

export function generateKey(type: KeyType): Key {
  const { publicKey, privateKey } = keyPair(type);
  return {
    type,
    publicKey,
    spki: publicKey.export({ format: "der", type: "spki" }),
    sign: (message, hash) => sign(hash ?? digestOf(type), message, privateKey),
  };
}

/** The AlgorithmIdentifier that goes with a key's signatures (RFC 5758, section 3.2). */
export function signatureAlgorithm(key: Key): Buffer {
  const oid = {
    "P-256": "1.2.840.10045.4.3.2",
    "P-384": "1.2.840.10045.4.3.3",
    Ed25519: "1.3.101.112",
  }[key.type];
  return sequence(objectIdentifier(oid));
}

/** `keyDetails` as https://github.com/sigstore/protobuf-specs names it. */
export function keyDetails(key: Key): string {
  return {
    "P-256": "PKIX_ECDSA_P256_SHA_256",
    "P-384": "PKIX_ECDSA_P384_SHA_384",
    Ed25519: "PKIX_ED25519",
  }[key.type];
}

export function sha256(...parts: readonly Buffer[]): Buffer {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part);
  return hash.digest();
}

function keyPair(type: KeyType): { publicKey: KeyObject; privateKey: KeyObject } {
  if (type === "Ed25519") return generateKeyPairSync("ed25519");
  return generateKeyPairSync("ec", { namedCurve: type });
}

function digestOf(type: KeyType): string | undefined {
  return { "P-256": "sha256", "P-384": "sha384", Ed25519: undefined }[type];
}
