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

/**
 * A text as it may be printed, whatever somebody put into it: an address in it loses user name and
 * password. For what is not known to be an address; what is goes through `redactUrl`.
 */
export function withoutPasswords(text: string): string {
  return text.replaceAll(/\b([a-z][a-z0-9+.-]*:\/{1,3})[^\s/?#"'<>]*@/gi, "$1");
}
