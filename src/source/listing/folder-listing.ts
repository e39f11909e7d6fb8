import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { errorCodeOf } from "../../base/error-message.ts";
import { notReadable } from "../../files/bounded-read.ts";
import {
  compareVersions,
  folderOf,
  parseVersion,
  type PythonVersion,
  readVersion,
} from "../../release/version.ts";
import { readArtifactName } from "../../release/artifact-types.ts";
import { readArtifacts } from "./listed-artifact.ts";
import type { Listing } from "./listing.ts";
import { type ListedEntry, nameAlone } from "./listing-page.ts";

/**
 * What lies in a local folder: release files side by side, or in folders `X.Y.Z` as on python.org,
 * or both.
 */
export function folderListing(root: string): Listing {
  return {
    place: `in ${root}`,
    elsewhere: "name another folder with --from DIR",
    emptyBecause: "it holds no Python-X.Y.Z.tar.xz or the like, and no folder X.Y.Z",
    emptyHint: "put tarball and bundle there, or name another folder with --from DIR",
    folders: async () => {
      const names = await namesIn(root);
      const below = names.filter(isFolderName);
      const beside = readArtifacts(names.map(nameAlone)).map(({ version }) => folderOf(version));
      return [...new Set([...below, ...beside])]
        .map(parseVersion)
        .toSorted((a, b) => compareVersions(b, a));
    },
    artifacts: async (folder) => [
      ...readArtifacts(await sized(root, await namesIn(root)), folder),
      ...readArtifacts(
        await sized(join(root, folder.text), await namesBelow(root, folder)),
        folder,
      ),
    ],
  };
}

function isFolderName(name: string): boolean {
  const version = readVersion(name);
  return version !== undefined && version.prerelease === undefined;
}

/** The entries of a folder, with the sizes of those that are release files. */
function sized(folder: string, names: readonly string[]): Promise<ListedEntry[]> {
  return Promise.all(
    names.map(async (name) => {
      if (readArtifactName(name) === undefined) return nameAlone(name);
      const facts = await stat(join(folder, name)).catch(() => undefined);
      return { name, size: facts?.isFile() === true ? facts.size : undefined, modified: undefined };
    }),
  );
}

async function namesBelow(root: string, folder: PythonVersion): Promise<string[]> {
  const path = join(root, folder.text);
  try {
    return await readdir(path);
  } catch (error) {
    if (errorCodeOf(error) === "ENOENT") return [];
    throw notReadable(path, error);
  }
}

async function namesIn(path: string): Promise<string[]> {
  try {
    return await readdir(path);
  } catch (error) {
    throw notReadable(path, error);
  }
}
