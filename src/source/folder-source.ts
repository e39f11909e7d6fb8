import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { maxBundleBytes, maxTarballBytes } from "./download.ts";
import { readTarballs } from "./listing.ts";
import { readBounded, readHashed } from "../files/bounded-read.ts";
import { bundleSuffixes } from "./local-folder.ts";
import { PyverifyError } from "../base/errors.ts";
import { pythonOrg } from "../release/release.ts";
import type { SourceTarball } from "../release/source-tarball.ts";
import { folderOf, parseVersionSpec, type PythonVersion } from "../release/version.ts";
import type { ReleaseSource } from "./release-source.ts";
import { messageOf } from "../base/error-message.ts";

/**
 * The releases in a local folder that is laid out as python.org's: `X.Y.Z/Python-….sigstore`, with
 * or without the tarballs beside them. A release of which nothing lies there is not missed, since
 * nothing says that it exists.
 */
export function folderSource(root: string): ReleaseSource {
  const pathOf = (artifact: SourceTarball): string =>
    join(root, folderOf(artifact.release.version), artifact.fileName);
  return {
    description: { type: "folder" },
    mirror: pythonOrg,
    list: async (wanted, { signal }) => {
      const names = await readNames(root);
      const folders = names.map(readFolderName).filter((folder) => folder !== undefined);
      const tarballs = [];
      for (const folder of folders.filter(wanted)) {
        signal.throwIfAborted();
        tarballs.push(...readTarballs(impliedNames(await readNames(join(root, folder.text)))));
      }
      return { tarballs, unreadable: [] };
    },
    bundle: async (artifact, { signal }) => {
      for (const suffix of bundleSuffixes) {
        const bundle = await readBounded(`${pathOf(artifact)}${suffix}`, maxBundleBytes, signal);
        if (bundle !== undefined) return bundle;
      }
      return undefined;
    },
    tarball: (artifact, { signal }) => readHashed(pathOf(artifact), maxTarballBytes, signal),
  };
}

/** A bundle speaks for its tarball, which need not be there. */
function impliedNames(names: readonly string[]): Set<string> {
  const bundles = names
    .filter((name) => bundleSuffixes.some((suffix) => name.endsWith(suffix)))
    .map((name) => name.replace(/\.sigstore(\.json)?$/, ""));
  return new Set([...names, ...bundles, ...bundles.map((name) => `${name}.sigstore`)]);
}

function readFolderName(name: string): PythonVersion | undefined {
  if (!/^\d+\.\d+\.\d+$/.test(name)) return undefined;
  const spec = parseVersionSpec(name);
  return spec.type === "version" ? spec.version : undefined;
}

async function readNames(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (cause) {
    throw new PyverifyError("filesystem", "not-readable", `${folder} cannot be read`, {
      because: messageOf(cause),
      hint: "--bundles takes a folder with X.Y.Z/Python-X.Y.Z.tar.xz.sigstore files",
      cause,
    });
  }
}
