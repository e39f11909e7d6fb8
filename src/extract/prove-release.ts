import type { StageContext } from "../base/progress.ts";
import type { VerifiedTarball } from "../verify/verify.ts";
import type { EntrySink } from "./archive/archive-reader.ts";
import type { PlannedEntry } from "./archive/entry.ts";
import { startDecompressor } from "./decode/decompress.ts";
import { readTree } from "./unpack.ts";

/**
 * Reads a verified tarball as `extract` does, with every check, and writes nothing: it proves that
 * the tarball is the release that it was taken for, and that it could be extracted.
 *
 * @throws {PyverifyError} archive/…, verification/release-mismatch; or the reason of
 *   `context.signal`
 */
export function proveRelease(tarball: VerifiedTarball, context: StageContext): Promise<void> {
  return readRelease(tarball, () => nowhere, context);
}

/**
 * Does what `proveRelease` does, and hands on what it reads.
 *
 * @param open says where an entry's content goes
 * @throws as `proveRelease` does
 */
export async function readRelease(
  { bytes, artifact }: VerifiedTarball,
  open: (entry: PlannedEntry) => EntrySink,
  context: StageContext,
): Promise<void> {
  const { observe } = context;
  const reading: StageContext = {
    ...context,
    observe: (event) => observe("phase" in event ? { ...event, phase: "read" } : event),
  };
  const decompressor = startDecompressor(artifact.format);
  observe({ type: "start", phase: "read", subject: artifact.fileName });
  try {
    await readTree(decompressor.decompress(bytes), artifact, open, reading);
  } finally {
    decompressor.stop();
  }
  observe({ type: "end", phase: "read" });
}

const nowhere: EntrySink = { write: () => undefined, end: () => undefined };
