import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { json } from "node:stream/consumers";
import { type LoopbackServer, listenOnLoopback } from "./loopback-server.ts";

/** The log entry of a bundle, in a bundle's own JSON. */
export interface BundledLogEntry {
  readonly logIndex: string;
  readonly logId: { readonly keyId: string };
  readonly integratedTime: string;
  readonly inclusionPromise: { readonly signedEntryTimestamp: string };
  readonly inclusionProof: {
    readonly logIndex: string;
    readonly rootHash: string;
    readonly treeSize: string;
    readonly hashes: readonly string[];
    readonly checkpoint: { readonly envelope: string };
  };
  readonly canonicalizedBody: string;
}

/**
 * A stand-in for Rekor's search on loopback: it answers a proposal with the entry that has the same
 * body, in Rekor's own JSON, and an empty list otherwise.
 *
 * @see https://github.com/sigstore/rekor/blob/main/openapi.yaml (`searchLogQuery`)
 */
export async function startRekor(entries: readonly BundledLogEntry[]): Promise<LoopbackServer> {
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const known = request.method === "POST" && request.url === "/api/v1/log/entries/retrieve";
    const { entries: proposals } = (await json(request)) as { entries: unknown[] };
    const found = entries
      .filter((entry) => proposals.some((proposal) => sameEntry(entry, proposal)))
      .map((entry, index) => ({ [`uuid-${index}`]: toRekor(entry) }));
    response.writeHead(known ? 200 : 404, { "content-type": "application/json" });
    response.end(JSON.stringify(known ? found : { code: 404 }));
  };
  return listenOnLoopback(createServer((request, response) => void answer(request, response)));
}

function sameEntry(entry: BundledLogEntry, proposal: unknown): boolean {
  const body: unknown = JSON.parse(Buffer.from(entry.canonicalizedBody, "base64").toString());
  return identifying(body) === identifying(proposal);
}

/** What Rekor's canonical form keeps of a hashedrekord, whatever the order of its keys. */
function identifying(entry: unknown): string {
  const { kind, apiVersion, spec } = entry as {
    kind: string;
    apiVersion: string;
    spec: {
      data: { hash: { algorithm: string; value: string } };
      signature: { content: string; publicKey: { content: string } };
    };
  };
  const { hash } = spec.data;
  const { content, publicKey } = spec.signature;
  return JSON.stringify([kind, apiVersion, hash.algorithm, hash.value, content, publicKey.content]);
}

/** An entry in the JSON that Rekor itself answers with. */
export function toRekor(entry: BundledLogEntry): object {
  const { inclusionProof: proof } = entry;
  return {
    body: entry.canonicalizedBody,
    integratedTime: Number(entry.integratedTime),
    logID: hex(entry.logId.keyId),
    logIndex: Number(entry.logIndex),
    verification: {
      inclusionProof: {
        checkpoint: proof.checkpoint.envelope,
        hashes: proof.hashes.map(hex),
        logIndex: Number(proof.logIndex),
        rootHash: hex(proof.rootHash),
        treeSize: Number(proof.treeSize),
      },
      signedEntryTimestamp: entry.inclusionPromise.signedEntryTimestamp,
    },
  };
}

function hex(base64: string): string {
  return Buffer.from(base64, "base64").toString("hex");
}
