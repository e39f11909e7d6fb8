import type { ArgDef } from "citty";
import type { Command } from "./command.ts";
import { exitCodes } from "../errors.ts";
import { variableOf } from "./strict-arguments.ts";

/** What each exit code asks of its reader. */
export const exitCodeMeanings = [
  [0, "done"],
  [exitCodes.bug, "a bug: report it"],
  [exitCodes.usage, "the command line is wrong: fix it"],
  [exitCodes.release, "no such release, or never signed with Sigstore: pick another"],
  [exitCodes.network, "the network failed: retry"],
  [exitCodes["trusted-root"], "no usable trusted root: retry, or update pyverify"],
  [exitCodes.verification, "verification failed: stop and investigate, never retry"],
  [exitCodes.archive, "signed, yet not a tarball to unpack: report it"],
  [exitCodes.filesystem, "a path cannot be read or written: fix it"],
] as const;

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
    "exit codes:",
    ...exitCodeMeanings.map(([code, meaning]) => `  ${code}  ${meaning}`),
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
    ...rows.flatMap(([left, right]) => wrapped(`  ${left.padEnd(width)}  `, right)),
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

/** Columns that help takes at most: half of a wide screen, most of a narrow one. */
const helpColumns = 100;

/** One row of two columns, its second one wrapped. */
function wrapped(left: string, right: string): string[] {
  const lines = [left];
  for (const word of right.split(" ")) {
    const line = lines.at(-1) ?? "";
    const isEmpty = line.trim() === "" || line === left;
    if (isEmpty || line.length + 1 + word.length <= helpColumns) {
      lines[lines.length - 1] = isEmpty ? line + word : `${line} ${word}`;
    } else lines.push(" ".repeat(left.length) + word);
  }
  return lines;
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
