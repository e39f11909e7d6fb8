import type { StageContext } from "../base/progress.ts";
import type { HashedBytes } from "../files/hashed-bytes.ts";
import type { Artifact } from "../release/artifact.ts";
import { Absence } from "./absence.ts";
import type { ArtifactFiles, FoundBundle } from "./release-source.ts";

/**
 * Gets a bundle that has to be there.
 *
 * @throws {PyverifyError} release/tarball-not-found, release/bundle-not-found, release/not-signed;
 *   network or filesystem
 */
export async function obtainBundle(
  files: ArtifactFiles,
  artifact: Artifact,
  context: StageContext,
): Promise<FoundBundle> {
  const found = await files.bundle(artifact, context);
  if (found instanceof Absence) throw await files.explain(artifact, found, context);
  return found;
}

/**
 * Gets an artifact that has to be there.
 *
 * @param before is waited for where the artifact cannot be had, and fails in its place if it does
 * @throws {PyverifyError} release/tarball-not-found; network or filesystem
 */
export async function obtainArtifact(
  files: ArtifactFiles,
  artifact: Artifact,
  context: StageContext,
  before: () => Promise<unknown> = async () => undefined,
): Promise<HashedBytes> {
  let found;
  try {
    found = await files.artifact(artifact, context);
  } catch (error) {
    await before();
    throw error;
  }
  if (!(found instanceof Absence)) return found;
  await before();
  throw await files.explain(artifact, found, context);
}

/**
 * Makes sure that both files of an artifact are there, without getting the artifact.
 *
 * @throws as `obtainBundle` and `obtainArtifact` do
 */
export async function requireThere(
  files: ArtifactFiles,
  artifact: Artifact,
  context: StageContext,
): Promise<FoundBundle> {
  const bundle = await obtainBundle(files, artifact, context);
  const absence = await files.locate(artifact, context);
  if (absence !== undefined) throw await files.explain(artifact, absence, context);
  return bundle;
}
