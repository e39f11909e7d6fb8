import { PyverifyError } from "../../base/errors.ts";
import { type ArtifactKind, artifactKinds } from "../../release/artifact-types.ts";
import type { TarballFormat } from "../../release/release.ts";
import { choice, type Given } from "../arguments/flag.ts";

/** A kind of file of a release; help has no room for all of them. */
export const artifactFlag = choice(
  artifactKinds,
  "which kind of file: source, windows-amd64, macos …",
  "KIND",
);

/** The same, or all of them at once. */
export const pinnedArtifactFlag = choice(
  [...artifactKinds, "all"],
  "which kind of file: source, windows-amd64, macos …, or all",
  "KIND",
);

/** Which file somebody has asked for, where a command has both flags. */
interface FileFlags {
  readonly artifact: Given<ArtifactKind | "all"> | undefined;
  readonly format: Given<TarballFormat> | undefined;
}

/**
 * A format is the source's, and names its kind with it.
 *
 * @throws {PyverifyError} usage/conflicting-flags
 */
export function refuseFormatOfOthers({ artifact, format }: FileFlags): void {
  if (artifact === undefined || artifact.value === "source") return;
  if (format === undefined || format.origin.type === "default") return;
  throw new PyverifyError(
    "usage",
    "conflicting-flags",
    `--artifact ${artifact.value} and --format exclude each other`,
    { because: "only the source has several formats", hint: "leave one of them out" },
  );
}
