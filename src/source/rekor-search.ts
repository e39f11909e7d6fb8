import { PyverifyError } from "../base/errors.ts";
import { mapInParallel } from "../base/map-in-parallel.ts";
import type { StageContext } from "../base/progress.ts";
import { redactUrl } from "../base/redact-url.ts";
import type { HttpClient } from "../http/http-client.ts";

/** A Rekor v1, and the way to it. */
export interface RekorLog {
  readonly http: HttpClient;
  /** its address */
  readonly url: string;
}

/** A release manager of two series has some 600 entries; an identifier has 80 characters. */
const maxIndexBytes = 8 * 1024 * 1024;
/** As many as Rekor gives at a time. */
const batchSize = 10;
const maxBatchBytes = 1024 * 1024;
const parallelBatches = 2;

/**
 * Asks a log for every entry that its index has of an e-mail address. All of it is unverified: the
 * index is a search aid, and what the log answers may be anything.
 *
 * @see https://github.com/sigstore/rekor/blob/main/openapi.yaml (`searchIndex`, `searchLogQuery`)
 * @returns the entries in Rekor's own JSON
 * @throws {PyverifyError} network
 */
export async function searchLog(
  email: string,
  log: RekorLog,
  context: StageContext,
): Promise<Record<string, unknown>[]> {
  const found = await ask(log, "index/retrieve", { email }, maxIndexBytes, context);
  const identifiers = [...new Set(found)].filter((each) => typeof each === "string");
  if (identifiers.length !== new Set(found).size || !identifiers.every(isIdentifier)) {
    throw unexpected(log, "its index names entries in another way than Rekor does");
  }
  const batches = Array.from({ length: Math.ceil(identifiers.length / batchSize) }, (_, index) =>
    identifiers.slice(index * batchSize, (index + 1) * batchSize),
  );
  const answers = await mapInParallel(batches, parallelBatches, async (entryUUIDs) => {
    context.signal.throwIfAborted();
    const list = await ask(log, "log/entries/retrieve", { entryUUIDs }, maxBatchBytes, context);
    const entries = list.flatMap((each) => Object.values(fieldsOf(each)).map(fieldsOf));
    if (entries.length === entryUUIDs.length) return entries;
    throw unexpected(log, `it gives ${entries.length} of ${entryUUIDs.length} entries`);
  });
  return answers.flat();
}

async function ask(
  { http, url }: RekorLog,
  path: string,
  query: object,
  maxBytes: number,
  context: StageContext,
): Promise<unknown[]> {
  const address = `${url.replace(/\/$/, "")}/api/v1/${path}`;
  const json = JSON.stringify(query);
  const request = { expect: "metadata", maxBytes, json, chosenBy: "--rekor URL" } as const;
  const answer = await http.get(address, request, context);
  if (!answer.found) throw unexpected({ http, url }, `it answers with status ${answer.status}`);
  try {
    const list: unknown = JSON.parse(answer.body.bytes.toString("utf8"));
    if (Array.isArray(list)) return list;
  } catch {
    // What is no JSON is no list either.
  }
  throw unexpected({ http, url }, "it does not answer with a list");
}

/** 64 digits, or 80 with the tree's own in front. */
function isIdentifier(text: string): boolean {
  return /^(?:[0-9a-f]{64}|[0-9a-f]{80})$/.test(text);
}

function unexpected({ url }: RekorLog, because: string): PyverifyError {
  return new PyverifyError(
    "network",
    "unexpected-answer",
    `the log ${redactUrl(url)} cannot be searched`,
    { because, hint: "check --rekor URL, which has to be a Rekor v1; if it is right, retry later" },
  );
}

function fieldsOf(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? { ...value } : {};
}
