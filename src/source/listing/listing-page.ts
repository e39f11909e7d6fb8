/**
 * The names of the files and folders in a listing, without the slash after a folder's. Reads the
 * pages of nginx, Apache, lighttpd, Caddy, Artifactory and Nexus, which all link each entry, and
 * nginx's and Caddy's listings in JSON.
 *
 * @param text the page
 * @param url where it lies; only links to what lies directly below count
 */
export function readListing(text: string, url: string): string[] {
  const names = /^\s*\[/.test(text) ? readJsonListing(text) : readLinks(text, url);
  return [...new Set(names)];
}

function readJsonListing(text: string): string[] {
  let entries: unknown;
  try {
    entries = JSON.parse(text);
  } catch {
    return [];
  }
  if (!Array.isArray(entries)) return [];
  return entries.flatMap((entry: unknown) => {
    const name: unknown =
      typeof entry === "object" && entry !== null ? Reflect.get(entry, "name") : undefined;
    return typeof name === "string" ? [name.replace(/^\.?\//, "").replace(/\/$/, "")] : [];
  });
}

function readLinks(text: string, url: string): string[] {
  const base = new URL(".", url);
  const names: string[] = [];
  for (const [, quoted, apostrophed, bare] of text.matchAll(
    /<a\s[^<>]{0,500}?\bhref\s*=\s*(?:"([^"]{1,1000})"|'([^']{1,1000})'|([^\s>"']{1,1000}))/gi,
  )) {
    const link = URL.parse(
      (quoted ?? apostrophed ?? bare ?? "").replaceAll("&amp;", "&"),
      base.href,
    );
    if (link === null || link.origin !== base.origin || link.search !== "") continue;
    if (!link.pathname.startsWith(base.pathname)) continue;
    const name = link.pathname.slice(base.pathname.length).replace(/\/$/, "");
    if (name !== "" && !name.includes("/")) names.push(decode(name));
  }
  return names;
}

function decode(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}
