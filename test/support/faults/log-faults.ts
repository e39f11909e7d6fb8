import { bytesOf, inclusionProofOf, logEntryOf } from "../sigstore/bundle.ts";
import { sha256 } from "../sigstore/key.ts";
import { type Fault, inCheckpoint, inProof, refusedAs, spoil, withChangedBit } from "./fault.ts";

/** Bundles with a Rekor v1 entry that is not what it must be, or does not prove what it must. */
export const logFaults = {
  "a log entry for another digest": refusedAs(
    "transparency-log-invalid",
    ({ sigstore, artifact }) =>
      bytesOf(sigstore.sign(artifact, { loggedDigest: sha256(Buffer.from("something else")) })),
  ),
  "the log entry of another signature": refusedAs(
    "transparency-log-invalid",
    spoil((bundle, { sigstore }) => {
      const other = sigstore.sign(Buffer.from("something else"));
      bundle.verificationMaterial.tlogEntries = other.verificationMaterial.tlogEntries;
    }),
  ),
  "the same log entry twice": refusedAs(
    "timestamp-invalid",
    spoil((bundle) => {
      bundle.verificationMaterial.tlogEntries.push(logEntryOf(bundle));
    }),
  ),
  "a log entry that is not JSON": refusedAs(
    "transparency-log-invalid",
    spoil((bundle) => {
      logEntryOf(bundle).canonicalizedBody = Buffer.from("hashedrekord").toString("base64");
    }),
  ),
  "a log entry with a key in place of the certificate": refusedAs(
    "transparency-log-invalid",
    spoil((bundle, { sigstore }) => {
      const entry = logEntryOf(bundle);
      const body: { spec: { signature: { publicKey: { content: string } } } } = JSON.parse(
        Buffer.from(entry.canonicalizedBody, "base64").toString("utf8"),
      );
      body.spec.signature.publicKey.content = sigstore.services.rekorV1.key.spki.toString("base64");
      entry.canonicalizedBody = Buffer.from(JSON.stringify(body)).toString("base64");
    }),
  ),
  "an entry of an unknown log": refusedAs("log-unknown", ({ sigstore, stranger, artifact }) =>
    bytesOf(sigstore.sign(artifact, { services: { rekorV1: stranger.services.rekorV1 } })),
  ),
  "no log entry": refusedAs(
    "bundle-malformed",
    spoil((bundle) => {
      bundle.verificationMaterial.tlogEntries = [];
    }),
  ),
  "no inclusion proof": refusedAs(
    "no-checkpoint",
    spoil((bundle) => {
      delete logEntryOf(bundle).inclusionProof;
    }),
  ),
  "no checkpoint": refusedAs(
    "no-checkpoint",
    spoil((bundle) => {
      delete inclusionProofOf(bundle).checkpoint;
    }),
  ),
  "no SET": refusedAs(
    "no-signed-entry-timestamp",
    spoil((bundle) => {
      delete logEntryOf(bundle).inclusionPromise;
    }),
  ),
  "no integrated time": refusedAs(
    "no-signed-entry-timestamp",
    spoil((bundle) => {
      delete logEntryOf(bundle).integratedTime;
    }),
  ),
  "an empty SET": refusedAs(
    "bundle-malformed",
    spoil((bundle) => {
      logEntryOf(bundle).inclusionPromise = { signedEntryTimestamp: "" };
    }),
  ),
  "an integrated time of zero": refusedAs(
    "no-signed-entry-timestamp",
    spoil((bundle) => {
      logEntryOf(bundle).integratedTime = "0";
    }),
  ),
  "a SET with one bit changed": refusedAs(
    "transparency-log-invalid",
    spoil((bundle) => {
      const entry = logEntryOf(bundle);
      const set = entry.inclusionPromise?.signedEntryTimestamp ?? "";
      entry.inclusionPromise = { signedEntryTimestamp: withChangedBit(set) };
    }),
  ),
  "an integrated time that the SET does not cover": refusedAs(
    "transparency-log-invalid",
    spoil((bundle) => {
      const entry = logEntryOf(bundle);
      entry.integratedTime = String(Number(entry.integratedTime) + 1);
    }),
  ),
  "a log index that the SET does not cover": refusedAs(
    "transparency-log-invalid",
    spoil((bundle) => {
      const entry = logEntryOf(bundle);
      entry.logIndex = String(Number(entry.logIndex) + 1);
    }),
  ),
  "an inclusion proof with one bit changed": refusedAs(
    "transparency-log-invalid",
    inProof((proof) => {
      proof.hashes[1] = withChangedBit(proof.hashes[1] ?? "");
    }),
  ),
  "an inclusion proof with a hash too few": refusedAs(
    "transparency-log-invalid",
    inProof((proof) => {
      proof.hashes.pop();
    }),
  ),
  "an inclusion proof for a neighbour": refusedAs(
    "transparency-log-invalid",
    inProof((proof) => {
      proof.logIndex = String(Number(proof.logIndex) + 1);
    }),
  ),
  "an inclusion proof that names another root": refusedAs(
    "transparency-log-invalid",
    inProof((proof) => {
      proof.rootHash = withChangedBit(proof.rootHash);
    }),
  ),
  "an inclusion proof that names another tree size": refusedAs(
    "transparency-log-invalid",
    inProof((proof) => {
      proof.treeSize = String(Number(proof.treeSize) + 1);
    }),
  ),
  "a checkpoint of another root": refusedAs(
    "transparency-log-invalid",
    inCheckpoint((lines) => {
      lines[2] = withChangedBit(lines[2] ?? "");
    }),
  ),
  "a checkpoint of another origin": refusedAs(
    "transparency-log-invalid",
    inCheckpoint((lines) => {
      lines[0] = "rekor.example.org - 1";
    }),
  ),
  "a checkpoint with one bit of its signature changed": refusedAs(
    "transparency-log-invalid",
    inCheckpoint((lines) => {
      lines[4] = (lines[4] ?? "").replace(/\S+$/, withChangedBit);
    }),
  ),
  "a checkpoint without a signature": refusedAs(
    "transparency-log-invalid",
    inCheckpoint((lines) => {
      lines.splice(4, 1);
    }),
  ),
  "a checkpoint signed under a part of the log's name": refusedAs(
    "transparency-log-invalid",
    inCheckpoint((lines) => {
      lines[4] = (lines[4] ?? "").replace("rekor.sigstore.local", "sigstore");
    }),
  ),
  "a checkpoint whose signature's base64 has bits behind its end": refusedAs(
    "transparency-log-invalid",
    ({ sigstore, artifact }) => {
      for (;;) {
        const bundle = sigstore.sign(artifact);
        const { checkpoint } = inclusionProofOf(bundle);
        const envelope = checkpoint?.envelope.replace(/[AQgw](?==+\n$)/, nextLetter) ?? "";
        // Signatures differ in length, and one without padding has no such bits.
        if (envelope === checkpoint?.envelope) continue;
        inclusionProofOf(bundle).checkpoint = { envelope };
        return bytesOf(bundle);
      }
    },
  ),
  "a checkpoint with something behind its signatures": refusedAs(
    "transparency-log-invalid",
    inCheckpoint((lines) => {
      lines.push("reviewed by me, honestly");
    }),
  ),
  "a checkpoint that another log signed": refusedAs(
    "transparency-log-invalid",
    spoil((bundle, { stranger, artifact }) => {
      const foreign = stranger.services.rekorV1.record(
        { kind: "hashedrekord", v1: { other: artifact.length }, v2: {} },
        new Date(),
      );
      const { checkpoint, rootHash, treeSize } = foreign.inclusionProof ?? {};
      Object.assign(inclusionProofOf(bundle), { checkpoint, rootHash, treeSize });
    }),
  ),
  "Rekor v1: a second timestamp of an unknown authority": refusedAs(
    "timestamp-invalid",
    ({ sigstore, stranger, artifact }) => {
      const { timestampAuthority } = stranger.services;
      return bytesOf(
        sigstore.sign(artifact, { timestamp: true, services: { timestampAuthority } }),
      );
    },
  ),
} satisfies Record<string, Fault>;

function nextLetter(letter: string): string {
  return String.fromCharCode(letter.charCodeAt(0) + 1);
}
