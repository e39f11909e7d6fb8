import { cp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { FeedRelease } from "../../src/feed/feed-documents.ts";

/** Makes a copy of a feed that has no bundles, and so nothing but its word. */
export async function copyWithoutBundles(feed: string, bare: string): Promise<void> {
  await cp(feed, bare, { recursive: true });
  await rm(join(bare, "v1/bundles"), { recursive: true });
  for (const name of await readdir(join(bare, "v1"))) {
    if (!/^\d.*\.json$/.test(name)) continue;
    await changeRelease(join(bare, "v1", name), (artifact) => ({
      ...artifact,
      bundle: { url: artifact.bundle.url, sha256: artifact.bundle.sha256 },
    }));
  }
}

/** Changes each file in the document of a release. */
export async function changeRelease(
  path: string,
  change: (artifact: FeedRelease["artifacts"][number]) => object,
): Promise<void> {
  const release: FeedRelease = JSON.parse(await readFile(path, "utf8"));
  await writeFile(path, JSON.stringify({ ...release, artifacts: release.artifacts.map(change) }));
}
