import type { HashedBytes } from "../files/hashed-bytes.ts";
import type { StageContext } from "../base/progress.ts";
import type { SourceTarball } from "../release/source-tarball.ts";

/**
 * Bytes that claim to be a release and its bundle. Nothing is known about them yet: only
 * `verify/` takes them further, and nothing parses the tarball before.
 */
export interface UnverifiedDownload {
  readonly artifact: SourceTarball;
  readonly tarball: HashedBytes;
  readonly bundle: Buffer;
}

/** A release of which the bundle is here, and the tarball is still to come. */
export interface DownloadUnderWay {
  readonly artifact: SourceTarball;
  readonly bundle: Buffer;
  /** Gets the tarball. To be called once. */
  tarball(context: StageContext): Promise<HashedBytes>;
}
