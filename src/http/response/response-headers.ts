import type { IncomingHttpHeaders } from "node:http";

/**
 * The validator that proves to the server that a half-received file is still its own: a strong
 * entity tag, or a modification time that is at least a second older than the answer.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-13.1.5
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-8.8.2.2
 */
export function strongValidator(headers: IncomingHttpHeaders): string | undefined {
  const { etag, date } = headers;
  const modified = headers["last-modified"];
  if (etag !== undefined) return /^"[^"]*"$/.test(etag) ? etag : undefined;
  if (modified === undefined || date === undefined) return undefined;
  return Date.parse(date) - Date.parse(modified) >= 1000 ? modified : undefined;
}

/**
 * Reads a `Content-Range` header.
 *
 * @returns undefined if it names no part in bytes
 * @see https://www.rfc-editor.org/rfc/rfc9110#field.content-range
 */
export function partOf(
  contentRange: string | undefined,
): { readonly start: number; readonly total: number | undefined } | undefined {
  const match = /^bytes (\d{1,15})-\d{1,15}\/(\d{1,15}|\*)$/.exec(contentRange ?? "");
  if (match === null) return undefined;
  return { start: Number(match[1]), total: match[2] === "*" ? undefined : Number(match[2]) };
}
