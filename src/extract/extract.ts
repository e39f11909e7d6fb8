import type { StageContext } from "../progress.ts";
import type { VerifiedTarball } from "../verify/verify.ts";

/** The verified source, extracted. `extract` makes one only when the whole tree is in its place. */
class SourceTree {
  readonly tarball: VerifiedTarball;
  /** the folder that holds `configure` */
  readonly path: string;
  /** number of regular files */
  readonly files: number;
  /** SHA-256 over the tree, in lower-case hex */
  readonly digest: string;

  constructor(tarball: VerifiedTarball, path: string, files: number, digest: string) {
    this.tarball = tarball;
    this.path = path;
    this.files = files;
    this.digest = digest;
  }
}

export type { SourceTree };

export interface ExtractOptions {
  /** the folder to fill: missing or empty */
  readonly destination: string;
  /** seconds since 1970; later times in the archive are set to it */
  readonly sourceDateEpoch?: number;
}

export async function extract(
  _tarball: VerifiedTarball,
  _options: ExtractOptions,
  _context: StageContext,
): Promise<SourceTree> {
  throw new Error("next commit");
}
