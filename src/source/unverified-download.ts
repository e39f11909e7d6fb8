import type { HashedBytes } from "../files/hashed-bytes.ts";
import type { StageContext } from "../base/progress.ts";
import type { Release } from "../release/release.ts";

/**
 * Bytes that claim to be a release and its bundle. Nothing is known about them yet: only
 * `verify/` takes them further, and nothing parses the tarball before.
 */
export interface UnverifiedDownload {
  readonly release: Release;
  readonly tarball: HashedBytes;
  readonly bundle: Buffer;
}

/** A release of which the bundle is here, and the tarball is still to come. */
export interface DownloadUnderWay {
  readonly release: Release;
  readonly bundle: Buffer;
  /** Gets the tarball. To be called once. */
  tarball(context: StageContext): Promise<HashedBytes>;
}
