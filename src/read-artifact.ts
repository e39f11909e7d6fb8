import path from "node:path";
import { maxTarballBytes } from "./source/size-limits.ts";
import type { HashedBytes } from "./files/hashed-bytes.ts";
import { readHashed } from "./files/bounded-read.ts";
import { PyverifyError } from "./base/errors.ts";
import { type PreparedExtraction, prepareExtraction } from "./extract/prepare-extraction.ts";
import { type ArtifactType, readArtifactName } from "./release/artifact-types.ts";
import type { PythonVersion } from "./release/version.ts";

/** Something to verify. */
export interface GivenArtifact {
  readonly name: string;
  /** in lower-case hex */
  readonly sha256: string;
  /** undefined where only a digest is given */
  readonly file: { readonly path: string; readonly content: HashedBytes } | undefined;
  /** what the file's name claims it to be; a browser's second copy, "…(1).tar.xz", claims nothing */
  readonly claim: { readonly version: PythonVersion; readonly type: ArtifactType } | undefined;
  /** what decodes it, where it is named as a source tarball; to be stopped */
  readonly prepared: PreparedExtraction | undefined;
}

/** What a command line names to be verified: a file, or a digest alone. */
export type ArtifactName =
  | { readonly type: "file"; readonly text: string }
  | { readonly type: "digest"; readonly text: string; readonly sha256: string };

/**
 * Reads a file, or takes a digest.
 *
 * @throws {PyverifyError} filesystem
 */
export async function readArtifact(
  name: ArtifactName,
  signal: AbortSignal,
): Promise<GivenArtifact> {
  const { text } = name;
  if (name.type === "digest") {
    const { sha256 } = name;
    return { name: text, sha256, file: undefined, claim: undefined, prepared: undefined };
  }
  const basename = path.basename(text);
  const claim = readArtifactName(basename);
  const format = claim?.type.format;
  const prepared = format === undefined ? undefined : prepareExtraction(format);
  try {
    const content = await readHashed(text, maxTarballBytes, signal);
    if (content === undefined) throw notThere(text);
    const file = { path: text, content };
    return { name: basename, sha256: content.sha256, file, claim, prepared };
  } catch (error) {
    prepared?.stop();
    throw error;
  }
}

function notThere(file: string): PyverifyError {
  return new PyverifyError("filesystem", "not-readable", `${file} does not exist`, {
    because: "there is nothing to verify",
    hint: "check the path; to verify a digest write sha256:HEX",
  });
}
