import { PyverifyError } from "../../base/errors.ts";
import type { StageContext } from "../../base/progress.ts";
import type { Artifact } from "../../release/artifact.ts";
import { pythonOrg } from "../../release/release.ts";
import { compareVersions, type PythonVersion, seriesOf } from "../../release/version.ts";
import { isSought } from "./find-release.ts";
import type { Listing } from "./listing.ts";

/** How many releases are named to somebody who asked for one that does not exist. */
const suggestionCount = 3;
/** How many folders are looked into for them; some hold nothing that could be named. */
const maxFolders = 5;

/**
 * Names what could be asked for instead of a release that is not there: the same release in its
 * other format, or the nearest that are there and signed. It only helps with a message, so a mirror
 * without listings gives nothing, and fails nothing.
 */
export async function suggestInstead(
  { type, folder, release: { version } }: Artifact,
  listing: Listing,
  context: StageContext,
): Promise<string | undefined> {
  try {
    const folders = await listing.folders(context);
    if (folders.length === 0) {
      return `check the mirror's address: it is the folder that holds ${folder}/, as ${pythonOrg} is`;
    }
    const home = folders.find(({ text }) => text === folder);
    const own = home === undefined ? [] : await listing.artifacts(home, context);
    const otherForm = own.find(
      (listed) =>
        listed.version.text === version.text &&
        listed.type.kind === type.kind &&
        listed.type !== type,
    );
    if (otherForm?.type.format !== undefined) {
      return `it is there in another format: --format ${otherForm.type.format}`;
    }
    const found = own
      .filter((listed) => isSought(listed, { type }) && listed.version.text !== version.text)
      .map((listed) => listed.version);
    for (const other of nearestFirst(
      folders.filter(({ text }) => text !== folder),
      version,
    ).slice(0, maxFolders)) {
      if (found.length >= suggestionCount) break;
      const tarballs = await listing.artifacts(other, context);
      found.push(
        ...tarballs
          .filter((listed) => isSought(listed, { type }))
          .map((listed) => listed.version)
          .filter(({ prerelease }) => prerelease === undefined),
      );
    }
    const names = nearestFirst(found, version).slice(0, suggestionCount);
    return names.length === 0
      ? undefined
      : `the nearest that are there: ${names.map(({ text }) => text).join(", ")}`;
  } catch (error) {
    context.signal.throwIfAborted();
    if (!(error instanceof PyverifyError)) throw error;
    context.observe({ type: "detail", message: `no suggestions: ${error.message}` });
    return undefined;
  }
}

/**
 * Orders versions by how near they are to another: those of its series first, by the distance of
 * their numbers, then all others from the newest on.
 */
export function nearestFirst(
  versions: readonly PythonVersion[],
  wanted: PythonVersion,
): PythonVersion[] {
  const newestFirst = versions.toSorted((a, b) => compareVersions(b, a));
  const siblings = newestFirst.filter((version) => seriesOf(version) === seriesOf(wanted));
  const others = newestFirst.filter((version) => seriesOf(version) !== seriesOf(wanted));
  return [...siblings.toSorted((a, b) => distance(a, wanted) - distance(b, wanted)), ...others];
}

function distance(a: PythonVersion, b: PythonVersion): number {
  return Math.abs(a.micro - b.micro);
}
