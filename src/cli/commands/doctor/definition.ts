import { define } from "../../definition.ts";
import { flag, switchFlag, withDefault } from "../../arguments/flag.ts";
import { networkFlags } from "../../flags/network-flags.ts";
import { outFlag } from "../../flags/out-flag.ts";
import { formatFlag, mirrorFlag } from "../../flags/source-flags.ts";
import { strictFlag } from "../../flags/strict-flag.ts";
import { trustFlags } from "../../flags/trust-flags.ts";
import { text } from "../../arguments/values.ts";

/** `pyverify doctor`: what a fetch would stumble over here. */
export const definition = define({
  name: "doctor",
  summary: "what a fetch would need here, and how to mend what is wrong",
  description:
    "Checks the network, the mirror, the clock, the trusted root, the folders and the decoder, with\nthe flags and variables that fetch would be given. Exits as the first failure would make it.",
  operand: undefined,
  flags: {
    out: outFlag("the output folder"),
    cache: flag("DIR", "the cache, if there is to be one", text),
    format: withDefault(formatFlag, "tar.xz"),
    mirror: mirrorFlag,
    offline: switchFlag("leave the network out"),
    ...trustFlags,
    ...strictFlag,
    ...networkFlags,
    // Whoever waits for a diagnosis is better served by the first failure than by the fifth.
    retries: withDefault(networkFlags.retries, 0),
    json: switchFlag("the findings as JSON on stdout"),
  },
  // No release is looked at: these are for the fetch that follows.
  unaffectedBy: ["lock", "sha256", "certificate-identity", "certificate-oidc-issuer"],
  examples: [
    { command: "pyverify doctor", meaning: "in the stage that fails, before its fetch" },
    { command: "pyverify doctor --mirror https://mirror.example/python/", meaning: "a mirror" },
  ],
});
