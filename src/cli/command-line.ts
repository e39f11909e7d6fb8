import { PyverifyError } from "../errors.ts";
import { pyverifyVersion } from "../evidence/pyverify-version.ts";
import { auditCommand } from "./audit.ts";
import type { Command } from "./command.ts";
import { completionCommand } from "./completion.ts";
import { doctorCommand } from "./doctor.ts";
import { fetchCommand } from "./fetch.ts";
import { commandHelp, overview } from "./help.ts";
import type { Host } from "./host.ts";
import { identitiesCommand } from "./identities.ts";
import { inspectCommand } from "./inspect.ts";
import { reportFailure } from "./messages.ts";
import { pinCommand } from "./pin.ts";
import { nearest } from "./near-miss.ts";
import { resolveCommand } from "./resolve.ts";
import { verifyCommand } from "./verify.ts";
import { variableOf } from "./strict-arguments.ts";

/** Every command, in the order in which the help lists them. */
export const commands: readonly Command[] = [
  fetchCommand,
  verifyCommand,
  resolveCommand,
  pinCommand,
  auditCommand,
  inspectCommand,
  identitiesCommand,
  doctorCommand,
  completionCommand(() => commands),
];

/**
 * Runs one command line.
 *
 * @param argv the arguments after the program's name
 * @returns the exit code; every failure has been printed by then
 */
export async function runCommandLine(argv: readonly string[], host: Host): Promise<number> {
  try {
    return await dispatch(argv, host);
  } catch (failure) {
    // While a signal ends the run, what fails is only a consequence of it.
    if (host.signal.aborted) throw host.signal.reason;
    return reportFailure(failure, host, {
      json: isSet("json", argv, host),
      verbose: isSet("verbose", argv, host),
    });
  }
}

async function dispatch(argv: readonly string[], host: Host): Promise<number> {
  const [name, ...rest] = argv;
  if (name === undefined) throw missingCommand();
  if (name === "--version") {
    host.stdout.write(`${pyverifyVersion}\n`);
    return 0;
  }
  if (name === "--help" || name === "-h" || name === "help") {
    const wanted = commands.find((candidate) => candidate.name === rest[0]);
    host.stdout.write(wanted === undefined ? overview(commands) : commandHelp(wanted));
    return 0;
  }
  const command = commands.find((candidate) => candidate.name === name);
  if (command === undefined) throw unknownCommand(name);
  if (rest.includes("--help") || rest.includes("-h")) {
    host.stdout.write(commandHelp(command));
    return 0;
  }
  return command.run(rest, host);
}

/** Known before the command line is, since its own errors are printed the same way. */
function isSet(flag: string, argv: readonly string[], host: Host): boolean {
  const variable = host.env[variableOf(flag)];
  return argv.includes(`--${flag}`) || variable === "1" || variable === "true";
}

function missingCommand(): PyverifyError {
  return new PyverifyError("usage", "missing-argument", "no command is given", {
    because: `pyverify needs one of ${commands.map((command) => command.name).join(", ")}`,
    hint: "see pyverify --help",
  });
}

function unknownCommand(name: string): PyverifyError {
  const suggestion = nearest(
    name,
    commands.map((command) => command.name),
  );
  return new PyverifyError("usage", "unknown-command", `"${name}" is not a command of pyverify`, {
    because: `the commands are ${commands.map((command) => command.name).join(", ")}`,
    hint: suggestion === undefined ? "see pyverify --help" : `did you mean pyverify ${suggestion}?`,
  });
}
