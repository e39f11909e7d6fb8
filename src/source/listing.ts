import type { StageContext } from "../base/progress.ts";
import { compareVersions, folderOf, parseVersion, type PythonVersion } from "../release/version.ts";
import { PyverifyError } from "../base/errors.ts";
import { type TarballFormat, tarballFormats } from "../release/release.ts";
import type { Mirror } from "./mirror.ts";
import { redactUrl } from "../base/redact-url.ts";

/** One tarball that a mirror's folder claims to hold; nobody has verified the claim. */
export interface ListedTarball {
  readonly version: PythonVersion;
  readonly format: TarballFormat;
  /** a `.sigstore` file lies beside it */
  readonly hasBundle: boolean;
  /** a `.sig` and a `.crt` file lie beside it */
  readonly hasDetachedSignature: boolean;
}

/** Folders listed at a time: few enough not to burden a mirror, enough to hide its latency. */
const parallelListings = 4;
/** python.org's own listing has some 30 kB; this leaves room for wordier servers. */
const maxListingBytes = 4 * 1024 * 1024;

/**
 * The versions that have a folder on the mirror, newest first: `X.Y.Z` only, since a pre-release
 * lies in its final version's folder. Whether the final version is there yet, the folder tells.
 *
 * @throws {PyverifyError} network
 */
export async function listFolders(mirror: Mirror, context: StageContext): Promise<PythonVersion[]> {
  const names = await listNames(mirror, mirror.url, context);
  return names
    .map(readVersion)
    .filter((version) => version?.prerelease === undefined)
    .filter((version) => version !== undefined)
    .toSorted((a, b) => compareVersions(b, a));
}

/**
 * The source tarballs in the folder of one version, newest first: the final one and its
 * pre-releases.
 *
 * @throws {PyverifyError} network
 */
export async function listTarballs(
  mirror: Mirror,
  folder: string,
  context: StageContext,
): Promise<ListedTarball[]> {
  const names = new Set(await listNames(mirror, `${mirror.url}${folder}/`, context));
  return readTarballs(names);
}

/**
 * Every source tarball on a mirror, signed or not, newest first.
 *
 * @param wanted which folders to look into; all, if left out
 * @throws {PyverifyError} network
 */
export async function listReleases(
  mirror: Mirror,
  context: StageContext,
  wanted: (folder: PythonVersion) => boolean = () => true,
): Promise<ListedTarball[]> {
  const folders = (await listFolders(mirror, context)).filter(wanted);
  const listed: ListedTarball[] = [];
  const waiting = folders.values();
  const work = async (): Promise<void> => {
    for (const folder of waiting) {
      listed.push(...(await listTarballs(mirror, folderOf(folder), context)));
    }
  };
  await Promise.all(Array.from({ length: parallelListings }, work));
  return listed.toSorted((a, b) => compareVersions(b.version, a.version));
}

/** The source tarballs among the names of a folder, newest first. */
export function readTarballs(names: ReadonlySet<string>): ListedTarball[] {
  const listed: ListedTarball[] = [];
  for (const name of names) {
    const format = tarballFormats.find((candidate) => name.endsWith(`.${candidate}`));
    if (format === undefined || !name.startsWith("Python-")) continue;
    const version = readVersion(name.slice("Python-".length, -format.length - 1));
    if (version === undefined) continue;
    listed.push({
      version,
      format,
      hasBundle: names.has(`${name}.sigstore`),
      hasDetachedSignature: names.has(`${name}.sig`) && names.has(`${name}.crt`),
    });
  }
  return listed.toSorted((a, b) => compareVersions(b.version, a.version));
}

async function listNames(mirror: Mirror, url: string, context: StageContext): Promise<string[]> {
  const answer = await mirror.http.get(url, { expect: "page", maxBytes: maxListingBytes }, context);
  if (!answer.found) {
    throw new PyverifyError("network", "http-status", `${redactUrl(url)} shows no folder listing`, {
      because: `it was answered with status ${answer.status}`,
      hint: "name the exact version, which needs no listing, or check the mirror's address",
    });
  }
  return readListing(answer.body.bytes.toString("utf8"), answer.url);
}

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

function readVersion(text: string): PythonVersion | undefined {
  try {
    return parseVersion(text);
  } catch {
    return undefined;
  }
}
