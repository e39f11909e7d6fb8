import { PyverifyError } from "../base/errors.ts";
import type { StageContext } from "../base/progress.ts";

/** The SBOM that python.org publishes beside a tarball. Not signed: nothing is decided by it. */
export interface PublishedSbom {
  /** where it lies */
  readonly location: string;
  readonly bytes: Buffer;
}

/** How it is named after the tarball. */
export const sbomSuffix = ".spdx.json";

/**
 * Looks for an SBOM that may be missing: releases before 3.12.2 have none, nor have all mirrors, and
 * a fetch does not depend on it. Whatever goes wrong, there is none.
 *
 * @throws the signal's reason
 */
export async function sbomOrNone(
  look: () => Promise<PublishedSbom | undefined>,
  { observe, signal }: StageContext,
): Promise<PublishedSbom | undefined> {
  try {
    return await look();
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof PyverifyError)) throw error;
    observe({ type: "detail", message: `no published SBOM to compare with: ${error.message}` });
    return undefined;
  }
}
