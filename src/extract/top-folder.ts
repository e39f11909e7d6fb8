import type { VerifiedTarball } from "../verify/verify.ts";
import { malformed } from "./archive/archive-failure.ts";
import { parseEntryName } from "./archive/entry.ts";
import { TarFraming } from "./archive/tar-framing.ts";
import { PreparedExtraction } from "./prepared-extraction.ts";
import { ReleaseProof } from "./release-proof.ts";

/**
 * Holds a tarball's top folder against its release, by its first entry alone: a validly signed
 * 3.14.0 under the name of 3.14.4 is noticed without unpacking it. `extract` proves more.
 *
 * @param prepared what `prepareExtraction` gave, where it was called ahead; it is left stopped
 * @throws {PyverifyError} verification/release-mismatch; those of `Decompressor.decompress`; or the
 *   signal's reason
 */
export async function proveTopFolder(
  { artifact, bytes }: VerifiedTarball,
  signal: AbortSignal,
  prepared?: PreparedExtraction,
): Promise<void> {
  const proof = new ReleaseProof(artifact);
  let proven = false;
  const framing = new TarFraming((entry) => {
    if (!proven) proof.checkTopFolder(parseEntryName(entry.name));
    proven = true;
  });
  const decompressor = PreparedExtraction.decompressorOf(prepared, artifact.format);
  try {
    for await (const chunk of decompressor.decompress(bytes)) {
      signal.throwIfAborted();
      framing.push(chunk);
      if (proven) return;
    }
  } finally {
    decompressor.stop();
  }
  throw malformed("it has no entries");
}
