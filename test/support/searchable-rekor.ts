import { createServer } from "node:http";
import { json } from "node:stream/consumers";
import { type LoopbackServer, listenOnLoopback } from "./loopback-server.ts";
import { type BundledLogEntry, toRekor } from "./rekor.ts";
import { sha256 } from "./sigstore/key.ts";

/** An entry as a log has it, and the address that its index has it under. */
export interface IndexedEntry {
  readonly email: string;
  readonly entry: BundledLogEntry;
}

/**
 * A stand-in for Rekor v1 on loopback: its index by e-mail address, and its entries by identifier.
 *
 * @param lost entries that the index names and the log does not give
 * @see https://github.com/sigstore/rekor/blob/main/openapi.yaml (`searchIndex`, `searchLogQuery`)
 */
export async function startSearchableRekor(
  entries: readonly IndexedEntry[],
  lost: readonly BundledLogEntry[] = [],
): Promise<LoopbackServer> {
  const known = new Map(entries.map(({ entry }) => [identifierOf(entry), entry]));
  const answerTo = (path: string, query: Query): unknown => {
    if (path === "/api/v1/index/retrieve") {
      return entries
        .filter(({ email }) => email === query.email)
        .map(({ entry }) => identifierOf(entry));
    }
    if (path !== "/api/v1/log/entries/retrieve") return undefined;
    const asked = query.entryUUIDs ?? [];
    if (asked.length > 10) return undefined;
    return asked.flatMap((identifier) => {
      const entry = known.get(identifier);
      return entry === undefined || lost.includes(entry) ? [] : [{ [identifier]: toRekor(entry) }];
    });
  };
  const server = createServer((request, response) => {
    void (async () => {
      const query = (await json(request)) as Query;
      const answer = request.method === "POST" ? answerTo(request.url ?? "", query) : undefined;
      response.writeHead(answer === undefined ? 400 : 200, { "content-type": "application/json" });
      response.end(JSON.stringify(answer ?? { code: 400 }));
    })();
  });
  return listenOnLoopback(server);
}

interface Query {
  readonly email?: string;
  readonly entryUUIDs?: readonly string[];
}

/** The entry's leaf in the Merkle tree (RFC 6962, section 2.1). */
function identifierOf({ canonicalizedBody }: BundledLogEntry): string {
  return sha256(Buffer.concat([Buffer.of(0), Buffer.from(canonicalizedBody, "base64")])).toString(
    "hex",
  );
}
