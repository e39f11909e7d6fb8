import { join } from "node:path";
import type { PyverifyError } from "../base/errors.ts";
import type { StageContext } from "../base/progress.ts";
import { readBounded } from "../files/bounded-read.ts";
import type { Artifact } from "../release/artifact.ts";
import { artifactName } from "../release/artifact-types.ts";
import { blamesContent } from "../source/cache/cached-mirror.ts";
import type { ReleaseSource } from "../source/release-source.ts";
import { maxBundleBytes } from "../source/size-limits.ts";
import { copyOf, feedVersion } from "./feed-documents.ts";
import { readListed } from "./listed-bundles.ts";

/**
 * A mirror whose bundles are taken from yesterday's feed where the mirror's own listings, which are
 * asked for each time, still have the time and size that they had then. Nothing in the feed is
 * believed: such a bundle is verified as any other, and asked for if it does not pass.
 *
 * @param folder where the feed lies, if there is one yet
 */
export function withEarlierBundles(source: ReleaseSource, folder: string): ReleaseSource {
  const unchanged = new Set<string>();
  return {
    ...source,
    list: async (wanted, context) => {
      const inventory = await source.list(wanted, context);
      const before = await readListed(folder, source.description, context);
      for (const { version, type, bundleAs } of inventory.artifacts) {
        const name = artifactName(version, type);
        if (bundleAs !== undefined && before.get(name) === bundleAs) unchanged.add(name);
      }
      return inventory;
    },
    judged: async (artifact, judge, context) => {
      const bytes = unchanged.has(artifact.fileName)
        ? await earlierBundle(folder, artifact, context)
        : undefined;
      if (bytes === undefined) return source.judged(artifact, judge, context);
      const bundle = async () => ({ bytes, url: artifact.bundleUrl });
      try {
        return await source.judged(artifact, (files) => judge({ ...files, bundle }), context);
      } catch (error) {
        context.signal.throwIfAborted();
        if (!blamesContent(error)) throw error;
        context.observe({ type: "warning", message: notUsed(artifact, error) });
        return source.judged(artifact, judge, context);
      }
    },
  };
}

function notUsed({ fileName }: Artifact, { message }: PyverifyError): string {
  return `the feed's bundle of ${fileName} is not used: ${message}`;
}

async function earlierBundle(
  folder: string,
  { release, fileName }: Artifact,
  { observe, signal }: StageContext,
): Promise<Buffer | undefined> {
  const path = join(folder, feedVersion, copyOf(release.version, fileName));
  try {
    const bytes = await readBounded(path, maxBundleBytes, signal, { refuseLink: true });
    const message = `${fileName}: the mirror lists its bundle as before, the feed has it`;
    if (bytes !== undefined) observe({ type: "detail", message });
    return bytes;
  } catch {
    signal.throwIfAborted();
    return undefined;
  }
}
