import type { HashedBytes } from "../files/hashed-bytes.ts";
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
