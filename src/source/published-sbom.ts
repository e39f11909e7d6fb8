import path from "node:path";

import { PyverifyError } from "../base/errors.ts";
import type { StageContext } from "../base/progress.ts";
import type { SourceTarball } from "../release/source-tarball.ts";
import { readBounded } from "../files/bounded-read.ts";
import type { HttpClient } from "../http/http-client.ts";

/** The SBOM that python.org publishes beside a tarball. Not signed: nothing is decided by it. */
export interface PublishedSbom {
  /** where it lies */
  readonly location: string;
  readonly bytes: Buffer;
}

const suffix = ".spdx.json";
/** Ten times the largest so far. */
const maxBytes = 8 * 1024 * 1024;

/**
 * Gets the SBOM beside a tarball on a mirror. Releases before 3.12.2 have none, nor have all
 * mirrors, and a fetch does not depend on it: whatever goes wrong, there is none.
 *
 * @throws the signal's reason
 */
export async function downloadPublishedSbom(
  artifact: SourceTarball,
  http: HttpClient,
  context: StageContext,
): Promise<PublishedSbom | undefined> {
  const location = `${artifact.url}${suffix}`;
  return orNone(context, async () => {
    const answer = await http.get(location, { expect: "metadata", maxBytes }, context);
    return answer.found ? { location, bytes: answer.body.bytes } : undefined;
  });
}

/**
 * Reads the SBOM beside a tarball in a folder; see {@link downloadPublishedSbom}.
 *
 * @throws the signal's reason
 */
export async function readPublishedSbom(
  artifact: SourceTarball,
  folder: string,
  context: StageContext,
): Promise<PublishedSbom | undefined> {
  const location = path.join(folder, `${artifact.fileName}${suffix}`);
  return orNone(context, async () => {
    const bytes = await readBounded(location, maxBytes, context.signal);
    return bytes === undefined ? undefined : { location, bytes };
  });
}

async function orNone(
  { observe, signal }: StageContext,
  work: () => Promise<PublishedSbom | undefined>,
): Promise<PublishedSbom | undefined> {
  try {
    return await work();
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof PyverifyError)) throw error;
    observe({ type: "detail", message: `no published SBOM to compare with: ${error.message}` });
    return undefined;
  }
}
