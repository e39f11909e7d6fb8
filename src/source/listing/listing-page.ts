/**
 * The names of the files and folders in a listing, without the slash after a folder's. Reads pages
 * that link each entry, as nginx's, Apache's and most others do, and nginx's and Caddy's listings in
 * JSON; docs/downloads.md has all that were tried.
 *
 * @param text the page
 * @param url where it lies; only links to what lies directly below count
 */
export function readListing(text: string, url: string): string[] {
  const names = /^\s*\[/.test(text) ? readJsonListing(text) : readLinks(text, url);
  return [...new Set(names)];
}

/**
 * The root element of a listing in XML, such as nginx's `list` or S3's `ListBucketResult`, which
 * names at most 1,000 objects; undefined for all else, a web page that is XML included.
 */
export function xmlRootOf(text: string): string | undefined {
  const [, root] = /^\s*<\?xml\b[^<>]{0,200}\?>\s*<([A-Za-z][\w.-]{0,60})/.exec(text) ?? [];
  return root === "html" ? undefined : root;
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
