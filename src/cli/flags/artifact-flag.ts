import { artifactKinds } from "../../release/artifact-types.ts";
import { choice } from "./flag.ts";

/** A kind of file of a release; help has no room for all of them. */
export const artifactFlag = {
  ...choice(artifactKinds, "which kind of file: source, windows-amd64, macos …"),
  valueHint: "KIND",
};
