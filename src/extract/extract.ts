import type { ProgressObserver, StageContext } from "../base/progress.ts";
import type { VerifiedTarball } from "../verify/verify.ts";
import { PreparedExtraction } from "./prepared-extraction.ts";
import { reportLeftovers } from "../files/leftovers.ts";
import { openStaging } from "../files/staging.ts";
import type { TreeManifest } from "./tree/manifest.ts";
import { keepsModes } from "./tree/kept-modes.ts";
import { unpack, type UnpackedTree } from "./unpack.ts";

/** The verified source, extracted. `extract` makes one only when the whole tree is in its place. */
class SourceTree {
  readonly #tarball: VerifiedTarball;
  /** the folder that holds `configure` */
  readonly path: string;
  /** number of regular files */
  readonly files: number;
  /** SHA-256 over the tree, in lower-case hex; `docs/tree-digest.md` defines it */
  readonly digest: string;

  constructor(tarball: VerifiedTarball, path: string, files: number, digest: string) {
    this.#tarball = tarball;
    this.path = path;
    this.files = files;
    this.digest = digest;
  }

  /** what was extracted */
  get tarball(): VerifiedTarball {
    return this.#tarball;
  }
}

/** The verified source, whole and proven to be its release, in the moment before it takes its place. */
class StagedTree extends SourceTree {
  /** where its files are until then */
  readonly stagedAt: string;
  /** everything in it */
  readonly manifest: TreeManifest;

  constructor(tarball: VerifiedTarball, tree: UnpackedTree, stagedAt: string) {
    super(tarball, tree.path, tree.files, tree.digest);
    this.stagedAt = stagedAt;
    this.manifest = tree.manifest;
  }
}

export type { SourceTree, StagedTree };

export interface ExtractOptions {
  /** the folder to fill: missing or empty */
  readonly destination: string;
  /** seconds since 1970; later times in the archive are set to it */
  readonly sourceDateEpoch?: number;
  /** what `prepareExtraction` gave, where it was called ahead */
  readonly prepared?: PreparedExtraction;
  /**
   * Called right before the tree takes its place, for what has to appear with it or not at all. If
   * it throws, nothing of the tree remains.
   *
   * @returns what undoes its work, called if the tree's own last step fails
   */
  readonly alongside?: (tree: StagedTree) => Promise<() => void>;
}

/**
 * Makes sure that a destination can be filled, which is better known before a download than after.
 * What killed runs have left there is removed.
 *
 * @throws {PyverifyError} filesystem/…, as `extract` would
 */
export function checkDestination(destination: string, observe: ProgressObserver): void {
  const staging = openStaging(destination);
  try {
    keepsModes(staging.path, destination);
  } finally {
    staging.discard();
  }
  reportLeftovers(staging.leftovers, observe);
}

/**
 * Extracts a verified tarball, whole or not at all: whatever goes wrong, nothing remains.
 *
 * A signature does not make an archive harmless, so it is read as if it were hostile; and it does
 * not say which release it is, so the archive has to prove that before it is put in its place.
 *
 * @throws {PyverifyError} archive/…, filesystem/…, verification/release-mismatch; or the reason of
 *   `context.signal`
 */
export async function extract(
  tarball: VerifiedTarball,
  options: ExtractOptions,
  context: StageContext,
): Promise<SourceTree> {
  const { observe } = context;
  const { format } = tarball.artifact;
  const decompressor = PreparedExtraction.decompressorOf(options.prepared, format);
  observe({ type: "start", phase: "extract", subject: options.destination });
  const { alongside } = options;
  const tree = await unpack(
    tarball.bytes,
    tarball.artifact,
    {
      ...options,
      alongside: async (staged, path) => alongside?.(new StagedTree(tarball, staged, path)),
    },
    decompressor,
    context,
  );
  observe({ type: "end", phase: "extract" });
  return new SourceTree(tarball, tree.path, tree.files, tree.digest);
}
