import { pythonOrg, tarballFormats } from "../../release/release.ts";
import { parseMirrorUrl } from "../../source/mirror.ts";
import { choice, flag } from "./flag.ts";
import { text } from "./values.ts";

/** Which source tarball; a command that always needs one adds the default. */
export const formatFlag = choice(tarballFormats, "which source tarball (tar.xz)");

export const mirrorFlag = flag("URL", `where the files come from (${pythonOrg})`, parseMirrorUrl);

/** A folder that keeps downloads. */
export const cacheFlag = flag(
  "DIR",
  "keep downloads there for later builds; verified anew on every use",
  text,
);
