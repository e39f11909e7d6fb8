import {
  createRoot,
  distinguishedName,
  extension,
  issueCertificate,
  randomSerialNumber,
  type Validity,
} from "./certificate.ts";
import {
  contextual,
  generalizedTime,
  integer,
  objectIdentifier,
  octetString,
  sequence,
  setOf,
  time as encodeTime,
} from "./der.ts";
import { generateKey, sha256, signatureAlgorithm } from "./key.ts";

/** A timestamp authority (RFC 3161): it vouches for the time at which it saw some bytes. */
export interface TimestampAuthority {
  /** from the signing certificate to the root, in DER */
  readonly chain: readonly Buffer[];
  /**
   * A TimeStampResp in DER over some bytes; Sigstore has it stamp the signature.
   *
   * @param encodedTime the time as it is written there
   */
  stamp(bytes: Buffer, time: Date, encodedTime?: Buffer): Buffer;
}

export function createTimestampAuthority(validity: Validity): TimestampAuthority {
  const root = createRoot("sigstore-tsa-selfsigned", generateKey("P-384"), validity);
  const key = generateKey("P-256");
  const serialNumber = randomSerialNumber();
  const certificate = issueCertificate(
    {
      serialNumber,
      subject: distinguishedName("sigstore-tsa"),
      validity,
      subjectKey: key,
      extensions: [
        extension.keyUsage("signatures"),
        extension.subjectKeyIdentifier(key),
        extension.authorityKeyIdentifier(root.key),
        extension.extendedKeyUsage("timeStamping"),
      ],
    },
    root,
  );
  return {
    chain: [certificate, root.certificate],
    stamp: (bytes, time, encodedTime = generalizedTime(time)) => {
      const info = timestampInfo(bytes, encodedTime);
      // CMS (RFC 5652, section 5.4) signs the attributes as a SET and sends them as [0].
      const attributes = [
        attribute(oid.contentType, objectIdentifier(oid.timestampInfo)),
        attribute(oid.signingTime, encodeTime(time)),
        attribute(oid.messageDigest, octetString(sha256(info))),
        attribute(
          oid.signingCertificateV2,
          sequence(sequence(sequence(octetString(sha256(certificate))))),
        ),
      ].toSorted((a, b) => a.compare(b));
      const signerInfo = sequence(
        integer(1),
        sequence(root.name, integer(serialNumber)),
        sha256Algorithm,
        contextual(0, ...attributes),
        signatureAlgorithm(key),
        octetString(key.sign(setOf(...attributes))),
      );
      const signedData = sequence(
        integer(3),
        setOf(sha256Algorithm),
        sequence(objectIdentifier(oid.timestampInfo), contextual(0, octetString(info))),
        setOf(signerInfo),
      );
      const granted = sequence(integer(0));
      return sequence(
        granted,
        sequence(objectIdentifier(oid.signedData), contextual(0, signedData)),
      );
    },
  };
}

const oid = {
  sha256: "2.16.840.1.101.3.4.2.1",
  signedData: "1.2.840.113549.1.7.2",
  contentType: "1.2.840.113549.1.9.3",
  messageDigest: "1.2.840.113549.1.9.4",
  signingTime: "1.2.840.113549.1.9.5",
  timestampInfo: "1.2.840.113549.1.9.16.1.4",
  signingCertificateV2: "1.2.840.113549.1.9.16.2.47",
  policy: "1.3.6.1.4.1.57264.2",
};

const sha256Algorithm = sequence(objectIdentifier(oid.sha256));

/** TSTInfo, RFC 3161, section 2.4.2. */
function timestampInfo(bytes: Buffer, encodedTime: Buffer): Buffer {
  return sequence(
    integer(1),
    objectIdentifier(oid.policy),
    sequence(sha256Algorithm, octetString(sha256(bytes))),
    integer(randomSerialNumber()),
    encodedTime,
  );
}

function attribute(type: string, value: Buffer): Buffer {
  return sequence(objectIdentifier(type), setOf(value));
}
