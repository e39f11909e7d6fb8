import type { VerifiedTarball } from "../verify/verify.ts";
import { malformed } from "./archive/archive-failure.ts";
import { decodingError } from "./decode/decode-failure.ts";
import { decoderOf } from "./decode/decoder.ts";
import { parseEntryName } from "./archive/entry.ts";
import { ReleaseProof } from "./release-proof.ts";
import { TarFraming } from "./archive/tar-framing.ts";

/**
 * Holds a tarball's top folder against its release, by its first entry alone: a validly signed
 * 3.14.0 under the name of 3.14.4 is noticed without unpacking it. `extract` proves more.
 *
 * Decodes a few KB in this thread: to start another one would take longer than all the rest.
 *
 * @throws {PyverifyError} verification/release-mismatch; archive; usage/format-unavailable
 */
export async function proveTopFolder({ artifact, bytes }: VerifiedTarball): Promise<void> {
  const proof = new ReleaseProof(artifact);
  let proven = false;
  const framing = new TarFraming((entry) => {
    proof.checkTopFolder(parseEntryName(entry.name));
    proven = true;
  });
  const decode = await decoderOf(artifact.format);
  try {
    await decode(
      bytes,
      (output) => {
        if (!proven) framing.push(output);
      },
      () => proven,
    );
  } catch (error) {
    throw decodingError(error, artifact.format);
  }
  if (!proven) throw malformed("it has no entries");
}
