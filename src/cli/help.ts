import type { ArgDef } from "citty";
import type { Command } from "./command.ts";
import { variableOf } from "./strict-arguments.ts";

/** The first screen: what pyverify is, and its commands. */
export function overview(commands: readonly Command[]): string {
  const width = Math.max(...commands.map((command) => command.name.length));
  return [
    "pyverify downloads a CPython source release, verifies it against its release manager, and extracts it",
    "",
    "usage: pyverify COMMAND [ARGUMENTS] [FLAGS]",
    "",
    ...commands.map((command) => `  ${command.name.padEnd(width)}  ${command.summary}`),
    "",
    "  pyverify COMMAND --help   about one command, with examples",
    "  pyverify --version        the version of pyverify",
    "",
    "exit codes: 0 done, 1 bug, 2 usage, 3 no such signed release, 4 network, 5 trusted root,",
    "            6 verification: stop and investigate, 7 archive, 8 file system",
    "",
  ].join("\n");
}

/** The help of one command: at most a screen. */
export function commandHelp(command: Command): string {
  const args = Object.entries(command.args);
  const positionals = args.filter(([, arg]) => arg.type === "positional");
  const flags: [string, ArgDef][] = args.filter(([, arg]) => arg.type !== "positional");
  const rows: [string, string][] = [
    ...positionals.map(([name, arg]): [string, string] => [
      name.toUpperCase(),
      arg.description ?? "",
    ]),
    ...flags.map(([name, arg]): [string, string] => [
      `--${name}${hintOf(name, arg)}`,
      arg.description ?? "",
    ]),
  ];
  const width = Math.max(...rows.map(([left]) => left.length));
  return [
    `usage: pyverify ${command.name}${positionals.map((entry) => usageOf(entry, command)).join("")} [FLAGS]`,
    "",
    command.description,
    "",
    ...rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`),
    "",
    ...(flags.length > 0
      ? [
          `Each flag can also be set in the environment: --${flags[0]?.[0]} as ${variableOf(flags[0]?.[0] ?? "")}`,
          "",
        ]
      : []),
    "examples:",
    ...command.examples.flatMap(({ command: line, meaning }) => [`  ${line}`, `      ${meaning}`]),
    "",
  ].join("\n");
}

function usageOf([name, arg]: [string, ArgDef], command: Command): string {
  const word = `${name.toUpperCase()}${command.variadic === true ? "..." : ""}`;
  const isOptional = arg.required === false || command.positionalVariables?.[name] !== undefined;
  return isOptional ? ` [${word}]` : ` ${word}`;
}

function hintOf(name: string, arg: ArgDef): string {
  if (arg.type === "boolean") return "";
  if (arg.type === "enum") return ` ${(arg.options ?? []).join("|")}`;
  return ` ${arg.valueHint ?? name.toUpperCase()}`;
}
