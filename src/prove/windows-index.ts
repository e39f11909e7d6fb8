import * as v from "valibot";
import { messageOf } from "../base/error-message.ts";
import type { VerifiedArtifact } from "../verify/verify.ts";
import { releaseMismatch } from "./release-mismatch.ts";
import type { Statement } from "./statement.ts";

/** @see https://github.com/python/pymanager/blob/main/src/manage/indexutils.py */
const schema = v.looseObject({
  versions: v.pipe(
    v.array(v.looseObject({ "sort-version": v.pipe(v.string(), v.regex(/^[0-9a-z.]{1,20}$/)) })),
    v.minLength(1),
  ),
});

/**
 * Reads the versions that an index for Windows lists, each of which has to be the release's.
 *
 * @throws {PyverifyError} verification/release-mismatch if it is no such index
 */
export async function readWindowsIndex({
  artifact,
  bytes,
}: VerifiedArtifact): Promise<Statement[]> {
  try {
    const { versions } = v.parse(schema, JSON.parse(bytes.toString("utf8")));
    return versions.map(({ "sort-version": version }) => ({
      what: "its own list of versions",
      version,
    }));
  } catch (cause) {
    throw releaseMismatch(artifact, "is no index for Windows", messageOf(cause), cause);
  }
}
