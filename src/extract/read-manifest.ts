import { createHash } from "node:crypto";
import type { StageContext } from "../base/progress.ts";
import type { VerifiedTarball } from "../verify/verify.ts";
import type { EntrySink } from "./archive/archive-reader.ts";
import type { PlannedEntry } from "./archive/entry.ts";
import { readRelease } from "./prove-release.ts";
import type { TreeManifest } from "./tree/manifest.ts";
import { TreeDigest } from "./tree/tree-digest.ts";

/** Everything in a tarball, and the content of a few of its files. */
export interface TreeContents {
  readonly manifest: TreeManifest;
  readonly kept: ReadonlyMap<string, Buffer>;
}

/**
 * Reads what a verified tarball holds, with every check that `extract` does, and writes nothing.
 *
 * @param keep paths whose content is wanted too
 * @throws as `proveRelease` does
 */
export async function readManifest(
  tarball: VerifiedTarball,
  keep: readonly string[],
  context: StageContext,
): Promise<TreeContents> {
  const digest = new TreeDigest();
  const folders = new Set<string>();
  const kept = new Map<string, Buffer>();
  await readRelease(
    tarball,
    (entry) => {
      for (const folder of foldersOf(entry)) {
        if (folders.has(folder)) continue;
        folders.add(folder);
        digest.folder(folder);
      }
      if (entry.type === "link") digest.link(entry.path, entry.target);
      return entry.type === "file" ? fileSink(entry, digest, keep, kept) : nothing;
    },
    context,
  );
  return { manifest: digest.manifest, kept };
}

const nothing: EntrySink = { write: () => undefined, end: () => undefined };

function fileSink(
  { path, executable }: Extract<PlannedEntry, { type: "file" }>,
  digest: TreeDigest,
  keep: readonly string[],
  kept: Map<string, Buffer>,
): EntrySink {
  const hash = createHash("sha256");
  const pieces: Uint8Array[] | undefined = keep.includes(path) ? [] : undefined;
  return {
    write: (bytes) => {
      hash.update(bytes);
      pieces?.push(Uint8Array.from(bytes));
    },
    end: () => {
      digest.file(path, executable, hash.digest("hex"));
      if (pieces !== undefined) kept.set(path, Buffer.concat(pieces));
    },
  };
}

/** The folders that an entry makes: those above it, and itself if it is one. */
function foldersOf({ type, path }: PlannedEntry): string[] {
  const parts = path.split("/").slice(0, type === "folder" ? undefined : -1);
  return parts.map((_, index) => parts.slice(0, index + 1).join("/")).filter((name) => name !== "");
}
