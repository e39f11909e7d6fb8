import type { ArgsDef, ParsedArgs } from "citty";
import type { Host } from "./host.ts";

/** One command: its words, and what it does with them. */
export interface Command<T extends ArgsDef = ArgsDef> {
  readonly name: string;
  /** one line, without a full stop */
  readonly summary: string;
  /** a few sentences for `--help` */
  readonly description: string;
  readonly args: T;
  /** Whether the last positional argument may be given many times. */
  readonly variadic?: boolean;
  readonly examples: readonly Example[];
  /** Environment variables that stand for positional arguments, by the argument's name. */
  readonly positionalVariables?: Readonly<Record<string, string>>;
  /** @returns the exit code */
  run(args: ParsedArgs<T>, host: Host): Promise<number>;
}

export interface Example {
  readonly command: string;
  readonly meaning: string;
}

/** Keeps the arguments' types, which the list of all commands has to forget. */
export function command<const T extends ArgsDef>(definition: Command<T>): Command {
  return {
    ...definition,
    // The arguments were parsed by this very definition; see `runCommandLine`.
    run: (args, host) => definition.run(args as ParsedArgs<T>, host),
  };
}
