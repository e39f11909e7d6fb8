import type { StageContext } from "../base/progress.ts";
import { PyverifyError } from "../base/errors.ts";
import { pythonOrg } from "../release/release.ts";
import type { SourceTarball } from "../release/source-tarball.ts";
import { compareVersions, folderOf, type PythonVersion, seriesOf } from "../release/version.ts";
import { type ListedTarball, listFolders, listTarballs } from "./listing.ts";
import type { Mirror } from "./mirror.ts";

/** How many releases are named to somebody who asked for one that does not exist. */
const suggestionCount = 3;
/** How many folders are looked into for them; some hold nothing that could be named. */
const maxFolders = 5;

/**
 * Names what could be asked for instead of a release that the mirror does not have: the same
 * release in its other format, or the nearest that are there and signed. It only helps with a
 * message, so a mirror without listings gives nothing, and fails nothing.
 */
export async function suggestInstead(
  wanted: SourceTarball,
  mirror: Mirror,
  context: StageContext,
): Promise<string | undefined> {
  try {
    const folders = await listFolders(mirror, context);
    if (folders.length === 0) {
      return `check the mirror's address: it is the folder that holds ${folderOf(wanted.release.version)}/, as ${pythonOrg} is`;
    }
    const own = folders.some((folder) => folder.text === folderOf(wanted.release.version))
      ? await listTarballs(mirror, folderOf(wanted.release.version), context)
      : [];
    const otherFormat = own.find(({ version }) => version.text === wanted.release.version.text);
    if (otherFormat !== undefined) {
      return `it is there in another format: --format ${otherFormat.format}`;
    }
    const found = own.filter((listed) => isSuggestible(listed, wanted));
    const nearest = nearestFirst(
      folders.filter((folder) => folder.text !== folderOf(wanted.release.version)),
      wanted.release.version,
    );
    for (const folder of nearest.slice(0, maxFolders)) {
      if (found.length >= suggestionCount) break;
      const tarballs = await listTarballs(mirror, folderOf(folder), context);
      found.push(
        ...tarballs.filter(
          (listed) => isSuggestible(listed, wanted) && listed.version.prerelease === undefined,
        ),
      );
    }
    const names = nearestFirst(
      found.map(({ version }) => version),
      wanted.release.version,
    ).slice(0, suggestionCount);
    return names.length === 0
      ? undefined
      : `the nearest that are there: ${names.map((version) => version.text).join(", ")}`;
  } catch (error) {
    context.signal.throwIfAborted();
    if (!(error instanceof PyverifyError)) throw error;
    context.observe({ type: "detail", message: `no suggestions: ${error.message}` });
    return undefined;
  }
}

function isSuggestible(listed: ListedTarball, wanted: SourceTarball): boolean {
  return listed.format === wanted.format && listed.hasBundle;
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
