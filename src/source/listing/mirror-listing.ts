import { PyverifyError } from "../../base/errors.ts";
import type { StageContext } from "../../base/progress.ts";
import { redactUrl } from "../../base/redact-url.ts";
import type { HttpClient } from "../../http/http-client.ts";
import { compareVersions, folderOf, readVersion } from "../../release/version.ts";
import { readArtifacts } from "./listed-artifact.ts";
import type { Listing } from "./listing.ts";
import { readListing } from "./listing-page.ts";
import { maxListingBytes } from "../size-limits.ts";

/** What a mirror's own pages list. */
export function mirrorListing(url: string, http: HttpClient): Listing {
  return {
    place: "on the mirror",
    elsewhere: "choose another mirror with --mirror URL",
    emptyBecause: "no folder X.Y.Z is listed there",
    emptyHint: "check the mirror's address, or name the exact version, which needs no listing",
    folders: async (context) => {
      const names = await listNames(url, http, context);
      return names
        .map(readVersion)
        .filter((version) => version !== undefined)
        .filter(({ prerelease }) => prerelease === undefined)
        .toSorted((a, b) => compareVersions(b, a));
    },
    artifacts: async (folder, context) =>
      readArtifacts(await listNames(`${url}${folderOf(folder)}/`, http, context), folder),
  };
}

async function listNames(url: string, http: HttpClient, context: StageContext): Promise<string[]> {
  const answer = await http.get(url, { expect: "page", maxBytes: maxListingBytes }, context);
  if (!answer.found) {
    throw new PyverifyError("network", "http-status", `${redactUrl(url)} shows no folder listing`, {
      because: `it was answered with status ${answer.status}`,
      hint: "name the exact version, which needs no listing, or check the mirror's address",
    });
  }
  return readListing(answer.body.bytes.toString("utf8"), answer.url);
}
