import { defineCommand, runCommand } from "citty";
import { allDefinitions } from "./definitions.ts";
import type { ArgumentsOf, Definition, Implementation } from "./definition.ts";
import { checkEnvironment } from "./arguments/environment.ts";
import { type Given, isDefaulted, type Origin } from "./arguments/flag.ts";
import { type GivenTexts, strictArguments } from "./arguments/strict-arguments.ts";
import type { Host } from "./terminal/host.ts";

/**
 * Reads a command's arguments, loads what it does, and runs it.
 *
 * @param argv the arguments after the command's name
 * @param load the command's implementation, not needed before its arguments are right
 * @returns the exit code
 * @throws {PyverifyError}
 */
export async function runDefinition<D extends Definition>(
  definition: D,
  load: () => Promise<Implementation<D>>,
  argv: readonly string[],
  host: Host,
): Promise<number> {
  checkEnvironment(host.env, definition, allDefinitions);
  const texts = strictArguments(argv, definition, host.env);
  let exitCode = 0;
  const command = defineCommand({
    // Every value is a text to citty: the flags' own parsers make more of it.
    args: Object.fromEntries(Object.keys(definition.flags).map((name) => [name, textArgument])),
    run: async ({ args }) => {
      const typed = typedArguments(definition, texts, args);
      const { run } = await load();
      exitCode = await run(typed, host);
    },
  });
  await runCommand(command, { rawArgs: unmistakable(texts) });
  return exitCode;
}

const textArgument = { type: "string" } as const;

/** The same command line in a form that cannot be misread: `--name=value`, `--`, the operands. */
function unmistakable({ flags, operands }: GivenTexts): string[] {
  const values = [...flags].map(([name, { value }]) => `--${name}=${value}`);
  return [...values, "--", ...operands.map(({ value }) => value)];
}

interface CittyArguments {
  readonly _: readonly string[];
  readonly [name: string]: unknown;
}

/** Has each flag and operand parse its text. The second signature holds what the first cannot say. */
function typedArguments<D extends Definition>(
  definition: D,
  texts: GivenTexts,
  args: CittyArguments,
): ArgumentsOf<D>;
function typedArguments(
  { flags, operand }: Definition,
  texts: GivenTexts,
  args: CittyArguments,
): Record<string, unknown> {
  const values: Record<string, Given<unknown> | undefined> = {};
  for (const [name, flag] of Object.entries(flags)) {
    const text = args[name];
    const origin = texts.flags.get(name)?.origin ?? fallback(name);
    if (typeof text === "string") {
      values[name] = { value: flag.parse(text, origin.name), origin };
    } else if (isDefaulted(flag)) values[name] = { value: flag.default, origin };
  }
  const operands = args._.map((text, index): Given<unknown> => {
    const origin = texts.operands[index]?.origin ?? fallback(operand?.name ?? "");
    return { value: operand?.parse(text, origin.name), origin };
  });
  return { ...values, operands };
}

function fallback(name: string): Origin {
  return { type: "default", name: `--${name}` };
}
