import { PyverifyError } from "../base/errors.ts";
import type { StageContext } from "../base/progress.ts";
import { findSignedSeries, signedSeries } from "../release/release-managers.ts";
import {
  folderOf,
  type PythonVersion,
  type Series,
  seriesOf,
  type VersionSpec,
} from "../release/version.ts";
import { listFolders, listTarballs } from "./listing.ts";
import type { Mirror } from "./mirror.ts";

/**
 * Finds out which release a SPEC means: a version is itself, without any request; a series and
 * `latest` are their newest final release that has a bundle, found in the mirror's folder listings.
 *
 * A mirror decides here what is newest, and could keep a release to itself; it cannot pass off
 * anything else as one, since `verify` follows.
 *
 * @throws {PyverifyError} release/release-not-found, release/not-signed; network
 */
export async function resolve(
  spec: VersionSpec,
  mirror: Mirror,
  context: StageContext,
): Promise<PythonVersion> {
  if (spec.type === "version") return spec.version;
  const series = spec.type === "series" ? spec.series : undefined;
  context.observe({ type: "start", phase: "resolve", subject: series ?? "latest" });
  const folders = await listFolders(mirror, context);
  const candidates = folders.filter(
    (folder) => series === undefined || seriesOf(folder) === series,
  );
  for (const folder of candidates) {
    const tarballs = await listTarballs(mirror, folderOf(folder), context);
    const final = tarballs.find(
      (listed) =>
        listed.version.text === folder.text && listed.format === mirror.format && listed.hasBundle,
    );
    if (final !== undefined) {
      context.observe({ type: "end", phase: "resolve" });
      return final.version;
    }
    context.observe({
      type: "detail",
      message: `${folder.text} is passed over: no final ${mirror.format} with a bundle yet`,
    });
  }
  throw nothingToFetch(series, candidates.length > 0, folders);
}

function nothingToFetch(
  series: Series | undefined,
  seriesExists: boolean,
  folders: readonly PythonVersion[],
): PyverifyError {
  const newest = folders[0];
  if (series === undefined || newest === undefined) {
    return new PyverifyError("release", "release-not-found", "the mirror lists no signed release", {
      because: "no folder X.Y.Z with a tarball and its bundle was found there",
      hint: "check the mirror's address, or name the exact version",
    });
  }
  if (!seriesExists) {
    const there = [...new Set(folders.map(seriesOf))].slice(0, 5).join(", ");
    return new PyverifyError("release", "release-not-found", `there is no CPython ${series}`, {
      because: `the newest series on the mirror are ${there}`,
      hint: `ask for ${seriesOf(newest)}, or for latest`,
    });
  }
  return new PyverifyError(
    "release",
    "not-signed",
    `no final release of CPython ${series} is signed with Sigstore`,
    { because: signedSince(series), hint: "name a pre-release, or choose another series" },
  );
}

/** Since when a series is signed, as a sentence. */
export function signedSince(series: Series): string {
  const row = findSignedSeries(series);
  if (row !== undefined) {
    return `source tarballs of ${series} are signed with Sigstore since ${row.signedSince}`;
  }
  const first = signedSeries[0];
  return first === undefined
    ? `nobody is known to sign ${series}`
    : `CPython is signed with Sigstore since ${first.signedSince}`;
}
