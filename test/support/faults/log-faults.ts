import {
  type BundleJson,
  bytesOf,
  type InclusionProofJson,
  inclusionProofOf,
  logEntryOf,
} from "../sigstore/bundle.ts";
import { sha256 } from "../sigstore/key.ts";
import { type Fault, spoil, withChangedBit, type MakeBundle, refusedAs } from "./fault.ts";

/** Bundles whose transparency log entry, or whose proof of the time, is not what it must be. */
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
    "unverifiable",
    inTimestamp(() => Buffer.from("30020500", "hex")),
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

function inProof(change: (proof: InclusionProofJson) => void, rekor?: "v1" | "v2"): MakeBundle {
  return spoil((bundle) => {
    change(inclusionProofOf(bundle));
  }, rekor);
}

/** Lines of a checkpoint: origin, tree size, root, an empty one, signatures. */
function inCheckpoint(change: (lines: string[]) => void, rekor?: "v1" | "v2"): MakeBundle {
  return inProof((proof) => {
    const lines = (proof.checkpoint?.envelope ?? "").split("\n");
    change(lines);
    proof.checkpoint = { envelope: lines.join("\n") };
  }, rekor);
}

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
