import { constants } from "node:os";
import process from "node:process";
import { runCommandLine } from "./cli/command-line.ts";
import type { Terminal } from "./cli/host.ts";

/** The exit code of a program that a signal ended, as shells count it. */
const signalExitCodes = {
  SIGINT: 128 + constants.signals.SIGINT,
  SIGTERM: 128 + constants.signals.SIGTERM,
};

// Nothing is awaited here: a single executable application takes no such module.
void main();

async function main(): Promise<void> {
  const controller = new AbortController();
  let exitCode: number | undefined;
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.on(signal, () => {
      exitCode ??= signalExitCodes[signal];
      controller.abort(new Error(`ended by ${signal}`));
    });
  }
  try {
    const result = await runCommandLine(process.argv.slice(2), {
      env: process.env,
      stdout: terminal(process.stdout),
      stderr: terminal(process.stderr),
      signal: controller.signal,
    });
    process.exitCode = exitCode ?? result;
  } catch (failure) {
    if (exitCode === undefined) throw failure;
    process.exitCode = exitCode;
  }
}

function terminal(stream: NodeJS.WriteStream): Terminal {
  return {
    write: (text) => {
      stream.write(text);
    },
    isTTY: stream.isTTY,
    get columns() {
      return stream.columns;
    },
    colors: wantsColors(stream),
    stream,
  };
}

/**
 * As Node's own output decides it: FORCE_COLOR, then NO_COLOR, then what the terminal can do.
 *
 * @see https://force-color.org
 * @see https://no-color.org
 */
function wantsColors(stream: NodeJS.WriteStream): boolean {
  const force = process.env["FORCE_COLOR"];
  if (force !== undefined) return force !== "0" && force !== "false";
  if ((process.env["NO_COLOR"] ?? "") !== "") return false;
  return stream.isTTY && stream.hasColors();
}
