/** A file or folder as a listing tells of it. Claimed by whoever lists it, verified by nobody. */
export interface ListedEntry {
  /** without the slash after a folder's */
  readonly name: string;
  /** in bytes; undefined where the listing has none, or a rounded one */
  readonly size: number | undefined;
  /** when it was changed, to the minute at least, in the listing's own words */
  readonly modified: string | undefined;
}

/** An entry of which nothing but the name is known. */
export function nameAlone(name: string): ListedEntry {
  return { name, size: undefined, modified: undefined };
}

/**
 * The files and folders in a listing. Reads pages that link each entry, as nginx's, Apache's and most
 * others do, and nginx's and Caddy's listings in JSON; docs/downloads.md has all that were tried.
 *
 * @param text the page
 * @param url where it lies; only links to what lies directly below count
 */
export function readListing(text: string, url: string): ListedEntry[] {
  const entries = /^\s*\[/.test(text) ? readJsonListing(text) : readLinks(text, url);
  // Where an icon is a link too, the facts are behind the last one.
  return [...new Map(entries.map((entry) => [entry.name, entry])).values()];
}

/**
 * The root element of a listing in XML, such as nginx's `list` or S3's `ListBucketResult`, which
 * names at most 1,000 objects; undefined for all else, a web page that is XML included.
 */
export function xmlRootOf(text: string): string | undefined {
  const [, root] = /^\s*<\?xml\b[^<>]{0,200}\?>\s*<([A-Za-z][\w.-]{0,60})/.exec(text) ?? [];
  return root === "html" ? undefined : root;
}

function readJsonListing(text: string): ListedEntry[] {
  let entries: unknown;
  try {
    entries = JSON.parse(text);
  } catch {
    return [];
  }
  if (!Array.isArray(entries)) return [];
  return entries.flatMap((entry: unknown) => {
    if (typeof entry !== "object" || entry === null) return [];
    const name: unknown = Reflect.get(entry, "name");
    const size: unknown = Reflect.get(entry, "size");
    const modified: unknown = Reflect.get(entry, "mtime") ?? Reflect.get(entry, "mod_time");
    if (typeof name !== "string") return [];
    return {
      name: name.replace(/^\.?\//, "").replace(/\/$/, ""),
      size: isSize(size) ? size : undefined,
      modified: typeof modified === "string" && modified.length < 50 ? modified : undefined,
    };
  });
}

function readLinks(text: string, url: string): ListedEntry[] {
  const base = new URL(".", url);
  const entries: ListedEntry[] = [];
  const links = [
    ...text.matchAll(
      /<a\s[^<>]{0,500}?\bhref\s*=\s*(?:"([^"]{1,1000})"|'([^']{1,1000})'|([^\s>"']{1,1000}))/gi,
    ),
  ];
  for (const [index, match] of links.entries()) {
    const [all, quoted, apostrophed, bare] = match;
    const link = URL.parse(
      (quoted ?? apostrophed ?? bare ?? "").replaceAll("&amp;", "&"),
      base.href,
    );
    if (link === null || link.origin !== base.origin || link.search !== "") continue;
    if (!link.pathname.startsWith(base.pathname)) continue;
    const name = link.pathname.slice(base.pathname.length).replace(/\/$/, "");
    if (name === "" || name.includes("/")) continue;
    const end = match.index + all.length;
    const behind = text.slice(end, Math.min(links[index + 1]?.index ?? text.length, end + 1000));
    entries.push({ name: decode(name), ...factsBehind(behind) });
  }
  return entries;
}

/** `07-Oct-2025 14:20`, `2025-10-07 14:20`, `2025-Oct-07 14:20:35` */
const time = /\b\d{1,4}-(?:\d{2}|[A-Z][a-z]{2})-\d{2,4}[ T]\d{2}:\d{2}(?::\d{2})?\b/;

/** Where the next file begins, on servers that have the facts before the link. */
const lineEnd = /[\r\n]|<\/?(?:br|hr|li|p|tr)\b/i;

/**
 * What follows a link on its line: the time of the last change and, where it is in bytes, the size.
 * `5.3K` and `5 KiB` are rounded.
 */
function factsBehind(text: string): Pick<ListedEntry, "size" | "modified"> {
  const [own = ""] = text.split(lineEnd, 1);
  const plain = own.replaceAll(/<[^<>]{0,500}>/g, " ");
  const found = time.exec(plain);
  if (found === null) return { size: undefined, modified: undefined };
  const after = plain.slice(found.index + found[0].length);
  const [, digits] = /^\s{0,100}(\d{1,15})(?!\s{0,100}[\w.,])/.exec(after) ?? [];
  const size = Number(digits ?? Number.NaN);
  return { size: isSize(size) ? size : undefined, modified: found[0] };
}

function isSize(value: unknown): value is number {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0;
}

function decode(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}
