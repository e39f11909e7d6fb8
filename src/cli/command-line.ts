import { pyverifyVersion } from "../base/pyverify-version.ts";
import { withoutFinalNewlines } from "./arguments/final-newlines.ts";
import { variableOf } from "./arguments/flag.ts";
import type { Host } from "./terminal/host.ts";
import { reportFailure } from "./terminal/messages.ts";
import { line, Printable } from "./terminal/printable.ts";

/**
 * Runs one command line.
 *
 * @param argv the arguments after the program's name
 * @returns the exit code; every failure has been printed by then
 */
export async function runCommandLine(argv: readonly string[], given: Host): Promise<number> {
  const host = { ...given, env: withoutFinalNewlines(given.env) };
  try {
    if (["--version", "-V", "-v", "version"].includes(argv[0] ?? "")) {
      await host.stdout.print(Printable.lines([line`${pyverifyVersion}`]));
      return 0;
    }
    const { dispatch } = await import("./dispatch.ts");
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

/** Known before the command line is, since its own errors are printed the same way. */
function isSet(flag: string, argv: readonly string[], host: Host): boolean {
  const variable = host.env[variableOf(flag)];
  return argv.includes(`--${flag}`) || variable === "1" || variable === "true";
}
