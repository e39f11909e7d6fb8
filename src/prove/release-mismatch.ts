import { PyverifyError } from "../base/errors.ts";
import type { Artifact } from "../release/artifact.ts";

/**
 * Says that a signed file is not the one that its name says.
 *
 * @param found what it is instead, after "but the file"
 */
export function releaseMismatch(
  { release, type }: Artifact,
  found: string,
  because: string,
  cause?: unknown,
): PyverifyError<"verification"> {
  return new PyverifyError(
    "verification",
    "release-mismatch",
    `asked for the ${type.title} of CPython ${release.version.text}, but the file ${found}`,
    {
      because: `it is signed by an accepted signer, but ${because}`,
      hint: "do not use this file: one stands in the place of another",
      cause,
    },
  );
}
