import { PyverifyError } from "../base/errors.ts";
import { pyverifyVersion } from "../base/pyverify-version.ts";
import type { Command } from "./command.ts";
import { completionCommand } from "./commands/completion/completion.ts";
import { commandHelp, overview } from "./help/help.ts";
import type { Host } from "./terminal/host.ts";
import { reportFailure } from "./terminal/messages.ts";
import { nearest } from "./flags/suggestion.ts";
import { variableOf } from "./flags/strict-arguments.ts";

/**
 * Every command, in the order in which the help lists them. Each is loaded when it is asked for: a
 * fetch does not wait for the modules of the audit's page.
 */
const loaders = new Map<string, () => Promise<Command>>([
  ["fetch", async () => (await import("./commands/fetch/fetch.ts")).fetchCommand],
  ["verify", async () => (await import("./commands/verify/verify.ts")).verifyCommand],
  ["resolve", async () => (await import("./commands/resolve/resolve.ts")).resolveCommand],
  ["pin", async () => (await import("./commands/pin/pin.ts")).pinCommand],
  ["audit", async () => (await import("./commands/audit/audit.ts")).auditCommand],
  ["inspect", async () => (await import("./commands/inspect/inspect.ts")).inspectCommand],
  [
    "identities",
    async () => (await import("./commands/identities/identities.ts")).identitiesCommand,
  ],
  ["doctor", async () => (await import("./commands/doctor/doctor.ts")).doctorCommand],
  ["completion", async () => completionCommand(allCommands)],
]);

/** Loads every command. */
export function allCommands(): Promise<Command[]> {
  return Promise.all([...loaders.values()].map((load) => load()));
}

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
    const wanted = await loaders.get(rest[0] ?? "")?.();
    const { columns } = host.stdout;
    host.stdout.write(
      wanted === undefined ? overview(await allCommands(), columns) : commandHelp(wanted, columns),
    );
    return 0;
  }
  const command = await loaders.get(name)?.();
  if (command === undefined) throw unknownCommand(name);
  if (rest.includes("--help") || rest.includes("-h")) {
    host.stdout.write(commandHelp(command, host.stdout.columns));
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
    because: `pyverify needs one of ${[...loaders.keys()].join(", ")}`,
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
  const suggestion = nearest(name, [...loaders.keys()]);
  return new PyverifyError("usage", "unknown-command", `"${name}" is not a command of pyverify`, {
    because: `the commands are ${[...loaders.keys()].join(", ")}`,
    hint: suggestion === undefined ? "see pyverify --help" : `did you mean pyverify ${suggestion}?`,
  });
}
