import { constants } from "node:os";
import process from "node:process";
import { runCommandLine } from "./cli/command-line.ts";
import type { Terminal } from "./cli/host.ts";

/** The exit code of a program that a signal ended, as shells count it. */
const signalExitCodes = {
  SIGINT: 128 + constants.signals.SIGINT,
  SIGTERM: 128 + constants.signals.SIGTERM,
};

await main();

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
    columns: stream.columns,
  };
}
