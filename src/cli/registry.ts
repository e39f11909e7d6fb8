import type { Definition, Implementation } from "./definition.ts";
import { definitions } from "./definitions.ts";
import { runDefinition } from "./run-definition.ts";
import type { Host } from "./terminal/host.ts";

/** A command as the command line sees it. */
export interface Command {
  readonly definition: Definition;
  /**
   * @param argv the arguments after the command's name
   * @returns the exit code
   * @throws {PyverifyError}
   */
  run(argv: readonly string[], host: Host): Promise<number>;
}

/**
 * Every command by its name. What it does is loaded when it is asked for: a fetch does not wait for
 * the modules of the audit's page, and help loads nothing of either.
 */
const commands: ReadonlyMap<string, Command> = new Map(
  [
    command(definitions.fetch, () => import("./commands/fetch/run.ts")),
    command(definitions.verify, () => import("./commands/verify/run.ts")),
    command(definitions.resolve, () => import("./commands/resolve/run.ts")),
    command(definitions.pin, () => import("./commands/pin/run.ts")),
    command(definitions.audit, () => import("./commands/audit/run.ts")),
    command(definitions.check, () => import("./commands/check/run.ts")),
    command(definitions.compare, () => import("./commands/compare/run.ts")),
    command(definitions.inspect, () => import("./commands/inspect/run.ts")),
    command(definitions.identities, () => import("./commands/identities/run.ts")),
    command(definitions.doctor, () => import("./commands/doctor/run.ts")),
    command(definitions.completion, () => import("./commands/completion/run.ts")),
  ].map((known) => [known.definition.name, known]),
);

/** The names of all commands, in the order in which help lists them. */
export const commandNames: readonly string[] = [...commands.keys()];

/** The command of that name, if there is one. */
export function findCommand(name: string): Command | undefined {
  return commands.get(name);
}

function command<D extends Definition>(
  definition: D,
  load: () => Promise<Implementation<D>>,
): Command {
  return { definition, run: (argv, host) => runDefinition(definition, load, argv, host) };
}
