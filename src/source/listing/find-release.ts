import type { StageContext } from "../../base/progress.ts";
import {
  compareVersions,
  type PythonVersion,
  seriesOf,
  specText,
  type VersionSpec,
} from "../../release/version.ts";
import type { ListedArtifact } from "./listed-artifact.ts";
import type { Listing } from "./listing.ts";
import { nothingFound, whyPassedOver } from "./nothing-found.ts";
import type { Sought } from "../release-source.ts";

/** A series has had 26 releases at most; what lists many more is no mirror of CPython. */
const maxFolders = 100;

/**
 * Finds out which release a SPEC means: a version is itself, without any look; a series and
 * `latest` are their newest final release that has a bundle, and `X.Y-rc` is the newest pre-release
 * of a series that has one. A newer one that is passed over is worth a warning.
 *
 * Whoever lists the releases decides here what is newest, and could keep one back; they cannot pass
 * off anything else as one, since `verify` follows.
 *
 * @throws {PyverifyError} release/release-not-found, release/not-signed; network or filesystem
 */
export async function findRelease(
  spec: VersionSpec,
  sought: Sought,
  listing: Listing,
  context: StageContext,
): Promise<PythonVersion> {
  if (spec.type === "version") return spec.version;
  const series = spec.type === "latest" ? undefined : spec.series;
  context.observe({ type: "start", phase: "resolve", subject: specText(spec) });
  const folders = await listing.folders(context);
  const candidates = folders.filter(
    (folder) => series === undefined || seriesOf(folder) === series,
  );
  const seen: ListedArtifact[] = [];
  for (const folder of candidates.slice(0, maxFolders)) {
    const listed = await listing.artifacts(folder, context);
    seen.push(...listed);
    const found = listed.find((tarball) => isMeant(tarball, spec) && isSought(tarball, sought));
    if (found === undefined) continue;
    context.observe({ type: "end", phase: "resolve" });
    warnOfNewer(found.version, spec, seen, sought, listing, context);
    return found.version;
  }
  throw nothingFound(spec, sought, { folders, candidates, seen, listing });
}

/** Whether a listed file is one that could be had. */
export function isSought({ type, isThere, hasBundle }: ListedArtifact, sought: Sought): boolean {
  return type === sought.type && hasBundle && (isThere || sought.bundleAlone === true);
}

/** Whether it is at the stage that is asked for. */
function isMeant({ version }: ListedArtifact, spec: VersionSpec): boolean {
  return (version.prerelease !== undefined) === (spec.type === "prerelease");
}

function warnOfNewer(
  found: PythonVersion,
  spec: VersionSpec,
  seen: readonly ListedArtifact[],
  sought: Sought,
  listing: Listing,
  { observe }: StageContext,
): void {
  const newer = seen.filter(({ version }) => compareVersions(version, found) > 0);
  const passedOver = newer.filter((tarball) => isMeant(tarball, spec));
  for (const text of new Set(passedOver.map(({ version }) => version.text))) {
    const own = passedOver.filter(({ version }) => version.text === text);
    const message = `${text} is passed over for ${found.text}: ${whyPassedOver(own, sought, listing)}`;
    observe({ type: "warning", message });
  }
  const released = newer.find(({ version }) => version.prerelease === undefined);
  if (spec.type === "prerelease" && released !== undefined) {
    const message = `${released.version.text} has been released since ${found.text}`;
    observe({ type: "warning", message });
  }
}
