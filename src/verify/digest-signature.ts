import type { KeyObject } from "node:crypto";
import { p256, p384 } from "@noble/curves/nist.js";
import type { SignedEntity } from "@sigstore/verify";

/** Fulcio's certificates have one of these; CPython's are P-384 up to 2024-08 and P-256 since. */
const curves = new Map([
  ["P-256", p256],
  ["P-384", p384],
]);

/**
 * A signature for the verifier, where only the SHA-256 of what is signed is known.
 *
 * Node's `crypto.verify` hashes its input again, so ECDSA over a given digest needs a library.
 * Every verification takes this path, with the tarball at hand or not.
 *
 * @param digest SHA-256 of what is signed, 32 bytes
 * @param signature ASN.1 DER, as in the bundle
 */
export function digestSignature(digest: Buffer, signature: Buffer): SignedEntity["signature"] {
  return {
    signature,
    compareSignature: (other) => signature.equals(other),
    compareDigest: (other) => digest.equals(other),
    compareSignedDigest: (other) => digest.equals(other),
    verifySignature: (key) => verifyEcdsa(key, digest, signature),
  };
}

function verifyEcdsa(key: KeyObject, digest: Buffer, signature: Buffer): boolean {
  if (key.asymmetricKeyType !== "ec") return false;
  const { crv, x, y } = key.export({ format: "jwk" });
  const curve = curves.get(crv ?? "");
  if (curve === undefined || x === undefined || y === undefined) return false;
  const point = Buffer.concat([
    Buffer.of(4),
    Buffer.from(x, "base64url"),
    Buffer.from(y, "base64url"),
  ]);
  // lowS is Bitcoin's rule; half of all valid signatures by Sigstore's clients would break it.
  return curve.verify(signature, digest, point, { prehash: false, lowS: false, format: "der" });
}
