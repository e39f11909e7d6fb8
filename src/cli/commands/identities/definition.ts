import { define } from "../../definition.ts";
import { everyProtection } from "../../arguments/protective-flags.ts";
import { switchFlag } from "../../arguments/flag.ts";

/** `pyverify identities`: who signs which series, and where that is written. */
export const definition = define({
  name: "identities",
  summary: "who signs which series",
  description:
    "Prints who has to have signed each series, since when each kind of file is signed in it, and where\nthat can be checked.",
  operand: undefined,
  flags: { json: switchFlag("the table as JSON") },
  unaffectedBy: everyProtection,
  examples: [{ command: "pyverify identities", meaning: "the whole table" }],
});
