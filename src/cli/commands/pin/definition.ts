import { pinFormatNames } from "../../../lock/pin-formats.ts";
import { parseVersionSpec } from "../../../release/version.ts";
import { define } from "../../definition.ts";
import { pinnedArtifactFlag } from "../../flags/artifact-flag.ts";
import { choice, flag, switchFlag } from "../../arguments/flag.ts";
import { networkFlags } from "../../flags/network-flags.ts";
import { outputFlags } from "../../flags/output-flags.ts";
import { signerFlags } from "../../flags/signer-flags.ts";
import { formatFlag, fromFlag, mirrorFlag, offlineFlag } from "../../flags/source-flags.ts";
import { strictFlag } from "../../flags/strict-flag.ts";
import { trustFlags } from "../../flags/trust-flags.ts";
import { text } from "../../arguments/values.ts";

/** `pyverify pin`: digests that can be believed. */
export const definition = define({
  name: "pin",
  summary: "a digest that can be trusted, as a lockfile or a line to paste",
  description:
    "Verifies a release's bundle and prints the digest that was signed, without downloading the\nfile. A signature names no version: that the digest is of this release is proven by --full, or\nby pyverify fetch, which refuses any other.",
  operand: {
    name: "spec",
    count: "any number",
    description:
      "3.14.0, 3.15.0b3, a series such as 3.14, 3.15-rc, or latest; several may be given",
    parse: parseVersionSpec,
  },
  flags: {
    as: choice(pinFormatNames, "what to print (lock)"),
    full: switchFlag("download the file too, and read which release it is"),
    update: flag("FILE", "move each release of a lockfile to the newest of its series", text),
    artifact: pinnedArtifactFlag,
    format: formatFlag,
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
    { command: "pyverify pin 3.14 > pyverify.lock", meaning: "lock the newest 3.14" },
    { command: "pyverify pin --update pyverify.lock", meaning: "and later move it on" },
    { command: "pyverify pin 3.14.0 --as dockerfile", meaning: "ADD lines with checksums" },
    {
      command: "pyverify pin 3.13 3.14 --as docker-library",
      meaning: "for docker-library's versions.json",
    },
  ],
});
