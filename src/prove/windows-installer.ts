import type { ArtifactKind } from "../release/artifact-types.ts";
import type { VerifiedArtifact } from "../verify/verify.ts";
import { type ProgramFacts, readProgram } from "./pe-version.ts";
import { releaseMismatch } from "./release-mismatch.ts";
import type { Statement } from "./statement.ts";

/**
 * How an installer's product name ends; its own machine type is that of the small program in front,
 * which is the same for several.
 */
const endings: Partial<Record<ArtifactKind, string>> = {
  "windows-amd64": "(64-bit)",
  "windows-arm64": "(ARM64)",
  "windows-win32": "(32-bit)",
};

/**
 * Reads the version resource of a Windows installer.
 *
 * @throws {PyverifyError} verification/release-mismatch if it is no program, or another's
 */
export async function readInstaller({ artifact, bytes }: VerifiedArtifact): Promise<Statement[]> {
  let facts: ProgramFacts;
  try {
    facts = readProgram(bytes);
  } catch (cause) {
    throw releaseMismatch(artifact, "is no program for Windows", "it cannot be read as one", cause);
  }
  const { version, productName } = facts;
  const named = Object.values(endings).find((ending) => productName?.endsWith(ending));
  if (named !== undefined && named !== endings[artifact.type.kind]) {
    const because = `its product name ends in ${named}`;
    throw releaseMismatch(artifact, "is for another processor", because);
  }
  return version === undefined ? [] : [{ what: "its version resource", version }];
}
