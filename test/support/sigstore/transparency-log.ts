import type { InclusionProofJson, LogEntryJson } from "./bundle.ts";
import { canonicalJson } from "./canonical-json.ts";
import { generateKey, type Key, sha256 } from "./key.ts";
import type { LoggableEntry } from "./loggable-entry.ts";
import { createMerkleTree, type MerkleTree } from "./merkle-tree.ts";
import { noteKeyId, signNote } from "./signed-note.ts";

/** Rekor: it records who signed what, and proves that it did. */
export interface TransparencyLog {
  readonly baseUrl: string;
  readonly key: Key;
  readonly logId: Buffer;
  /** Whether its clock vouches for the time of signing; otherwise a timestamp has to. */
  readonly tellsTime: boolean;
  record(entry: LoggableEntry, time: Date): LogEntryJson;
}

/**
 * Rekor v1: an entry has the log's own time and a promise (SET) besides the inclusion proof.
 * As in the public log, an index counts over all its shards, and the proof's own over this one.
 */
export function createRekorV1(): TransparencyLog {
  const origin = "rekor.sigstore.local - 1193050959916656506";
  const name = "rekor.sigstore.local";
  const key = generateKey("P-256");
  const logId = sha256(key.spki);
  const tree = growingTree();
  const earlierShards = 121_904_262;
  return {
    baseUrl: `https://${name}`,
    key,
    logId,
    tellsTime: true,
    record: (entry, time) => {
      const body = canonicalJson({ apiVersion: "0.0.1", kind: entry.kind, spec: entry.v1 });
      const proof = prove(tree, body, (root) =>
        signNote(checkpoint(origin, tree, root), [{ name, keyId: logId, key }]),
      );
      const logIndex = earlierShards + Number(proof.logIndex);
      const integratedTime = Math.floor(time.getTime() / 1000);
      const promise = canonicalJson({
        body: body.toString("base64"),
        integratedTime,
        logID: logId.toString("hex"),
        logIndex,
      });
      return {
        logIndex: String(logIndex),
        logId: { keyId: logId.toString("base64") },
        kindVersion: { kind: entry.kind, version: "0.0.1" },
        integratedTime: String(integratedTime),
        inclusionPromise: { signedEntryTimestamp: key.sign(promise).toString("base64") },
        inclusionProof: proof,
        canonicalizedBody: body.toString("base64"),
      };
    },
  };
}

/**
 * Rekor v2 (https://github.com/sigstore/rekor-tiles): neither time nor promise, a checkpoint that
 * witnesses sign as well, and a key ID that covers the log's name
 * (https://github.com/C2SP/C2SP/blob/main/signed-note.md).
 */
export function createRekorV2(keyType: "Ed25519" | "P-256" = "Ed25519"): TransparencyLog {
  const name = "log2026-1.rekor.sigstore.local";
  const key = generateKey(keyType);
  const logId = noteKeyId(name, key);
  const witness = generateKey("Ed25519");
  const tree = growingTree();
  return {
    baseUrl: `https://${name}`,
    key,
    logId,
    tellsTime: false,
    record: (entry) => {
      const body = canonicalJson({ apiVersion: "0.0.2", kind: entry.kind, spec: entry.v2 });
      const proof = prove(tree, body, (root) =>
        signNote(checkpoint(name, tree, root), [
          { name, keyId: logId, key },
          { name: "witness.local", keyId: noteKeyId("witness.local", witness), key: witness },
        ]),
      );
      return {
        logIndex: proof.logIndex,
        logId: { keyId: logId.toString("base64") },
        kindVersion: { kind: entry.kind, version: "0.0.2" },
        inclusionProof: proof,
        canonicalizedBody: body.toString("base64"),
      };
    },
  };
}

/** A log with a past, so that a proof is more than an empty list. */
function growingTree(): MerkleTree {
  const tree = createMerkleTree();
  for (let past = 0; past < 11; past += 1) tree.append(Buffer.from(`an earlier entry ${past}`));
  return tree;
}

function prove(
  tree: MerkleTree,
  body: Buffer,
  signCheckpoint: (root: Buffer) => string,
): InclusionProofJson {
  const index = tree.append(body);
  tree.append(Buffer.from(`somebody else's entry after ${index}`));
  const root = tree.root();
  return {
    logIndex: String(index),
    rootHash: root.toString("base64"),
    treeSize: String(tree.size),
    hashes: tree.inclusionProof(index).map((hash) => hash.toString("base64")),
    checkpoint: { envelope: signCheckpoint(root) },
  };
}

/** https://github.com/C2SP/C2SP/blob/main/tlog-checkpoint.md */
function checkpoint(origin: string, tree: MerkleTree, root: Buffer): string {
  return `${origin}\n${tree.size}\n${root.toString("base64")}\n`;
}
