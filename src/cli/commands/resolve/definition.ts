import { parseVersionSpec } from "../../../release/version.ts";
import { define } from "../../definition.ts";
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
    "Finds the release that a version, a series or latest means, makes sure that tarball and bundle\nare there, and tells who has to have signed them. Nothing is verified.",
  operand: {
    name: "spec",
    count: "one",
    variable: "PYTHON_VERSION",
    description: "3.14.0, 3.15.0b3, a series such as 3.14, 3.15-rc, or latest; also PYTHON_VERSION",
    parse: parseVersionSpec,
  },
  flags: {
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
  ],
});
