import { pythonOrg, tarballFormats } from "../../release/release.ts";

/** Which source tarball; a command that always needs one adds the default. */
export const formatFlag = {
  type: "enum" as const,
  options: [...tarballFormats],
  description: "which source tarball (tar.xz)",
};

export const mirrorFlag = {
  type: "string",
  valueHint: "URL",
  description: `where the files come from (${pythonOrg})`,
} as const;
