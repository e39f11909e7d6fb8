import { type BundleJson, bytesOf } from "../sigstore/bundle.ts";
import { sha256 } from "../sigstore/key.ts";
import { type Fault, respell, spoil, withChangedBit, type MakeBundle, refusedAs } from "./fault.ts";

/** Bundles that sign something else, or say what they sign in a way that two readers may differ on. */
export const contentFaults = {
  "another tarball's bundle of the same signer": refusedAs("digest-mismatch", ({ sigstore }) =>
    bytesOf(sigstore.sign(Buffer.from("another release's tarball"))),
  ),
  "another tarball's bundle that claims this digest": refusedAs(
    "transparency-log-invalid",
    ({ sigstore, artifact }) => {
      const bundle = sigstore.sign(Buffer.from("another release's tarball"));
      messageOf(bundle).messageDigest.digest = sha256(artifact).toString("base64");
      return bytesOf(bundle);
    },
  ),
  "another tarball's signature, logged with this digest": refusedAs(
    "signature-invalid",
    ({ sigstore, artifact }) => {
      const digest = sha256(artifact);
      const bundle = sigstore.sign(Buffer.from("another tarball"), { loggedDigest: digest });
      messageOf(bundle).messageDigest.digest = digest.toString("base64");
      return bytesOf(bundle);
    },
  ),
  "a signature with one bit changed": refusedAs(
    "transparency-log-invalid",
    inMessage((message) => {
      message.signature = withChangedBit(message.signature);
    }),
  ),
  "another digest algorithm": refusedAs(
    "bundle-malformed",
    inMessage((message) => {
      message.messageDigest.algorithm = "SHA2_512";
    }),
  ),
  "no digest": refusedAs(
    "bundle-malformed",
    spoil((bundle) => {
      Object.assign(messageOf(bundle), { messageDigest: undefined });
    }),
  ),
  "a digest of 31 bytes": refusedAs(
    "bundle-malformed",
    inMessage(({ messageDigest }) => {
      const bytes = Buffer.from(messageDigest.digest, "base64");
      messageDigest.digest = bytes.subarray(0, 31).toString("base64");
    }),
  ),
  "an empty signature": refusedAs(
    "bundle-malformed",
    inMessage((message) => {
      message.signature = "";
    }),
  ),
  "no content": refusedAs(
    "bundle-malformed",
    spoil((bundle) => {
      delete bundle.messageSignature;
    }),
  ),
  "a DSSE envelope, genuinely signed": refusedAs(
    "bundle-not-a-message-signature",
    ({ sigstore, artifact }) => bytesOf(sigstore.signEnvelope(statementAbout(artifact))),
  ),
  "a DSSE envelope, genuinely signed, in Rekor v2": refusedAs(
    "bundle-not-a-message-signature",
    ({ sigstore, artifact }) =>
      bytesOf(sigstore.signEnvelope(statementAbout(artifact), { rekor: "v2" })),
  ),
  "a DSSE envelope beside the message signature": refusedAs(
    "bundle-not-a-message-signature",
    ({ sigstore, artifact }) => {
      const { dsseEnvelope } = sigstore.signEnvelope(statementAbout(artifact));
      return bytesOf({ ...sigstore.sign(artifact), ...(dsseEnvelope && { dsseEnvelope }) });
    },
  ),
  "a media type with something behind it": refusedAs(
    "media-type-unknown",
    respell((text) => text.replace("bundle.v0.3+json", "bundle.v0.3+json-evil")),
  ),
  "a media type of a later version": refusedAs(
    "media-type-unknown",
    respell((text) => text.replace("bundle.v0.3+json", "bundle.v0.4+json")),
  ),
  "no media type": refusedAs(
    "bundle-malformed",
    spoil((bundle) => {
      Object.assign(bundle, { mediaType: undefined });
    }),
  ),
  "junk in base64": refusedAs(
    "bundle-malformed",
    respell((text) => text.replace('"signature":"ME', '"signature":"M!E')),
  ),
  "white space in base64": refusedAs(
    "bundle-malformed",
    respell((text) => text.replace('"signature":"ME', '"signature":"M E')),
  ),
  "base64 with bits behind its end": refusedAs(
    "bundle-malformed",
    inMessage((message) => {
      // 32 bytes end in a character of which two bits do not count
      const { digest } = message.messageDigest;
      const last = String.fromCharCode(digest.charCodeAt(digest.length - 2) + 1);
      message.messageDigest.digest = `${digest.slice(0, -2)}${last}=`;
    }),
  ),
  "base64 without its padding": refusedAs(
    "bundle-malformed",
    inMessage((message) => {
      message.messageDigest.digest = message.messageDigest.digest.replaceAll("=", "");
    }),
  ),
  "a key that stands twice": refusedAs(
    "bundle-malformed",
    respell((text) => text.replace("{", '{"mediaType":"other",')),
  ),
  "a key that stands twice, once escaped": refusedAs(
    "bundle-malformed",
    respell((text) =>
      text.replace('"messageSignature":', '"message\\u0053ignature":{},"messageSignature":'),
    ),
  ),
  "an unknown field": refusedAs(
    "bundle-malformed",
    spoil((bundle) => {
      Object.assign(bundle, { comment: "signed by me, honestly" });
    }),
  ),
  "a prototype in the JSON": refusedAs(
    "bundle-malformed",
    respell((text) => text.replace("{", '{"__proto__":{},')),
  ),
  "an oversized signature": refusedAs(
    "bundle-malformed",
    inMessage((message) => {
      message.signature = Buffer.alloc(100_000, 1).toString("base64");
    }),
  ),
  "an oversized file": refusedAs(
    "bundle-malformed",
    respell((text) => text + " ".repeat(1_000_000)),
  ),
  "a number where text belongs": refusedAs(
    "bundle-malformed",
    respell((text) => text.replace(/"logIndex":"(\d+)"/, '"logIndex":$1')),
  ),
  "a negative number": refusedAs(
    "bundle-malformed",
    respell((text) => text.replace(/"logIndex":"/, '"logIndex":"-')),
  ),
  "a number beyond what is exact": refusedAs(
    "bundle-malformed",
    respell((text) => text.replace(/"logIndex":"/, '"logIndex":"99999999999999999')),
  ),
  "something behind the JSON": refusedAs(
    "bundle-malformed",
    respell((text) => `${text}{}`),
  ),
  "a byte order mark": refusedAs(
    "bundle-malformed",
    respell((text) => `\uFEFF${text}`),
  ),
  "bytes that are not UTF-8": refusedAs("bundle-malformed", (world) =>
    Buffer.concat([bytesOf(world.sigstore.sign(world.artifact)), Buffer.of(0xff)]),
  ),
  "a hundred thousand brackets": refusedAs("bundle-malformed", () =>
    Buffer.from("[".repeat(100_000) + "]".repeat(100_000)),
  ),
  "an array around the bundle": refusedAs(
    "bundle-malformed",
    respell((text) => `[${text}]`),
  ),
  null: refusedAs("bundle-malformed", () => Buffer.from("null")),
  "an empty file": refusedAs("bundle-malformed", () => Buffer.alloc(0)),
  "a web page": refusedAs("bundle-malformed", () =>
    Buffer.from("<!DOCTYPE html><title>404</title>"),
  ),
} satisfies Record<string, Fault>;

type MessageSignature = NonNullable<BundleJson["messageSignature"]>;

function inMessage(change: (message: MessageSignature) => void): MakeBundle {
  return spoil((bundle) => {
    change(messageOf(bundle));
  });
}

function messageOf(bundle: BundleJson): MessageSignature {
  if (bundle.messageSignature === undefined) throw new Error("the bundle has no message signature");
  return bundle.messageSignature;
}

/** An in-toto statement, as a provenance attestation begins. */
function statementAbout(artifact: Buffer): Buffer {
  return Buffer.from(
    JSON.stringify({
      _type: "https://in-toto.io/Statement/v1",
      subject: [{ name: "Python.tgz", digest: { sha256: sha256(artifact).toString("hex") } }],
      predicateType: "https://slsa.dev/provenance/v1",
      predicate: {},
    }),
  );
}
