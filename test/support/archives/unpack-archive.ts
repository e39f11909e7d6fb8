import { unpack, type UnpackedTree } from "../../../src/extract/unpack.ts";
import { pythonOrg } from "../../../src/release/release.ts";
import { sourceTarball } from "../../../src/release/source-tarball.ts";
import { parseVersion } from "../../../src/release/version.ts";
import { givenChunks } from "./given-chunks.ts";

const wanted = sourceTarball(parseVersion("3.14.99"), { format: "tgz", mirror: pythonOrg });

/** Unpacks an archive that is not compressed as CPython 3.14.99, with nothing to decode. */
export async function unpackArchive(
  tar: Buffer,
  destination: string,
  options: { readonly sourceDateEpoch?: number; readonly chunkBytes?: number } = {},
): Promise<UnpackedTree> {
  return unpack(
    Buffer.alloc(0),
    wanted,
    { destination, ...options },
    givenChunks(tar, options.chunkBytes),
    { observe: () => undefined, signal: new AbortController().signal },
  );
}
