import { resolve } from "node:path";
import type { StageContext } from "../progress.ts";
import type { Release } from "../release/release.ts";
import { readArchive } from "./archive-reader.ts";
import { decompress } from "./decompress.ts";
import { parseEntryName, planEntry } from "./entry.ts";
import { ReleaseProof } from "./release-proof.ts";
import { openStaging } from "./staging.ts";
import { TreeNames } from "./tree-names.ts";
import { TreeWriter } from "./tree-writer.ts";

/** A tree in its place. */
export interface UnpackedTree {
  readonly path: string;
  readonly files: number;
  readonly digest: string;
}

/**
 * Unpacks the bytes of a tarball. Only `extract` may call this, which takes verified bytes alone.
 *
 * @param tarball compressed as `release.format` says
 * @throws as `extract` does
 */
export async function unpack(
  tarball: Uint8Array,
  release: Release,
  options: { readonly destination: string; readonly sourceDateEpoch?: number },
  context: StageContext,
): Promise<UnpackedTree> {
  context.signal.throwIfAborted();
  const staging = openStaging(options.destination);
  let writer: TreeWriter | undefined;
  try {
    writer = new TreeWriter(staging.path, options.sourceDateEpoch ?? Number.POSITIVE_INFINITY);
    const tree = await writeTree(tarball, release, writer, context);
    staging.publish(tree.modified);
    return { path: resolve(options.destination), files: tree.files, digest: tree.digest };
  } finally {
    writer?.close();
    staging.discard();
  }
}

async function writeTree(
  tarball: Uint8Array,
  release: Release,
  writer: TreeWriter,
  { observe, signal }: StageContext,
): Promise<ReturnType<TreeWriter["finish"]>> {
  const proof = new ReleaseProof(release);
  const names = new TreeNames();
  const decompressed = watched(decompress(tarball, release.format), signal, (done) =>
    observe({ type: "advance", phase: "extract", done }),
  );
  await readArchive(decompressed, (archived) => {
    const name = parseEntryName(archived.name);
    proof.checkTopFolder(name);
    const entry = planEntry(archived, name);
    for (const parent of names.add(entry)) writer.addParent(parent, entry.modified);
    return proof.watch(entry.path, writer.add(entry));
  });
  proof.conclude();
  return writer.finish();
}

async function* watched(
  chunks: AsyncIterable<Uint8Array>,
  signal: AbortSignal,
  advance: (done: number) => void,
): AsyncGenerator<Uint8Array, void, undefined> {
  let done = 0;
  for await (const chunk of chunks) {
    signal.throwIfAborted();
    yield chunk;
    done += chunk.length;
    advance(done);
  }
}
