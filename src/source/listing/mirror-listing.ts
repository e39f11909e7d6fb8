import { PyverifyError } from "../../base/errors.ts";
import type { StageContext } from "../../base/progress.ts";
import { redactUrl } from "../../base/redact-url.ts";
import type { HttpClient } from "../../http/http-client.ts";
import { compareVersions, folderOf, readVersion } from "../../release/version.ts";
import { readArtifacts } from "./listed-artifact.ts";
import type { Listing } from "./listing.ts";
import { type ListedEntry, readListing, xmlRootOf } from "./listing-page.ts";
import { maxListingBytes } from "../size-limits.ts";

/**
 * What a mirror's own pages list.
 *
 * @param wayOut what to do where they list nothing, as the end of a hint: what needs no listing
 */
export function mirrorListing(url: string, http: HttpClient, wayOut: string): Listing {
  const entriesIn = (folder: string, context: StageContext): Promise<ListedEntry[]> =>
    listEntries(folder, http, wayOut, context);
  return {
    place: "on the mirror",
    elsewhere: "choose another mirror with --mirror URL",
    emptyBecause: "no folder X.Y.Z is listed there",
    emptyHint: `check the mirror's address, or ${wayOut}`,
    folders: async (context) => {
      const entries = await entriesIn(url, context);
      return entries
        .map(({ name }) => readVersion(name))
        .filter((version) => version !== undefined)
        .filter(({ prerelease }) => prerelease === undefined)
        .toSorted((a, b) => compareVersions(b, a));
    },
    artifacts: async (folder, context) =>
      readArtifacts(await entriesIn(`${url}${folderOf(folder)}/`, context), folder),
  };
}

/** @throws {PyverifyError} network/http-status, network/unexpected-answer, or what `http` throws */
async function listEntries(
  url: string,
  http: HttpClient,
  wayOut: string,
  context: StageContext,
): Promise<ListedEntry[]> {
  const answer = await http.get(url, { expect: "page", maxBytes: maxListingBytes }, context);
  if (!answer.found) {
    throw new PyverifyError("network", "http-status", `${redactUrl(url)} shows no folder listing`, {
      because: `it was answered with status ${answer.status}`,
      hint: `check the mirror's address, or ${wayOut}`,
    });
  }
  const text = answer.body.bytes.toString("utf8");
  const root = xmlRootOf(text);
  if (root !== undefined) {
    const message = `${redactUrl(url)} shows no folder listing that can be read`;
    throw new PyverifyError("network", "unexpected-answer", message, {
      because: `it sent XML (${root}), and not a page with links or JSON`,
      hint: wayOut,
    });
  }
  return readListing(text, answer.url);
}
