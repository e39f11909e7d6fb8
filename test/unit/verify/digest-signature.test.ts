import { createSign, generateKeyPairSync, type KeyObject, sign } from "node:crypto";
import { describe, expect, it } from "vitest";
import { digestSignature } from "../../../src/verify/digest-signature.ts";
import { sha256 } from "../../support/sigstore/key.ts";

const artifact = Buffer.from("a source tarball");
const digest = sha256(artifact);
const other = sha256(Buffer.from("another tarball"));

function ecKey(namedCurve: string) {
  return generateKeyPairSync("ec", { namedCurve });
}

function signed(privateKey: KeyObject): Buffer {
  return createSign("sha256").update(artifact).sign(privateKey);
}

describe("a signature over a digest", () => {
  it.each(["P-256", "P-384"])("of a %s key is told from any other", (curve) => {
    const { publicKey, privateKey } = ecKey(curve);
    const signature = signed(privateKey);
    expect(digestSignature(digest, signature).verifySignature(publicKey)).toBe(true);
    expect(digestSignature(other, signature).verifySignature(publicKey)).toBe(false);
    expect(digestSignature(digest, signature).verifySignature(ecKey(curve).publicKey)).toBe(false);
    const changed = Buffer.from(signature);
    changed.writeUInt8(changed.readUInt8(changed.length - 1) ^ 1, changed.length - 1);
    expect(digestSignature(digest, changed).verifySignature(publicKey)).toBe(false);
  });

  it.each(["P-521", "secp256k1"])("of a %s key is none, since Fulcio gives none away", (curve) => {
    const { publicKey, privateKey } = ecKey(curve);
    expect(digestSignature(digest, signed(privateKey)).verifySignature(publicKey)).toBe(false);
  });

  it("of a key that is no elliptic curve's is none", () => {
    const ed25519 = generateKeyPairSync("ed25519");
    const edSignature = sign(undefined, artifact, ed25519.privateKey);
    expect(digestSignature(digest, edSignature).verifySignature(ed25519.publicKey)).toBe(false);
    // Small ones are made sooner, and are refused for what they are.
    const small = { modulusLength: 1024 };
    const rsa = generateKeyPairSync("rsa", small);
    const rsaPss = generateKeyPairSync("rsa-pss", small);
    for (const { publicKey, privateKey } of [rsa, rsaPss]) {
      const signature = signed(privateKey);
      expect(digestSignature(digest, signature).verifySignature(publicKey)).toBe(false);
    }
  });

  it("is compared with what was logged, byte by byte", () => {
    const signature = Buffer.from("signature");
    const content = digestSignature(digest, signature);
    expect(content.signature).toBe(signature);
    expect(content.compareSignature(Buffer.from("signature"))).toBe(true);
    expect(content.compareSignature(Buffer.from("signaturf"))).toBe(false);
    expect(content.compareDigest(Buffer.from(digest))).toBe(true);
    expect(content.compareDigest(other)).toBe(false);
    expect(content.compareSignedDigest(Buffer.from(digest))).toBe(true);
    expect(content.compareSignedDigest(other)).toBe(false);
  });
});
