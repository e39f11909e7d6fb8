import { type ArgsDef, defineCommand, type ParsedArgs, runCommand } from "citty";
import type { Host } from "./terminal/host.ts";
import { strictArguments } from "./flags/strict-arguments.ts";

/** A command's words, which its help and the strict reading of its arguments go by. */
export interface CommandWords<T extends ArgsDef = ArgsDef> {
  readonly name: string;
  /** one line, without a full stop */
  readonly summary: string;
  /** a few sentences for `--help` */
  readonly description: string;
  readonly args: T;
  /** whether the last positional argument may be given many times */
  readonly variadic?: boolean;
  /** environment variables that stand for positional arguments, by the argument's name */
  readonly positionalVariables?: Readonly<Record<string, string>>;
  readonly examples: readonly Example[];
}

export interface Example {
  readonly command: string;
  readonly meaning: string;
}

/** One command as `command-line.ts` sees it. */
export interface Command extends CommandWords {
  /**
   * @param argv the arguments after the command's name
   * @returns the exit code
   * @throws {PyverifyError}
   */
  run(argv: readonly string[], host: Host): Promise<number>;
}

interface Definition<T extends ArgsDef> extends CommandWords<T> {
  /** @returns the exit code */
  run(args: ParsedArgs<T>, host: Host): Promise<number>;
}

/** Makes a command whose arguments are checked strictly before citty turns them into types. */
export function command<const T extends ArgsDef>(definition: Definition<T>): Command {
  return {
    ...definition,
    run: async (argv, host) => {
      let exitCode = 0;
      const typed = defineCommand<T>({
        args: definition.args,
        run: async ({ args }) => {
          exitCode = await definition.run(args, host);
        },
      });
      await runCommand(typed, { rawArgs: strictArguments(argv, definition, host.env) });
      return exitCode;
    },
  };
}
