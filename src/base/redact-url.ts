/**
 * A URL as it may be printed, logged or recorded: without user name, password and query, since
 * mirrors carry passwords in the first and redirects carry signatures in the last.
 */
export function redactUrl(url: string | URL): string {
  const parsed = URL.parse(String(url));
  return parsed === null ? "an unreadable URL" : `${parsed.origin}${parsed.pathname}`;
}
