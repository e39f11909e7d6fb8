import { bytesOf } from "../sigstore/bundle.ts";
import { type CertificateContent, encodeExtension, extension } from "../sigstore/certificate.ts";
import { octetString, sequence, tagged, utf8String } from "../sigstore/der.ts";
import type { LoggableEntry } from "../sigstore/loggable-entry.ts";
import { type Fault, type MakeBundle, refusedAs } from "./fault.ts";

const gitHub = "https://github.com/login/oauth";
const google = "https://accounts.google.com";
const issuerOid = "1.3.6.1.4.1.57264.1.1";
const issuerStringOid = "1.3.6.1.4.1.57264.1.8";

/**
 * Bundles that are signed, logged and promised as they stand, in which one reader may find another
 * thing than the next: whoever signs whatever Fulcio, log or timestamp authority are given could
 * make them. Each says hugo@python.org and GitHub to some reader.
 */
export const readingFaults = {
  "an issuer with high bits": refusedAs(
    "certificate-malformed",
    withIssuers([issuerStringOid, tagged(0x0c, withHighBits(gitHub))]),
  ),
  "an issuer with high bits in the older extension": refusedAs(
    "certificate-malformed",
    withIssuers([issuerOid, withHighBits(gitHub)]),
  ),
  "an issuer that differs in the older extension": refusedAs(
    "certificate-malformed",
    withIssuers([issuerOid, Buffer.from(google)], [issuerStringOid, utf8String(gitHub)]),
  ),
  "the issuer twice": refusedAs(
    "certificate-malformed",
    withIssuers([issuerStringOid, utf8String(gitHub)], [issuerStringOid, utf8String(google)]),
  ),
  "the issuer twice in the older extension": refusedAs(
    "certificate-malformed",
    withIssuers([issuerOid, Buffer.from(gitHub)], [issuerOid, Buffer.from(google)]),
  ),
  "an issuer with bytes behind it": refusedAs(
    "certificate-malformed",
    withIssuers([issuerStringOid, Buffer.concat([utf8String(gitHub), utf8String(google)])]),
  ),
  "an issuer in an octet string": refusedAs(
    "certificate-malformed",
    withIssuers([issuerStringOid, octetString(Buffer.from(gitHub))]),
  ),
  "an issuer in a string of another type": refusedAs(
    "certificate-malformed",
    withIssuers([issuerStringOid, tagged(0x16, Buffer.from(gitHub))]),
  ),
  "an issuer with a white space": refusedAs(
    "certificate-malformed",
    withIssuers([issuerOid, Buffer.from(`${gitHub}\n`)]),
  ),
  "an issuer under a padded identifier": refusedAs(
    // OpenSSL's reader refuses it.
    "bundle-malformed",
    withContent((content) => ({
      ...content,
      extensions: [
        ...content.extensions.filter((one) => !one.includes(Buffer.from(gitHub))),
        encodeExtension(issuerOid, Buffer.from(google)),
        // 1.3.6.1.4.1.57264.1.8 with a zero in front of its last arc
        sequence(
          tagged(0x06, Buffer.from("2b0601040183bf30018008", "hex")),
          octetString(utf8String(gitHub)),
        ),
      ],
    })),
  ),
  "an address with high bits": refusedAs(
    "certificate-malformed",
    withContent((content) => respelled(content, "hugo@python.org", highBits)),
  ),
  "two lists of names": refusedAs(
    "certificate-malformed",
    withContent((content) => ({
      ...content,
      extensions: [
        ...content.extensions,
        extension.subjectAlternativeNames([["email", "mallory@example.org"]]),
      ],
    })),
  ),
  "an unknown extension twice": refusedAs(
    "certificate-malformed",
    withContent((content) => ({
      ...content,
      extensions: [...content.extensions, ...[1, 2].map((n) => encodeExtension("1.2.3", octet(n)))],
    })),
  ),
  "a negative serial number": refusedAs(
    "certificate-malformed",
    withContent((content) => respelled(content, content.serialNumber, () => negative)),
  ),
  "a serial number with a byte too many": refusedAs(
    "bundle-malformed",
    withContent((content) => respelled(content, content.serialNumber, () => padded)),
  ),
  "a certificate's time with high bits": refusedAs(
    "certificate-malformed",
    withContent((content) => respelled(content, shortYear(content), highBits)),
  ),
  "a logged digest with junk behind it": refusedAs(
    "transparency-log-invalid",
    withLogged((entry) => edited(entry, /(?<="value":"[0-9a-f]{64})/, "zz")),
  ),
  "a logged digest of another algorithm": refusedAs(
    "transparency-log-invalid",
    withLogged((entry) => edited(entry, /"sha256"/, '"sha512"')),
  ),
  "a logged signature with junk in it": refusedAs(
    "transparency-log-invalid",
    withLogged((entry) => edited(entry, /(?<="content":")(?=MEY|MEU|MEQ|MEM|MII)/, "!")),
  ),
  "a logged certificate with text around it": refusedAs(
    "transparency-log-invalid",
    withLogged((entry) => edited(entry, /(?<="publicKey":\{"content":")/, btoa("anything at\n"))),
  ),
  "Rekor v2: a logged digest with junk in it": refusedAs(
    "transparency-log-invalid",
    withLogged((entry) => edited(entry, /(?<="digest":")/, "!"), "v2"),
  ),
  "a timestamp with bytes behind its end": refusedAs(
    "timestamp-invalid",
    withStamp((stamp) => Buffer.concat([stamp, Buffer.of(0)])),
  ),
  "a timestamp's time with high bits": refusedAs("timestamp-invalid", ({ sigstore, artifact }) => {
    const { timestampAuthority: authority } = sigstore.services;
    const stamp: typeof authority.stamp = (bytes, time) => {
      const digits = time.toISOString().replaceAll(/\D/g, "").slice(0, 14);
      return authority.stamp(bytes, time, tagged(0x18, withHighBits(`${digits}Z`)));
    };
    const services = { timestampAuthority: { ...authority, stamp } };
    return bytesOf(sigstore.sign(artifact, { rekor: "v2", services }));
  }),
} satisfies Record<string, Fault>;

const negative = Buffer.alloc(20, 0xbe);
const padded = Buffer.concat([Buffer.of(0), Buffer.alloc(19, 0x3e)]);

function withContent(change: (content: CertificateContent) => CertificateContent): MakeBundle {
  return ({ sigstore, artifact }) =>
    bytesOf(sigstore.sign(artifact, { certificateContent: change }));
}

/** The extensions that name the issuer, and no other that does. */
function withIssuers(...issuers: readonly (readonly [oid: string, value: Buffer])[]): MakeBundle {
  return ({ sigstore, artifact }) =>
    bytesOf(
      sigstore.sign(artifact, {
        certificateLacks: "issuer",
        certificateContent: (content) => ({
          ...content,
          extensions: [
            ...content.extensions,
            ...issuers.map(([oid, value]) => encodeExtension(oid, value)),
          ],
        }),
      }),
    );
}

/** What is logged and promised is not quite what a log would take. */
function withLogged(
  change: (entry: LoggableEntry) => LoggableEntry,
  rekor: "v1" | "v2" = "v1",
): MakeBundle {
  return ({ sigstore, artifact }) => {
    const name = rekor === "v1" ? "rekorV1" : "rekorV2";
    const log = sigstore.services[name];
    const record: typeof log.record = (entry, time) => log.record(change(entry), time);
    return bytesOf(sigstore.sign(artifact, { rekor, services: { [name]: { ...log, record } } }));
  };
}

function withStamp(change: (stamp: Buffer) => Buffer): MakeBundle {
  return ({ sigstore, artifact }) => {
    const { timestampAuthority: authority } = sigstore.services;
    const stamp: typeof authority.stamp = (bytes, time) => change(authority.stamp(bytes, time));
    const services = { timestampAuthority: { ...authority, stamp } };
    return bytesOf(sigstore.sign(artifact, { timestamp: true, services }));
  };
}

function edited(entry: LoggableEntry, place: RegExp, text: string): LoggableEntry {
  const edit = (part: object): object => JSON.parse(JSON.stringify(part).replace(place, text));
  const changed = { kind: entry.kind, v1: edit(entry.v1), v2: edit(entry.v2) };
  if (JSON.stringify(changed) === JSON.stringify(entry)) throw new Error("nothing was changed");
  return changed;
}

function respelled(
  content: CertificateContent,
  what: Buffer | string,
  change: (bytes: Buffer) => Buffer,
): CertificateContent {
  return {
    ...content,
    respell: (tbs) => {
      const old = Buffer.from(what);
      const at = tbs.indexOf(old);
      if (at === -1) throw new Error("what is to be changed is not there");
      return Buffer.concat([tbs.subarray(0, at), change(old), tbs.subarray(at + old.length)]);
    },
  };
}

function withHighBits(text: string): Buffer {
  return highBits(Buffer.from(text));
}

/** ASCII's eighth bit, which decoders of ASCII may drop. */
function highBits(bytes: Buffer): Buffer {
  return Buffer.from(bytes.map((byte) => byte | 0x80));
}

function shortYear({ validity }: CertificateContent): string {
  return validity.notBefore.toISOString().replaceAll(/\D/g, "").slice(2, 8);
}

function octet(value: number): Buffer {
  return octetString(Buffer.of(value));
}
