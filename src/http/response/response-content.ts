import type { IncomingMessage } from "node:http";

import type { FileRequest } from "../file-request.ts";
import { unexpectedResponse } from "./response-failures.ts";
import type { ResponsePlace } from "./response-place.ts";

/**
 * Refuses a response whose headers say that it is not the file.
 *
 * @throws {PyverifyError} network/unexpected-answer
 */
export function checkHeaders(
  place: ResponsePlace,
  { headers }: IncomingMessage,
  { expect }: FileRequest,
): void {
  if (expect !== "page" && isWebPageType(headers["content-type"])) {
    throw unexpectedResponse(place, "it sent a web page, as login pages and proxies send it");
  }
}

/**
 * Refuses a body that begins as the file never does.
 *
 * A label `Content-Encoding` alone refuses nothing: servers put it on a `.tgz` or `.tar.xz` that
 * they send as it is, and its digest decides anyway. It tells in which way a file that begins
 * wrongly is wrong.
 *
 * @throws {PyverifyError} network/unexpected-answer
 */
export function checkFirstBytes(
  place: ResponsePlace,
  { headers }: IncomingMessage,
  chunk: Buffer,
  { expect }: FileRequest,
): void {
  if (expect !== "page" && startsLikeWebPage(chunk)) {
    throw unexpectedResponse(place, "it sent a web page, although it is not labelled as one");
  }
  const encoding = headers["content-encoding"] ?? "identity";
  if (encoding !== "identity" && !startsLikeTheFile(chunk, place.asked, expect)) {
    throw unexpectedResponse(
      place,
      `it came compressed in transit (content-encoding: ${encoding}), which was not asked for`,
    );
  }
}

/** Whether a content type is that of a web page, which a tarball or bundle never is. */
export function isWebPageType(contentType: string | undefined): boolean {
  return /^\s*(text\/html|application\/xhtml\+xml)\s*(;|$)/i.test(contentType ?? "");
}

/** Whether a body begins as a web page does, whatever its headers say. */
export function startsLikeWebPage(firstBytes: Buffer): boolean {
  return /^\s*<(!doctype|html|head|body|\?xml)\b/i.test(firstBytes.toString("latin1", 0, 200));
}

function startsLikeTheFile(
  firstBytes: Buffer,
  { pathname }: URL,
  expect: FileRequest["expect"],
): boolean {
  const magic = [...magics].find(([ending]) => pathname.endsWith(ending))?.[1];
  if (expect === "tarball" && magic !== undefined) {
    const length = Math.min(magic.length, firstBytes.length);
    return firstBytes.subarray(0, length).equals(magic.subarray(0, length));
  }
  // All else is text, which no compressed format begins like.
  return /^[\t\n\r\x20-\x7e]*$/.test(firstBytes.toString("latin1", 0, 20));
}

const magics: ReadonlyMap<string, Buffer> = new Map([
  [".tar.xz", Buffer.from("fd377a585a00", "hex")],
  [".tgz", Buffer.from("1f8b08", "hex")],
]);
