import type { HashedBytes } from "../files/hashed-bytes.ts";
import type { Artifact } from "../release/artifact.ts";

/**
 * Bytes that claim to be a file of a release and its bundle. Nothing is known about them yet: only
 * `verify/` takes them further, and nothing parses the file before.
 */
export interface UnverifiedDownload<A extends Artifact = Artifact> {
  readonly artifact: A;
  readonly content: HashedBytes;
  readonly bundle: Buffer;
}
