import { pythonOrg, tarballFormats } from "../../release/release.ts";
import { parseMirrorUrl } from "../../source/mirror-url.ts";
import { choice, flag, switchFlag } from "../arguments/flag.ts";
import { text } from "../arguments/values.ts";

/** Which source tarball; a command that always needs one adds the default. */
export const formatFlag = choice(tarballFormats, "which source tarball (tar.xz)");

export const mirrorFlag = flag("URL", `where the files come from (${pythonOrg})`, parseMirrorUrl);

export const fromFlag = flag(
  "DIR",
  "a folder that holds the files already, side by side or as on python.org",
  text,
);

export const offlineFlag = switchFlag(
  "no network at all: needs --from, takes the embedded trusted root",
);

/** A folder that keeps downloads. */
export const cacheFlag = flag(
  "DIR",
  "keep downloads there for later builds; verified anew on every use",
  text,
);
