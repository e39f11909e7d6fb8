import { createHash, randomBytes } from "node:crypto";
import {
  bitString,
  boolean,
  contextual,
  contextualPrimitive,
  integer,
  objectIdentifier,
  octetString,
  sequence,
  setOf,
  time,
  utf8String,
} from "./der.ts";
import { type Key, signatureAlgorithm } from "./key.ts";

/** Somebody who issues certificates, or has one: a name, encoded, and a key. */
export interface Authority {
  readonly name: Buffer;
  readonly key: Key;
  /** its own certificate, in DER */
  readonly certificate: Buffer;
}

export interface Validity {
  readonly notBefore: Date;
  readonly notAfter: Date;
}

/** All of a certificate that is signed (RFC 5280, section 4.1). */
export interface CertificateContent {
  readonly serialNumber: Buffer;
  readonly subject: Buffer;
  readonly validity: Validity;
  readonly subjectKey: Key;
  /** encoded extensions, in order */
  readonly extensions: readonly Buffer[];
  /** a last change to what is signed, of the same length */
  readonly respell?: (tbs: Buffer) => Buffer;
}

/** The part of a certificate that its issuer signs. */
export function tbsCertificate(content: CertificateContent, issuer: Signer): Buffer {
  const { respell = (tbs) => tbs } = content;
  const tbs = sequence(
    contextual(0, integer(2)),
    integer(content.serialNumber),
    signatureAlgorithm(issuer.key),
    issuer.name,
    sequence(time(content.validity.notBefore), time(content.validity.notAfter)),
    content.subject,
    content.subjectKey.spki,
    contextual(3, sequence(...content.extensions)),
  );
  return respell(tbs);
}

/** A certificate in DER. */
export function issueCertificate(content: CertificateContent, issuer: Signer): Buffer {
  const tbs = tbsCertificate(content, issuer);
  return sequence(tbs, signatureAlgorithm(issuer.key), bitString(issuer.key.sign(tbs)));
}

type Signer = Pick<Authority, "name" | "key">;

/** A self-signed certificate authority. */
export function createRoot(commonName: string, key: Key, validity: Validity): Authority {
  const name = distinguishedName(commonName);
  return issueAuthority({ name, key }, { name, key }, validity);
}

/** A certificate authority below another. */
export function createIntermediate(
  commonName: string,
  key: Key,
  validity: Validity,
  issuer: Authority,
): Authority {
  return issueAuthority({ name: distinguishedName(commonName), key }, issuer, validity);
}

function issueAuthority(subject: Signer, issuer: Signer, validity: Validity): Authority {
  const content = {
    serialNumber: randomSerialNumber(),
    subject: subject.name,
    validity,
    subjectKey: subject.key,
    extensions: [
      extension.keyUsage("certificates"),
      extension.certificateAuthority(),
      extension.subjectKeyIdentifier(subject.key),
      extension.authorityKeyIdentifier(issuer.key),
    ],
  };
  return { ...subject, certificate: issueCertificate(content, issuer) };
}

/** A Name of one organisation and one common name; Fulcio's leaves have an empty one. */
export function distinguishedName(commonName: string, organization = "sigstore.local"): Buffer {
  return sequence(
    setOf(sequence(objectIdentifier("2.5.4.10"), utf8String(organization))),
    setOf(sequence(objectIdentifier("2.5.4.3"), utf8String(commonName))),
  );
}

export function randomSerialNumber(): Buffer {
  return Buffer.concat([Buffer.of(0x3e), randomBytes(19)]);
}

/** The extensions of RFC 5280, section 4.2, that Sigstore's certificates have. */
export const extension = {
  keyUsage: (use: "signatures" | "certificates" | "both") =>
    encodeExtension(
      "2.5.29.15",
      // digitalSignature is bit 0; keyCertSign and cRLSign are bits 5 and 6
      {
        signatures: bitString(Buffer.of(0x80), 7),
        certificates: bitString(Buffer.of(0x06), 1),
        both: bitString(Buffer.of(0x86), 1),
      }[use],
      true,
    ),
  certificateAuthority: () => encodeExtension("2.5.29.19", sequence(boolean(true)), true),
  extendedKeyUsage: (use: "codeSigning" | "timeStamping") =>
    encodeExtension(
      "2.5.29.37",
      sequence(objectIdentifier(use === "codeSigning" ? "1.3.6.1.5.5.7.3.3" : "1.3.6.1.5.5.7.3.8")),
      use === "timeStamping",
    ),
  subjectKeyIdentifier: (key: Key) => encodeExtension("2.5.29.14", octetString(keyIdentifier(key))),
  authorityKeyIdentifier: (key: Key) =>
    encodeExtension("2.5.29.35", sequence(contextualPrimitive(0, keyIdentifier(key)))),
  subjectAlternativeNames: (names: readonly (readonly [type: "email" | "uri", value: string])[]) =>
    encodeExtension(
      "2.5.29.17",
      sequence(
        ...names.map(([type, value]) =>
          contextualPrimitive(type === "email" ? 1 : 6, Buffer.from(value, "utf8")),
        ),
      ),
      true,
    ),
};

/** One extension; `value` is its content, encoded. */
export function encodeExtension(oid: string, value: Buffer, critical = false): Buffer {
  const flag = critical ? [boolean(true)] : [];
  return sequence(objectIdentifier(oid), ...flag, octetString(value));
}

/** RFC 5280 asks for an identifier, not for a hash; nothing is proved by it. */
function keyIdentifier(key: Key): Buffer {
  return createHash("sha1").update(key.spki).digest();
}
