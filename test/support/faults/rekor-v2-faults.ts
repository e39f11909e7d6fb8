import { readDer, readDerItems } from "../../../src/verify/der.ts";
import { type BundleJson, bytesOf, logEntryOf } from "../sigstore/bundle.ts";
import { contextual, sequence } from "../sigstore/der.ts";
import { sha256 } from "../sigstore/key.ts";
import {
  type Fault,
  inCheckpoint,
  inProof,
  type MakeBundle,
  refusedAs,
  spoil,
  withChangedBit,
} from "./fault.ts";

/** Bundles with a Rekor v2 entry, or with the timestamp that it cannot do without, gone wrong. */
export const rekorV2Faults = {
  "Rekor v2: an entry of an unknown log": refusedAs(
    "log-unknown",
    ({ sigstore, stranger, artifact }) =>
      bytesOf(
        sigstore.sign(artifact, { rekor: "v2", services: { rekorV2: stranger.services.rekorV2 } }),
      ),
  ),
  "Rekor v2: a log entry for another digest": refusedAs(
    "transparency-log-invalid",
    ({ sigstore, artifact }) => {
      const loggedDigest = sha256(Buffer.from("something else"));
      return bytesOf(sigstore.sign(artifact, { rekor: "v2", loggedDigest }));
    },
  ),
  "Rekor v2: an inclusion proof with one bit changed": refusedAs(
    "transparency-log-invalid",
    inProof((proof) => {
      proof.hashes[0] = withChangedBit(proof.hashes[0] ?? "");
    }, "v2"),
  ),
  "Rekor v2: a checkpoint that only a witness signed": refusedAs(
    "transparency-log-invalid",
    inCheckpoint((lines) => {
      lines.splice(4, 1);
    }, "v2"),
  ),
  "Rekor v2: a log index that is not the proof's": refusedAs(
    "bundle-malformed",
    spoil((bundle) => {
      logEntryOf(bundle).logIndex = "0";
    }, "v2"),
  ),
  "Rekor v2: a time of the log's own": refusedAs(
    "bundle-malformed",
    spoil((bundle) => {
      logEntryOf(bundle).integratedTime = String(Math.floor(Date.now() / 1000));
    }, "v2"),
  ),
  "Rekor v2: an inclusion promise": refusedAs(
    "bundle-malformed",
    spoil((bundle) => {
      logEntryOf(bundle).inclusionPromise = { signedEntryTimestamp: "AAAA" };
    }, "v2"),
  ),
  "Rekor v2: the ID of another trusted log": refusedAs(
    "transparency-log-invalid",
    spoil((bundle, { sigstore }) => {
      logEntryOf(bundle).logId.keyId = sigstore.services.rekorV1.logId.toString("base64");
    }, "v2"),
  ),
  "Rekor v2: no timestamp": refusedAs("timestamp-invalid", ({ sigstore, artifact }) =>
    bytesOf(sigstore.sign(artifact, { rekor: "v2", timestamp: false })),
  ),
  "Rekor v2: a timestamp with one bit changed": refusedAs(
    "timestamp-invalid",
    inTimestamp((der) => {
      // the last byte belongs to the authority's signature
      der.writeUInt8(der.readUInt8(der.length - 1) ^ 1, der.length - 1);
      return der;
    }),
  ),
  "Rekor v2: a timestamp of other bytes": refusedAs(
    "timestamp-invalid",
    spoil((bundle, { sigstore }) => {
      const stamp = sigstore.services.timestampAuthority.stamp(Buffer.from("other"), new Date());
      setTimestamp(bundle, stamp);
    }, "v2"),
  ),
  "Rekor v2: a timestamp of an unknown authority": refusedAs(
    "timestamp-invalid",
    ({ sigstore, stranger, artifact }) => {
      const { timestampAuthority } = stranger.services;
      return bytesOf(sigstore.sign(artifact, { rekor: "v2", services: { timestampAuthority } }));
    },
  ),
  "Rekor v2: a timestamp after the certificate's end": refusedAs(
    "certificate-expired-at-signing",
    spoil((bundle, { sigstore }) => {
      const signature = Buffer.from(bundle.messageSignature?.signature ?? "", "base64");
      const later = new Date(Date.now() + 3_600_000);
      setTimestamp(bundle, sigstore.services.timestampAuthority.stamp(signature, later));
    }, "v2"),
  ),
  "Rekor v2: a timestamp that is not one": refusedAs(
    "timestamp-invalid",
    inTimestamp(() => Buffer.from("30020500", "hex")),
  ),
  "Rekor v2: a timestamp that nobody signed": refusedAs(
    "unverifiable",
    inTimestamp((der) => {
      const [status, token] = readDerItems(readDer(der, 0x30));
      const [type, content] = readDerItems(token?.content ?? Buffer.of());
      const parts = readDerItems(readDer(content?.content ?? Buffer.of(), 0x30));
      const unsigned = sequence(...parts.slice(0, -1).map(({ raw }) => raw));
      return sequence(
        status?.raw ?? Buffer.of(),
        sequence(type?.raw ?? Buffer.of(), contextual(0, unsigned)),
      );
    }),
  ),
} satisfies Record<string, Fault>;

function inTimestamp(change: (der: Buffer) => Buffer): MakeBundle {
  return spoil((bundle) => {
    const [stamp] = bundle.verificationMaterial.timestampVerificationData?.rfc3161Timestamps ?? [];
    setTimestamp(bundle, change(Buffer.from(stamp?.signedTimestamp ?? "", "base64")));
  }, "v2");
}

function setTimestamp(bundle: BundleJson, der: Buffer): void {
  bundle.verificationMaterial.timestampVerificationData = {
    rfc3161Timestamps: [{ signedTimestamp: der.toString("base64") }],
  };
}
