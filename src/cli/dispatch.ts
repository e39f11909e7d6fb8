import { PyverifyError } from "../base/errors.ts";
import { allDefinitions } from "./definitions.ts";
import { nearest } from "./arguments/suggestion.ts";
import { commandHelp, overview } from "./help/help.ts";
import { commandNames, findCommand } from "./registry.ts";
import type { Host } from "./terminal/host.ts";
import { Printable } from "./terminal/printable.ts";

/**
 * Gives a command line to the command that it names, or to help.
 *
 * @param argv the arguments after the program's name
 * @returns the exit code
 * @throws {PyverifyError}
 */
export async function dispatch(argv: readonly string[], host: Host): Promise<number> {
  const [name, ...rest] = argv;
  if (name === undefined) throw missingCommand();
  const { columns } = host.stdout;
  if (name === "--help" || name === "-h" || name === "help") {
    const wanted = findCommand(rest[0] ?? "")?.definition;
    const help =
      wanted === undefined ? overview(allDefinitions, columns) : commandHelp(wanted, columns);
    await host.stdout.print(Printable.document(help));
    return 0;
  }
  const command = findCommand(name);
  if (command === undefined) throw unknownCommand(name);
  if (rest.includes("--help") || rest.includes("-h")) {
    await host.stdout.print(Printable.document(commandHelp(command.definition, columns)));
    return 0;
  }
  return command.run(rest, host);
}

function missingCommand(): PyverifyError {
  return new PyverifyError("usage", "missing-argument", "no command is given", {
    because: `pyverify needs one of ${commandNames.join(", ")}`,
    hint: "see pyverify --help",
  });
}

function unknownCommand(name: string): PyverifyError {
  if (name.startsWith("-")) {
    return new PyverifyError("usage", "unknown-flag", `${name} stands before any command`, {
      because: "flags stand behind the command: pyverify COMMAND [ARGUMENTS] [FLAGS]",
      hint: "see pyverify --help",
    });
  }
  const suggestion = /^v?\d|^latest$/.test(name) ? `fetch ${name}` : nearest(name, commandNames);
  return new PyverifyError("usage", "unknown-command", `"${name}" is not a command of pyverify`, {
    because: `the commands are ${commandNames.join(", ")}`,
    hint: suggestion === undefined ? "see pyverify --help" : `did you mean pyverify ${suggestion}?`,
  });
}
