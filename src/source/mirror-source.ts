import { redactUrl } from "../base/redact-url.ts";
import type { HttpClient } from "../http/http-client.ts";
import { Absence } from "./absence.ts";
import { explainAbsence } from "./listing/missing-release.ts";
import { findBundle } from "./bundle-names.ts";
import { findRelease } from "./listing/find-release.ts";
import { listReleases } from "./listing/list-releases.ts";
import { mirrorListing } from "./listing/mirror-listing.ts";
import { sbomOrNone, sbomSuffix } from "./published-sbom.ts";
import type { ReleaseSource } from "./release-source.ts";
import { maxBundleBytes, maxSbomBytes, maxTarballBytes } from "./size-limits.ts";

/**
 * The releases on a mirror: a place on the network that carries python.org's folder tree.
 *
 * @param url ends in a slash
 */
export function mirrorSource(url: string, http: HttpClient): ReleaseSource {
  const listing = mirrorListing(url, http, "name the exact version, which needs no listing");
  // Whoever wants all releases has no use for the name of one.
  const listed = mirrorListing(url, http, "give a folder of the same files with --bundles DIR");
  const source: ReleaseSource = {
    description: { type: "mirror", url: redactUrl(url) },
    mirror: url,
    list: (wanted, context) => listReleases(listed, wanted, context),
    find: (spec, sought, context) => findRelease(spec, sought, listing, context),
    bundle: async (artifact, context) => {
      const expectation = { expect: "bundle", maxBytes: maxBundleBytes } as const;
      let status = 0;
      const bundle = await findBundle(artifact.url, async (place) => {
        const answer = await http.get(place, expectation, context);
        if (answer.found) return answer.body.bytes;
        // python.org's own name is the one to tell of.
        status ||= answer.status;
        return undefined;
      });
      return bundle === undefined
        ? absence("bundle", artifact.bundleUrl, status)
        : { bytes: bundle.found, url: `${artifact.url}${bundle.suffix}` };
    },
    artifact: async (artifact, context) => {
      const answer = await http.get(
        artifact.url,
        {
          expect: "tarball",
          maxBytes: maxTarballBytes,
          onProgress: (done, total) =>
            context.observe({
              type: "advance",
              phase: "download",
              done,
              ...(total === undefined ? {} : { total }),
            }),
        },
        context,
      );
      return answer.found ? answer.body : absence("artifact", artifact.url, answer.status);
    },
    locate: async (artifact, context) => {
      const answer = await http.head(artifact.url, context);
      return answer.found ? undefined : absence("artifact", artifact.url, answer.status);
    },
    explain: (artifact, missed, context) =>
      explainAbsence(artifact, missed, { files: source, listing }, context),
    publishedSbom: (artifact, context) =>
      sbomOrNone(async () => {
        const location = `${artifact.url}${sbomSuffix}`;
        const expectation = { expect: "metadata", maxBytes: maxSbomBytes } as const;
        const answer = await http.get(location, expectation, context);
        return answer.found ? { location, bytes: answer.body.bytes } : undefined;
      }, context),
    keep: async () => undefined,
    progress: ({ fileName }) => ({ phase: "download", subject: fileName }),
    judged: (_, judge) => judge(source),
  };
  return source;
}

function absence(file: Absence["file"], url: string, status: number): Absence {
  return new Absence(file, redactUrl(url), `was answered with status ${status}`, status === 403);
}
