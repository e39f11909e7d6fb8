import {
  contentOf,
  DerError,
  derTag,
  type DerValue,
  positiveInteger,
  printableText,
  readDer,
  readDerItems,
  utcTime,
} from "./der.ts";

/** What a certificate says, read strictly: each field once, in its one encoding, from its DER. */
export interface SigningCertificate {
  /** as OpenSSL shows it, `email:hugo@python.org`; undefined if it names nobody, or several */
  readonly subject: string | undefined;
  /** the OIDC issuer's URL; undefined if it names none */
  readonly issuer: string | undefined;
  /** in lower-case hex */
  readonly serial: string;
  readonly validFrom: Date;
  readonly validTo: Date;
}

/** The content of each object identifier that is looked for, in hex. */
const extensionId = {
  /** 2.5.29.17 */
  subjectAlternativeName: "551d11",
  /** 1.3.6.1.4.1.57264.1.1, the OIDC issuer in bare bytes */
  issuer: "2b0601040183bf300101",
  /** 1.3.6.1.4.1.57264.1.8, the same as a DER UTF8String */
  issuerString: "2b0601040183bf300108",
} as const;

/** GeneralName, https://www.rfc-editor.org/rfc/rfc5280#section-4.2.1.6 */
const generalNames = new Map([
  [0x81, "email"],
  [0x86, "URI"],
]);

/** RFC 5280, section 4.1.2.2. */
const maximumSerialBytes = 20;

/**
 * Reads a certificate as Fulcio issues them, and refuses one in which anything that is compared or
 * shown stands twice, or in another encoding than the one it has. No extension may stand twice, not
 * even an unknown one: readers differ on which of two counts.
 *
 * @see https://github.com/sigstore/fulcio/blob/main/docs/oid-info.md
 * @param der the certificate, whole
 * @throws {DerError} with what is wrong
 */
export function readSigningCertificate(der: Buffer): SigningCertificate {
  const [tbs, algorithm, signature, ...others] = readDerItems(readDer(der, derTag.sequence));
  contentOf(signature, derTag.bitString);
  const parts = readDerItems(contentOf(tbs, derTag.sequence));
  const [version, serialNumber, inner, name, validity, subjectName, key, last] = parts;
  if (others.length > 0 || parts.length !== 8) throw new DerError("it has other parts than eight");
  // Version 3 is written as 2.
  if (contentOf(version, 0xa0).toString("hex") !== "020102") throw new DerError("not version 3");
  for (const part of [algorithm, inner, name, subjectName, key]) contentOf(part, derTag.sequence);
  if (algorithm?.raw.equals(inner?.raw ?? der) !== true) throw new DerError("two algorithms");
  const extensions = readExtensions(contentOf(last, 0xa3));
  const [from, to, ...more] = readDerItems(contentOf(validity, derTag.sequence));
  if (more.length > 0) throw new DerError("more than two times");
  return {
    subject: readSubject(extensions.get(extensionId.subjectAlternativeName)),
    issuer: readIssuer(extensions),
    serial: readSerial(contentOf(serialNumber, derTag.integer)),
    validFrom: utcTime(from),
    validTo: utcTime(to),
  };
}

/** The value of each extension, by the content of its identifier in hex. */
function readExtensions(content: Buffer): ReadonlyMap<string, Buffer> {
  const values = new Map<string, Buffer>();
  for (const item of readDerItems(readDer(content, derTag.sequence))) {
    const parts = readDerItems(contentOf(item, derTag.sequence));
    const critical = parts.length === 3 ? parts[1] : undefined;
    // DER leaves out what is the default: a flag that stands there is TRUE, which is 0xff.
    if (critical !== undefined && contentOf(critical, derTag.boolean).toString("hex") !== "ff") {
      throw new DerError("an extension with a flag that is not TRUE");
    }
    if (parts.length > 3) throw new DerError("an extension of more than three parts");
    const id = objectIdentifier(parts[0]);
    if (values.has(id)) throw new DerError("an extension stands in it twice");
    values.set(id, contentOf(parts.length === 1 ? undefined : parts.at(-1), derTag.octetString));
  }
  return values;
}

/** An arc that begins with 0x80 is padded: the same number in another spelling. */
function objectIdentifier(value: DerValue | undefined): string {
  const content = contentOf(value, derTag.objectIdentifier);
  const isPadded = content.some(
    (byte, index) => byte === 0x80 && ((content[index - 1] ?? 0) & 0x80) === 0,
  );
  if (isPadded || ((content.at(-1) ?? 0x80) & 0x80) !== 0) {
    throw new DerError("not an object identifier");
  }
  return content.toString("hex");
}

function readSubject(extension: Buffer | undefined): string | undefined {
  if (extension === undefined) return undefined;
  const [name, ...others] = readDerItems(readDer(extension, derTag.sequence));
  if (name === undefined || others.length > 0) return undefined;
  const type = generalNames.get(name.tag);
  return type === undefined ? undefined : `${type}:${printableText(name.content)}`;
}

/** Fulcio has written the issuer in both places since 2023, and in the older one before. */
function readIssuer(extensions: ReadonlyMap<string, Buffer>): string | undefined {
  const bare = extensions.get(extensionId.issuer);
  const string = extensions.get(extensionId.issuerString);
  const named = [
    ...(bare === undefined ? [] : [printableText(bare)]),
    ...(string === undefined ? [] : [printableText(readDer(string, derTag.utf8String))]),
  ];
  if (named.length === 2 && named[0] !== named[1]) throw new DerError("it names two issuers");
  return named[0];
}

function readSerial(content: Buffer): string {
  if (content.length > maximumSerialBytes) throw new DerError("a serial number that is too long");
  return positiveInteger(content);
}
