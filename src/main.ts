import { constants } from "node:os";
import process from "node:process";
import { isMainThread } from "node:worker_threads";
import type { Terminal } from "./cli/host.ts";

/** The exit code of a program that a signal ended, as shells count it. */
const signalExitCodes = {
  SIGINT: 128 + constants.signals.SIGINT,
  SIGTERM: 128 + constants.signals.SIGTERM,
};

// The bundle is the program and its decoding thread in one file. Neither waits for the modules of
// the other, and nothing is awaited here: a single executable application takes no such module.
if (isMainThread) void main();
else void decode();

async function decode(): Promise<void> {
  const { runDecodeWorker } = await import("./extract/decode-worker.ts");
  runDecodeWorker();
}

async function main(): Promise<void> {
  const { runCommandLine } = await import("./cli/command-line.ts");
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
