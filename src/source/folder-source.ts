import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { PyverifyError } from "../base/errors.ts";
import { readBounded, readHashed } from "../files/bounded-read.ts";
import type { Artifact } from "../release/artifact.ts";
import { Absence } from "./absence.ts";
import { findBundle } from "./bundle-names.ts";
import { findRelease } from "./listing/find-release.ts";
import { folderListing } from "./listing/folder-listing.ts";
import { listReleases } from "./listing/list-releases.ts";
import { sbomOrNone, sbomSuffix } from "./published-sbom.ts";
import type { ReleaseSource } from "./release-source.ts";
import { maxBundleBytes, maxSbomBytes, maxTarballBytes } from "./size-limits.ts";

/**
 * The releases in a local folder, side by side or laid out as on python.org, with or without the
 * tarballs beside their bundles. A release of which nothing lies there is not missed, since nothing
 * says that it exists.
 *
 * @param mirror the folder URL that the files are named after
 */
export function folderSource(root: string, mirror: string): ReleaseSource {
  const listing = folderListing(root);
  const source: ReleaseSource = {
    description: { type: "folder" },
    mirror,
    list: (wanted, context) => listReleases(listing, wanted, context),
    find: (spec, sought, context) => findRelease(spec, sought, listing, context),
    bundle: async (artifact, { signal }) => {
      for (const place of placesOf(root, artifact)) {
        const bundle = await bundleBeside(place, signal);
        if (bundle !== undefined) {
          return { bytes: bundle.found, url: `${artifact.url}${bundle.suffix}` };
        }
      }
      return absence(root, artifact, "bundle");
    },
    artifact: async (artifact, { signal }) => {
      for (const place of placesOf(root, artifact)) {
        const content = await readHashed(place, maxTarballBytes, signal);
        if (content !== undefined) return content;
      }
      return absence(root, artifact, "artifact");
    },
    locate: async (artifact) =>
      placesOf(root, artifact).some((place) => existsSync(place))
        ? undefined
        : absence(root, artifact, "artifact"),
    explain: async (artifact, { file, place, notice }) => {
      const isThere = placesOf(root, artifact).some((path) => existsSync(path));
      const code = file === "bundle" && isThere ? "bundle-not-found" : "tarball-not-found";
      const missed = file === "bundle" && !isThere ? pathOf(root, artifact) : place;
      return new PyverifyError("release", code, `${missed} ${notice}`, {
        because:
          code === "bundle-not-found"
            ? `without its bundle a ${artifact.type.kind === "source" ? "tarball" : "file"} cannot be verified`
            : "with --from DIR nothing is downloaded",
        hint: `--from DIR takes ${exampleName(artifact)} and the .sigstore file beside it, both in DIR or in DIR/X.Y.Z`,
      });
    },
    publishedSbom: (artifact, context) =>
      sbomOrNone(async () => {
        for (const place of placesOf(root, artifact)) {
          const location = `${place}${sbomSuffix}`;
          const bytes = await readBounded(location, maxSbomBytes, context.signal);
          if (bytes !== undefined) return { location, bytes };
        }
        return undefined;
      }, context),
    keep: async () => undefined,
    progress: ({ fileName }) => ({ phase: "read", subject: fileName }),
    judged: (_, judge) => judge(source),
  };
  return source;
}

/**
 * Reads the bundle that lies beside a file.
 *
 * @returns undefined if there is none
 * @throws {PyverifyError} filesystem
 */
export function bundleBeside(
  file: string,
  signal: AbortSignal,
): Promise<{ readonly found: Buffer; readonly suffix: string } | undefined> {
  return findBundle(file, (place) => readBounded(place, maxBundleBytes, signal));
}

/** How the file is to be named, for any version. */
function exampleName({ type: { format, prefix, suffix } }: Artifact): string {
  return format === undefined ? `${prefix}VERSION${suffix}` : "Python-VERSION.tar.xz (or .tgz)";
}

function absence(root: string, artifact: Artifact, file: Absence["file"]): Absence {
  const path = pathOf(root, artifact);
  return new Absence(file, file === "bundle" ? `${path}.sigstore` : path, "does not exist");
}

/** Where a file may lie: in the folder itself, or in its version's folder below. */
function placesOf(root: string, { folder, fileName }: Artifact): readonly [string, string] {
  return [join(root, fileName), join(root, folder, fileName)];
}

/** Where a person would look for it, by what is there. */
function pathOf(root: string, artifact: Artifact): string {
  const [beside, below] = placesOf(root, artifact);
  return existsSync(dirname(below)) ? below : beside;
}
