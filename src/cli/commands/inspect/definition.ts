import { define } from "../../definition.ts";
import { everyProtection } from "../../arguments/protective-flags.ts";
import { switchFlag } from "../../arguments/flag.ts";
import { text } from "../../arguments/values.ts";

/** `pyverify inspect`: what a bundle says of itself. */
export const definition = define({
  name: "inspect",
  summary: "what a bundle says: who, when, which log entry; verifies nothing",
  description:
    "Shows what a bundle claims, and what is missing or odd in it. It verifies nothing: anybody can\nwrite any of this into a file. `pyverify verify` does.",
  operand: { name: "bundle", count: "one", description: "a .sigstore file", parse: text },
  flags: { json: switchFlag("the same as JSON") },
  unaffectedBy: everyProtection,
  examples: [
    {
      command: "pyverify inspect Python-3.14.0.tar.xz.sigstore",
      meaning: "signer, certificate, log entries, timestamps and digests, in words",
    },
  ],
});
