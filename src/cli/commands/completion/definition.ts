import { define } from "../../definition.ts";
import { everyProtection } from "../../arguments/protective-flags.ts";
import { oneOf } from "../../arguments/flag.ts";
import { shells } from "../../help/shells.ts";

/** `pyverify completion`: what a shell needs to complete the names, flags and values of the others. */
export const definition = define({
  name: "completion",
  summary: "completions for bash, zsh or fish",
  description: "Prints a script that makes a shell complete pyverify's commands, flags and values.",
  operand: {
    name: "shell",
    count: "one",
    description: "bash, zsh or fish",
    parse: oneOf(shells),
  },
  flags: {},
  unaffectedBy: everyProtection,
  examples: [
    { command: "source <(pyverify completion bash)", meaning: "for this session of bash" },
    {
      command: "pyverify completion fish > ~/.config/fish/completions/pyverify.fish",
      meaning: "for good, in fish",
    },
  ],
});
