/**
 * A URL as it may be printed, logged or recorded: without user name, password and query, since
 * mirrors carry passwords in the first and redirects carry signatures in the last.
 */
export function redactUrl(url: string | URL): string {
  const text = String(url);
  const parsed = URL.parse(text);
  if (parsed === null) return "an unreadable URL";
  // The parser adds a slash to a host alone, which nobody has written.
  const path = parsed.pathname === "/" && !text.endsWith("/") ? "" : parsed.pathname;
  return `${parsed.origin}${path}`;
}
