import { parseVersionSpec } from "../../../release/version.ts";
import { define } from "../../definition.ts";
import { artifactFlag } from "../../flags/artifact-flag.ts";
import { withDefault } from "../../arguments/flag.ts";
import { networkFlags } from "../../flags/network-flags.ts";
import { outputFlags } from "../../flags/output-flags.ts";
import { signerFlags } from "../../flags/signer-flags.ts";
import { formatFlag, mirrorFlag } from "../../flags/source-flags.ts";
import { strictFlag } from "../../flags/strict-flag.ts";

/** `pyverify resolve`: what `fetch` would take, without taking it. */
export const definition = define({
  name: "resolve",
  summary: "which release is meant, where it lies, who must have signed it",
  description:
    "Finds the release that a version, a series or latest means, makes sure that its source, or the\nfile that --artifact names, is there with its bundle, and tells who has to have signed it. Nothing\nis verified.",
  operand: {
    name: "spec",
    count: "one",
    variable: "PYTHON_VERSION",
    description: "3.14.0, 3.15.0b3, a series such as 3.14, 3.15-rc, or latest; also PYTHON_VERSION",
    parse: parseVersionSpec,
  },
  flags: {
    artifact: artifactFlag,
    format: withDefault(formatFlag, "tar.xz"),
    mirror: mirrorFlag,
    ...signerFlags,
    ...strictFlag,
    ...networkFlags,
    ...outputFlags,
  },
  // Nothing is verified here.
  unaffectedBy: ["sha256", "trusted-root", "tuf-mirror", "tuf-root"],
  examples: [
    { command: "pyverify resolve 3.14", meaning: "the newest final release of the series" },
    { command: "pyverify resolve latest --json", meaning: "the newest of all, for a script" },
    {
      command: "pyverify resolve 3.14 --artifact windows-amd64",
      meaning: "the newest that has a 64-bit installer for Windows",
    },
  ],
});
