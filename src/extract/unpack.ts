import { resolve } from "node:path";
import { regularTurns, turnOfEventLoop } from "../base/event-loop.ts";
import type { StageContext } from "../base/progress.ts";
import type { SourceTarball } from "../release/source-tarball.ts";
import { type EntrySink, readArchive } from "./archive/archive-reader.ts";
import type { Decompressor } from "./decode/decompress.ts";
import { parseEntryName, type PlannedEntry, planEntry } from "./archive/entry.ts";
import type { ArchiveEntry } from "./archive/tar-framing.ts";
import { ReleaseProof } from "./release-proof.ts";
import { openStaging, type Staging } from "../files/staging.ts";
import type { TreeManifest } from "./tree/manifest.ts";
import { TreeNames } from "./tree/tree-names.ts";
import { TreeWriter } from "./tree/tree-writer.ts";

/** A tree in its place. */
export interface UnpackedTree {
  readonly path: string;
  readonly files: number;
  readonly digest: string;
  /** everything in it */
  readonly manifest: TreeManifest;
}

export interface UnpackOptions {
  readonly destination: string;
  readonly sourceDateEpoch?: number;
  /** called before the tree takes its place, with where it is until then; gives what undoes it */
  readonly alongside?: (tree: UnpackedTree, stagedAt: string) => Promise<(() => void) | undefined>;
}

/**
 * Unpacks the bytes of a tarball. Only `extract` may call this, which takes verified bytes alone.
 *
 * @param tarball compressed as `artifact.format` says
 * @param decompressor for that format; it is left stopped
 * @throws as `extract` does
 */
export async function unpack(
  tarball: Uint8Array,
  artifact: SourceTarball,
  options: UnpackOptions,
  decompressor: Decompressor,
  context: StageContext,
): Promise<UnpackedTree> {
  let staging: Staging | undefined;
  let writer: TreeWriter | undefined;
  try {
    context.signal.throwIfAborted();
    staging = openStaging(options.destination);
    const latest = options.sourceDateEpoch ?? Number.POSITIVE_INFINITY;
    writer = new TreeWriter(staging.path, latest, resolve(options.destination));
    const into = writer;
    const chunks = decompressor.decompress(tarball);
    await readTree(chunks, artifact, (entry) => into.add(entry), context);
    const { modified, ...written } = into.finish();
    const tree = { path: resolve(options.destination), ...written };
    // Nothing of it runs any more when the tree takes its place.
    decompressor.stop();
    await lastChance(context.signal);
    const undo = await options.alongside?.(tree, staging.path);
    try {
      await lastChance(context.signal);
      staging.publish(modified);
    } catch (error) {
      undo?.();
      throw error;
    }
    return tree;
  } finally {
    decompressor.stop();
    writer?.close();
    staging?.discard();
  }
}

/** Hears of a signal that has come meanwhile, before something appears that it should have prevented. */
async function lastChance(signal: AbortSignal): Promise<void> {
  await turnOfEventLoop();
  signal.throwIfAborted();
}

/**
 * Reads a whole archive, with every check that there is.
 *
 * @param chunks the archive's bytes, decompressed
 * @param open says where an entry's content goes
 * @throws as `extract` does
 */
export async function readTree(
  chunks: AsyncIterable<Uint8Array>,
  artifact: SourceTarball,
  open: (entry: PlannedEntry) => EntrySink,
  { observe, signal }: StageContext,
): Promise<void> {
  const proof = new ReleaseProof(artifact);
  const names = new TreeNames();
  const watchedChunks = watched(chunks, signal, (done) =>
    observe({ type: "advance", phase: "extract", done }),
  );
  const plan = (archived: ArchiveEntry): PlannedEntry => {
    const name = parseEntryName(archived.name);
    proof.checkTopFolder(name);
    const entry = planEntry(archived, name);
    names.add(entry);
    return entry;
  };
  await readArchive(watchedChunks, plan, (entry) => proof.watch(entry.path, open(entry)));
  proof.conclude();
}

/** How often progress is told. */
const progressBytes = 1024 * 1024;

async function* watched(
  chunks: AsyncIterable<Uint8Array>,
  signal: AbortSignal,
  advance: (done: number) => void,
): AsyncGenerator<Uint8Array, void, undefined> {
  const turn = regularTurns();
  let done = 0;
  let told = 0;
  for await (const chunk of chunks) {
    await turn();
    signal.throwIfAborted();
    yield chunk;
    done += chunk.length;
    if (done - told < progressBytes) continue;
    told = done;
    advance(done);
  }
}
