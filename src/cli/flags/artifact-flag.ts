import { artifactKinds } from "../../release/artifact-types.ts";
import { choice } from "../arguments/flag.ts";

/** A kind of file of a release; help has no room for all of them. */
export const artifactFlag = {
  ...choice(artifactKinds, "which kind of file: source, windows-amd64, macos …"),
  valueHint: "KIND",
};

/** The same, or all of them at once. */
export const pinnedArtifactFlag = {
  ...choice(
    [...artifactKinds, "all"],
    "which kind of file: source, windows-amd64, macos …, or all",
  ),
  valueHint: "KIND",
};
