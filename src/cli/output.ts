import type { Phase, ProgressObserver } from "../progress.ts";
import type { Host } from "./host.ts";
import { oneLine } from "./messages.ts";

export const outputFlags = {
  json: { type: "boolean", description: "the result as JSON on stdout" },
  quiet: { type: "boolean", description: "nothing but errors and the result" },
  verbose: { type: "boolean", description: "every step and request" },
} as const;

export interface OutputArguments {
  readonly quiet?: boolean | undefined;
  readonly verbose?: boolean | undefined;
}

const verbs = {
  resolve: "looking up",
  download: "downloading",
  "trusted-root": "refreshing the trusted root from",
  verify: "verifying",
  extract: "extracting",
} as const satisfies Record<Phase, string>;

/** Prints what the core tells, on stderr: a line a phase, warnings, and with `--verbose` each step. */
export function observer({ quiet, verbose }: OutputArguments, { stderr }: Host): ProgressObserver {
  const print = (text: string): void => stderr.write(`pyverify: ${oneLine(text)}\n`);
  return (event) => {
    if (event.type === "warning") print(`warning: ${event.message}`);
    else if (event.type === "start" && quiet !== true)
      print(`${verbs[event.phase]} ${event.subject}`);
    else if (event.type === "detail" && verbose === true) print(event.message);
  };
}
