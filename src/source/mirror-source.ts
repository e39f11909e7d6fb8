import { maxBundleBytes, maxTarballBytes } from "./download.ts";
import type { HashedBytes } from "../files/hashed-bytes.ts";
import type { HttpAnswer, HttpClient } from "../http/http-client.ts";
import { type ListedTarball, listFolders, listTarballs } from "./listing.ts";
import type { Mirror } from "./mirror.ts";
import { redactUrl } from "../base/redact-url.ts";
import { PyverifyError } from "../base/errors.ts";
import type { StageContext } from "../base/progress.ts";
import { folderOf, type PythonVersion } from "../release/version.ts";
import { each } from "../base/each.ts";
import type { ReleaseSource } from "./release-source.ts";

/** The releases on a mirror, found in its folder listings. */
export function mirrorSource(url: string, http: HttpClient, parallel: number): ReleaseSource {
  const mirror: Mirror = { url, http, format: "tar.xz" };
  return {
    description: { type: "mirror", url: redactUrl(url) },
    mirror: url,
    list: async (wanted, context) => {
      const folders = (await listFolders(mirror, context)).filter(wanted);
      const looked = await each(folders, parallel, (folder) => look(mirror, folder, context));
      return {
        tarballs: looked.flatMap(({ tarballs }) => tarballs),
        unreadable: looked.flatMap(({ folder, error }) =>
          error === undefined ? [] : [{ folder, error }],
        ),
      };
    },
    bundle: async (artifact, context) => {
      const expectation = { expect: "bundle", maxBytes: maxBundleBytes } as const;
      return found(await http.get(artifact.bundleUrl, expectation, context))?.bytes;
    },
    tarball: async (artifact, context) => {
      const expectation = { expect: "tarball", maxBytes: maxTarballBytes } as const;
      return found(await http.get(artifact.url, expectation, context));
    },
  };
}

interface Look {
  readonly folder: PythonVersion;
  readonly tarballs: readonly ListedTarball[];
  readonly error: PyverifyError | undefined;
}

/** A folder that cannot be listed costs its own releases, not the audit. */
async function look(mirror: Mirror, folder: PythonVersion, context: StageContext): Promise<Look> {
  try {
    const tarballs = await listTarballs(mirror, folderOf(folder), context);
    return { folder, tarballs, error: undefined };
  } catch (error) {
    context.signal.throwIfAborted();
    if (!(error instanceof PyverifyError)) throw error;
    return { folder, tarballs: [], error };
  }
}

function found(answer: HttpAnswer): HashedBytes | undefined {
  return answer.found ? answer.body : undefined;
}
