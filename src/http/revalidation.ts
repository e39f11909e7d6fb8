import { createHash, randomBytes } from "node:crypto";
import { rename, rm, stat, utimes, writeFile } from "node:fs/promises";
import path from "node:path";
import type { StageContext } from "../base/progress.ts";
import type { Expectation, Validators } from "./expectation.ts";
import { hashed } from "../files/hashed-bytes.ts";
import type { HttpAnswer, HttpClient } from "./http-client.ts";
import { readBounded } from "../files/bounded-read.ts";
import { redactUrl } from "../base/redact-url.ts";
import { makeFolders } from "../files/make-folders.ts";
import { messageOf } from "../base/error-message.ts";

/*
 * Answers that are kept in a folder, each in one file, written aside and renamed. Nobody has to
 * trust the folder: what comes out of it is as unverified as what comes from the network. A file's
 * modification time is when the server was last asked about it.
 */

export interface AnswerStore {
  /** the folder; it is made when first needed */
  readonly folder: string;
  /**
   * Answers that were got at this time or later are used without asking; that is how an interrupted
   * run goes on where it was. In milliseconds since 1970.
   */
  readonly freshSince: number;
}

/**
 * A client that keeps its answers, and asks the server next time only whether they have changed.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-13.1
 */
export function revalidating(http: HttpClient, store: AnswerStore): HttpClient {
  let isOfUse = true;
  return {
    get: async (url, expectation, context) => {
      // What is sent decides such an answer, and an address alone does not name it.
      if (expectation.json !== undefined) return http.get(url, expectation, context);
      const file = path.join(store.folder, "answers", nameOf(url));
      const kept = await readKept(file, expectation, context);
      if (kept !== undefined && kept.askedAt >= store.freshSince) return kept.answer;
      const { etag, lastModified } = kept?.answer.validators ?? {};
      const isAskable = (etag ?? lastModified) !== undefined;
      const answer = await http.get(
        url,
        isAskable ? { ...expectation, unlessStill: { etag, lastModified } } : expectation,
        context,
      );
      if (answer.found) {
        isOfUse &&= await keep(file, answer, context);
        return answer;
      }
      if (answer.status !== 304 || kept === undefined) return answer;
      const now = new Date();
      await utimes(file, now, now).catch(() => undefined);
      return kept.answer;
    },
    head: (url, context) => http.head(url, context),
  };
}

type FoundAnswer = Extract<HttpAnswer, { found: true }>;

interface Kept {
  readonly answer: FoundAnswer;
  /** milliseconds since 1970 */
  readonly askedAt: number;
}

/** First line of a file: format, SHA-256 of the body, and the rest of the answer as JSON. */
const headerPattern = /^pyverify-answer-1 ([0-9a-f]{64}) (\{[^\n]*\})\n/;
const maxHeaderBytes = 8192;

/** Whatever is wrong with a file makes it one that is not there. */
async function readKept(
  file: string,
  { maxBytes }: Expectation,
  { signal }: StageContext,
): Promise<Kept | undefined> {
  try {
    const content = await readBounded(file, maxBytes + maxHeaderBytes, signal);
    if (content === undefined) return undefined;
    const header = headerPattern.exec(content.toString("latin1", 0, maxHeaderBytes));
    if (header === null) return undefined;
    const body = hashed(content.subarray(header[0].length));
    const facts = readFacts(header[2] ?? "");
    if (body.sha256 !== header[1] || facts === undefined || body.bytes.length > maxBytes)
      return undefined;
    const { mtimeMs } = await stat(file);
    return { answer: { found: true, body, ...facts }, askedAt: mtimeMs };
  } catch {
    signal.throwIfAborted();
    return undefined;
  }
}

/** @returns false if the folder cannot be written to, which is worth one warning and no failure */
async function keep(file: string, answer: FoundAnswer, context: StageContext): Promise<boolean> {
  const { url, contentType, validators, body } = answer;
  const facts = JSON.stringify({ url: redactUrl(url), contentType, ...validators });
  // Latin-1 is what headers are in; anything else in a URL is percent-encoded.
  const header = Buffer.from(`pyverify-answer-1 ${body.sha256} ${facts}\n`, "latin1");
  if (header.length > maxHeaderBytes) return true;
  const partial = `${file}.${randomBytes(8).toString("hex")}.partial`;
  try {
    makeFolders(path.dirname(file));
    await writeFile(partial, Buffer.concat([header, body.bytes]), { flag: "wx" });
    await rename(partial, file);
    return true;
  } catch (error) {
    await rm(partial, { force: true }).catch(() => undefined);
    context.signal.throwIfAborted();
    const reason = messageOf(error);
    const message = `the cache is of no use: cannot write to ${path.dirname(file)}: ${reason}`;
    context.observe({ type: "warning", message });
    return false;
  }
}

function readFacts(
  text: string,
): { url: string; contentType: string; validators: Validators } | undefined {
  const facts: unknown = JSON.parse(text);
  if (typeof facts !== "object" || facts === null) return undefined;
  const field = (name: string): string | undefined => {
    const value: unknown = Reflect.get(facts, name);
    return typeof value === "string" ? value : undefined;
  };
  const url = field("url");
  if (url === undefined || !URL.canParse(url)) return undefined;
  return {
    url,
    contentType: field("contentType") ?? "",
    validators: { etag: field("etag"), lastModified: field("lastModified") },
  };
}

/** Readable for a person who looks into the folder, and different for every URL. */
function nameOf(url: string): string {
  const key = createHash("sha256").update(redactUrl(url)).digest("hex").slice(0, 32);
  const name = path.basename(new URL(url).pathname).replaceAll(/[^A-Za-z0-9._-]/g, "_");
  return `${name.slice(0, 80)}-${key}`;
}
