import { exitCodes } from "../../base/errors.ts";
import type { Definition } from "../definition.ts";
import { variableOf } from "../arguments/flag.ts";
import { isRequired, isVariadic } from "../arguments/operand.ts";

/** The meaning of each exit code to its reader. */
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

/** Columns that help takes at most, however wide the terminal is. */
const widest = 100;

/**
 * The first screen: what pyverify is, and its commands.
 *
 * @param columns the terminal's, where there is one
 */
export function overview(commands: readonly Definition[], columns = widest): string {
  const rows = commands.map(({ name, summary }): [string, string] => [name, summary]);
  return [
    ...folded(
      "pyverify downloads a CPython source release, verifies who signed it, and extracts it",
      columns,
    ),
    "",
    "usage: pyverify COMMAND [ARGUMENTS] [FLAGS]",
    "",
    ...table(rows, columns),
    "",
    "  pyverify COMMAND --help   about one command, with examples",
    "  pyverify --version        the version of pyverify",
    "",
    "exit codes:",
    ...table(
      exitCodeMeanings.map(([code, meaning]) => [String(code), meaning]),
      columns,
    ),
    "",
  ].join("\n");
}

/**
 * The help of one command: at most a screen.
 *
 * @param columns the terminal's, where there is one
 */
export function commandHelp(command: Definition, columns = widest): string {
  const { operand } = command;
  const flags = Object.entries(command.flags);
  const rows: [string, string][] = flags.map(([name, { valueHint, description }]) => [
    `--${name}${valueHint === undefined ? "" : ` ${valueHint}`}`,
    description,
  ]);
  if (operand !== undefined) rows.unshift([operand.name.toUpperCase(), operand.description]);
  return [
    `usage: pyverify ${command.name}${usageOf(operand)}${flags.length === 0 ? "" : " [FLAGS]"}`,
    "",
    ...folded(command.description, columns),
    "",
    ...table(rows, columns),
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

/** Two columns; what is too long for the left one has a line of its own. */
function table(rows: readonly (readonly [string, string])[], columns: number): string[] {
  const room = Math.floor(Math.min(columns, widest) * 0.4);
  const fitting = rows.map(([left]) => left.length).filter((length) => length <= room);
  const width = Math.max(0, ...fitting);
  return rows.flatMap(([left, right]) => {
    const [first = "", ...others] = wrapped(right, Math.min(columns, widest) - width - 4);
    const indent = " ".repeat(width + 4);
    const rest = others.map((line) => indent + line);
    return left.length <= width
      ? [`  ${left.padEnd(width)}  ${first}`, ...rest]
      : [`  ${left}`, indent + first, ...rest];
  });
}

/** A text whose lines were broken for the widest help, broken anew where there is less room. */
function folded(text: string, columns: number): string[] {
  const lines = text.split("\n");
  return lines.every((line) => line.length <= columns) ? lines : wrapped(lines.join(" "), columns);
}

/** Breaks a text between words. */
function wrapped(text: string, columns: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const line = lines.at(-1);
    if (line !== undefined && line.length + 1 + word.length <= columns) {
      lines[lines.length - 1] = `${line} ${word}`;
    } else lines.push(word);
  }
  return lines;
}

function usageOf(operand: Definition["operand"]): string {
  if (operand === undefined) return "";
  const word = `${operand.name.toUpperCase()}${isVariadic(operand) ? "..." : ""}`;
  return isRequired(operand) && operand.variable === undefined ? ` ${word}` : ` [${word}]`;
}
