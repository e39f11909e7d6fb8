import type { Validators } from "../../http/file-request.ts";
import { redactUrl } from "../../base/redact-url.ts";
import type { HttpResponse } from "../../http/http-client.ts";

export type FoundAnswer = Extract<HttpResponse, { found: true }>;

/** What the first line of a kept answer says: format, SHA-256 of the body, the rest as JSON. */
export interface AnswerHeader {
  /** bytes before the body */
  readonly length: number;
  readonly sha256: string;
  readonly facts: Pick<FoundAnswer, "url" | "contentType" | "validators">;
}

const pattern = /^pyverify-answer-2 ([0-9a-f]{64}) (\{[^\n]*\})\n/;
export const maxHeaderBytes = 8192;

/**
 * Reads the header of a kept answer.
 *
 * @returns undefined if anything about it is not as `formatAnswerHeader` makes it
 * @throws if it is no JSON
 */
export function parseAnswerHeader(content: Buffer): AnswerHeader | undefined {
  const match = pattern.exec(content.toString("latin1", 0, maxHeaderBytes));
  if (match === null) return undefined;
  const [line, sha256 = "", json = ""] = match;
  const facts: unknown = JSON.parse(json);
  if (typeof facts !== "object" || facts === null) return undefined;
  const field = (name: string): unknown => Reflect.get(facts, name);
  const [url, contentType] = [field("url"), field("contentType")];
  const [etag, lastModified] = [field("etag"), field("lastModified")];
  if (typeof url !== "string" || !URL.canParse(url) || typeof contentType !== "string") {
    return undefined;
  }
  // Both go into a request as they are: what is no such value was put there by somebody else.
  if (etag !== undefined && !isEntityTag(etag)) return undefined;
  if (lastModified !== undefined && !isHttpDate(lastModified)) return undefined;
  return {
    length: line.length,
    sha256,
    facts: { url, contentType, validators: { etag, lastModified } },
  };
}

/** Writes the header of an answer; undefined if there is too much to write. */
export function formatAnswerHeader({
  url,
  contentType,
  validators,
  body,
}: FoundAnswer): Buffer | undefined {
  const { etag, lastModified } = usable(validators);
  const facts = JSON.stringify({ url: redactUrl(url), contentType, etag, lastModified });
  // Latin-1 is what headers are in; anything else in a URL is percent-encoded.
  const header = Buffer.from(`pyverify-answer-2 ${body.sha256} ${facts}\n`, "latin1");
  return header.length > maxHeaderBytes ? undefined : header;
}

/** What a server said of a file, as far as it can be asked about with it. */
function usable({ etag, lastModified }: Validators): Validators {
  return {
    etag: isEntityTag(etag) ? etag : undefined,
    lastModified: isHttpDate(lastModified) ? lastModified : undefined,
  };
}

/** @see https://www.rfc-editor.org/rfc/rfc9110#section-8.8.3 */
function isEntityTag(value: unknown): value is string {
  return typeof value === "string" && /^(?:W\/)?"[\x21\x23-\x7e\x80-\xff]{0,1000}"$/.test(value);
}

/** @see https://www.rfc-editor.org/rfc/rfc9110#section-5.6.7 */
function isHttpDate(value: unknown): value is string {
  return (
    typeof value === "string" &&
    /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/.test(value)
  );
}
