import type { HashedBytes } from "./hashed-bytes.ts";
import type { Release } from "../release/release.ts";

/**
 * Bytes that claim to be a release and its bundle. Nothing is known about them yet: only `verify`
 * takes them further, and nothing parses the tarball before.
 */
export interface UnverifiedDownload {
  readonly release: Release;
  readonly tarball: HashedBytes;
  readonly bundle: Buffer;
}
