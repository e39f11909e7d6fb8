import type { VerifiedTarball } from "../verify/verify.ts";
import { malformed } from "./archive-failure.ts";
import { readArchive } from "./archive-reader.ts";
import { startDecompressor } from "./decompress.ts";
import { parseEntryName } from "./entry.ts";
import { ReleaseProof } from "./release-proof.ts";
import type { ArchiveEntry } from "./tar-framing.ts";

/**
 * Holds a tarball's top folder against its release, by its first entry alone: a validly signed
 * 3.14.0 under the name of 3.14.4 is noticed without unpacking it. `extract` proves more.
 *
 * @throws {PyverifyError} verification/release-mismatch; archive
 */
export async function proveTopFolder({ release, bytes }: VerifiedTarball): Promise<void> {
  const proof = new ReleaseProof(release);
  const decompressor = startDecompressor(release.format);
  const proven = new Error("the first entry is enough");
  try {
    const plan = (entry: ArchiveEntry): never => {
      proof.checkTopFolder(parseEntryName(entry.name));
      throw proven;
    };
    await readArchive(decompressor.decompress(bytes), plan, (nothing) => nothing);
  } catch (outcome) {
    if (outcome === proven) return;
    throw outcome;
  } finally {
    await decompressor.stop();
  }
  throw malformed("it has no entries");
}
