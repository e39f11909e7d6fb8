import type { IncomingMessage } from "node:http";

import { unexpectedAnswer } from "./response-failures.ts";
import type { Expectation } from "./expectation.ts";

/**
 * Refuses an answer whose headers say that it is not the file.
 *
 * @throws {PyverifyError} network/unexpected-answer
 */
export function judgeHeaders(
  asked: URL,
  response: IncomingMessage,
  expectation: Expectation,
): void {
  const encoding = response.headers["content-encoding"] ?? "identity";
  if (encoding !== "identity") {
    throw unexpectedAnswer(
      asked,
      `it came compressed in transit (content-encoding: ${encoding}), which was not asked for`,
    );
  }
  if (expectation.expect !== "page" && answersWithWebPage(response.headers["content-type"])) {
    throw unexpectedAnswer(asked, "the answer is a web page, as login pages and proxies send it");
  }
}

/**
 * Refuses a body that begins as the file never does.
 *
 * @throws {PyverifyError} network/unexpected-answer
 */
export function judgeFirstBytes(asked: URL, chunk: Buffer, expectation: Expectation): void {
  if (expectation.expect === "page" || !startsLikeWebPage(chunk)) return;
  throw unexpectedAnswer(asked, "the answer is a web page, although it is not labelled as one");
}

/** Whether a content type is that of a web page, which a tarball or bundle never is. */
export function answersWithWebPage(contentType: string | undefined): boolean {
  return /^\s*(text\/html|application\/xhtml\+xml)\s*(;|$)/i.test(contentType ?? "");
}

/** Whether a body begins as a web page does, whatever its headers say. */
export function startsLikeWebPage(firstBytes: Buffer): boolean {
  return /^\s*<(!doctype|html|head|body|\?xml)\b/i.test(firstBytes.toString("latin1", 0, 200));
}
