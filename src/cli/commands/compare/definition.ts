import { parseVersionSpec } from "../../../release/version.ts";
import { define } from "../../definition.ts";
import { flag, withDefault } from "../../arguments/flag.ts";
import { networkFlags } from "../../flags/network-flags.ts";
import { outputFlags } from "../../flags/output-flags.ts";
import { signerFlags } from "../../flags/signer-flags.ts";
import { formatFlag, fromFlag, mirrorFlag, offlineFlag } from "../../flags/source-flags.ts";
import { strictFlag } from "../../flags/strict-flag.ts";
import { trustFlags } from "../../flags/trust-flags.ts";
import { text } from "../../arguments/values.ts";

/** `pyverify compare`: the tarball against its git tag. */
export const definition = define({
  name: "compare",
  summary: "whether a tarball holds what its git tag does, and nothing else",
  description:
    "Verifies a source tarball and holds every file of it against a checkout of its git tag. What\nrelease.py is known to remove or to make is told apart from what nothing explains. Writes nothing.",
  operand: {
    name: "version",
    count: "one",
    variable: "PYTHON_VERSION",
    description: "3.14.0, 3.15.0b3, a series such as 3.14, or latest; also PYTHON_VERSION",
    parse: parseVersionSpec,
  },
  flags: {
    source: flag(
      "DIR",
      "a checkout of the release's tag; its .git proves which commit it is",
      text,
    ),
    format: withDefault(formatFlag, "tar.xz"),
    mirror: mirrorFlag,
    from: fromFlag,
    offline: offlineFlag,
    ...trustFlags,
    ...signerFlags,
    ...strictFlag,
    ...networkFlags,
    ...outputFlags,
  },
  unaffectedBy: [],
  examples: [
    {
      command: "git clone --depth 1 -b v3.14.0 https://github.com/python/cpython tag",
      meaning: "a checkout to compare with",
    },
    {
      command: "pyverify compare 3.14.0 --source tag",
      meaning: "exits 6 if a file of the tarball is not the tag's, and names it",
    },
  ],
});
