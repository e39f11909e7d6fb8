import { join } from "node:path";
import * as v from "valibot";
import { formatJson } from "../base/json.ts";
import type { StageContext } from "../base/progress.ts";
import { readBounded } from "../files/bounded-read.ts";
import type { SourceDescription } from "../source/release-source.ts";
import type { FeedBundles } from "./feed-documents.ts";

/** Beside the versioned documents, and none of what they promise: it is for the next audit alone. */
export const listedFile = "listed.json";

const mediaType = "application/vnd.pyverify.feed.listed+json;version=1";

/** How a mirror listed the bundles of a feed: as long as it does so still, it says that they are the same. */
const listedBundles = v.object({
  mediaType: v.literal(mediaType),
  mirror: v.string(),
  /** time and size in the listing's own words, by the names of their files */
  bundles: v.record(v.string(), v.string()),
});

/** A hundred times that of all releases so far. */
const maxBytes = 16 * 1024 * 1024;

/** Writes down how a mirror lists bundles; undefined for a source that lists nothing of the kind. */
export function formatListed(source: SourceDescription, bundles: FeedBundles): string | undefined {
  if (source.type !== "mirror") return undefined;
  const listed = [...bundles].flatMap(([file, { listedAs }]) =>
    listedAs === undefined ? [] : [[file, listedAs] as const],
  );
  if (listed.length === 0) return undefined;
  const sorted = listed.toSorted(([a], [b]) => (a < b ? -1 : 1));
  return formatJson({ mediaType, mirror: source.url, bundles: Object.fromEntries(sorted) });
}

/**
 * How a mirror listed the bundles of an earlier feed. What is no such document is none: everything
 * is then asked for.
 *
 * @throws the signal's reason
 */
export async function readListed(
  folder: string,
  source: SourceDescription,
  { observe, signal }: StageContext,
): Promise<ReadonlyMap<string, string>> {
  const path = join(folder, listedFile);
  try {
    const bytes = await readBounded(path, maxBytes, signal, { refuseLink: true });
    if (bytes === undefined || source.type !== "mirror") return new Map();
    const { mirror, bundles } = v.parse(listedBundles, JSON.parse(bytes.toString("utf8")));
    return new Map(mirror === source.url ? Object.entries(bundles) : []);
  } catch {
    signal.throwIfAborted();
    observe({ type: "warning", message: `${path} is of no use: every bundle is asked for` });
    return new Map();
  }
}
