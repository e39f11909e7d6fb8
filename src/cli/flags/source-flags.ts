import { PyverifyError } from "../../base/errors.ts";
import { pythonOrg, tarballFormats } from "../../release/release.ts";
import { parseMirrorUrl } from "../../source/mirror-url.ts";
import { parseServiceAddress } from "../../http/settings/web-address.ts";
import { choice, flag, switchFlag } from "../arguments/flag.ts";
import { text } from "../arguments/values.ts";

/** Which source tarball; a command that always needs one adds the default. */
export const formatFlag = choice(tarballFormats, "which source tarball (tar.xz)");

export const mirrorFlag = flag("URL", `where the files come from (${pythonOrg})`, parseMirrorUrl);

export const fromFlag = flag(
  "DIR",
  "a folder that holds the files already, side by side or as on python.org",
  text,
);

export const offlineFlag = switchFlag(
  "no network at all: needs --from, takes the embedded trusted root",
);

/** Where a feed of `audit --feed` lies. */
export type FeedAddress =
  /** ends in a slash */
  | { readonly type: "site"; readonly url: string }
  | { readonly type: "folder"; readonly path: string };

export const feedFlag = flag(
  "URL|DIR",
  "what audit --feed wrote: its bundles are verified anew; what has none is taken on its word, and said to be",
  parseFeedAddress,
);

/** The address of the site or of its documents, as a person copies it. */
function parseFeedAddress(given: string, source: string): FeedAddress {
  const bare = given.replace(/(?<=.)\/(?:v1(?:\/(?:index\.json)?)?|index\.html)$/, "/");
  // What begins as an address is read as one: it may hold a password, which no path is printed with.
  if (!isAddress(given)) return { type: "folder", path: bare };
  if (/^file:/i.test(given)) throw noFolder(source, "a folder is named by its path");
  const url = parseServiceAddress(bare, source);
  return { type: "site", url: url.endsWith("/") ? url : `${url}/` };
}

/**
 * Reads the path of a folder to write to, which may be set by a variable that another command takes an
 * address from.
 *
 * @throws {PyverifyError} usage/invalid-value
 */
export function folderPath(given: string, source: string): string {
  const path = text(given, source);
  if (isAddress(path)) throw noFolder(source, "it is written to a folder, and this is an address");
  return path;
}

function isAddress(given: string): boolean {
  return /^[a-z][a-z0-9+.-]+:/i.test(given);
}

/** What it is instead is not shown: it may hold a password. */
function noFolder(source: string, because: string): PyverifyError {
  const message = `what ${source} names cannot be used`;
  const hint = "give a folder's path, with ./ before it if its name has a colon";
  return new PyverifyError("usage", "invalid-value", message, { because, hint });
}

/** A folder that keeps downloads. */
export const cacheFlag = flag(
  "DIR",
  "keep downloads there for later builds; verified anew on every use",
  text,
);
