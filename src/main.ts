import { constants } from "node:os";
import process from "node:process";
import { runCommandLine } from "./cli/command-line.ts";
import type { Host, Terminal } from "./cli/terminal/host.ts";
import { reportFailure } from "./cli/terminal/messages.ts";
import { filesystemFailure } from "./files/filesystem-failure.ts";

/**
 * What ends a run, with the exit code of a program that it ended, as shells count it. Node takes
 * each at its default even where whoever started it ignores it, as `nohup` does.
 */
const signalExitCodes = {
  SIGHUP: 128 + constants.signals.SIGHUP,
  SIGINT: 128 + constants.signals.SIGINT,
  SIGQUIT: 128 + constants.signals.SIGQUIT,
  SIGTERM: 128 + constants.signals.SIGTERM,
} as const;

// Nothing is awaited here: a single executable application takes no such module.
void main();

async function main(): Promise<void> {
  const controller = new AbortController();
  let exitCode: number | undefined;
  for (const signal of ["SIGHUP", "SIGINT", "SIGQUIT", "SIGTERM"] as const) {
    process.on(signal, () => {
      exitCode ??= signalExitCodes[signal];
      controller.abort(new Error(`ended by ${signal}`));
    });
  }
  const host: Host = {
    env: process.env,
    stdout: terminal(process.stdout),
    stderr: terminal(process.stderr),
    signal: controller.signal,
  };
  watchOutput(host);
  try {
    // Of what came to its end all the same, the result stands: a tree that is there is told.
    process.exitCode = await runCommandLine(process.argv.slice(2), host);
  } catch (failure) {
    if (exitCode === undefined) throw failure;
    process.exitCode = exitCode;
  }
}

/**
 * An output that cannot be printed fails the run, in words. A reader that has read enough, such as
 * `head`, is none of that; and where stderr itself fails, there is nobody left to tell.
 */
function watchOutput(host: Host): void {
  let exitCode = 0;
  process.stderr.on("error", () => undefined);
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE" || exitCode !== 0) return;
    const failure = filesystemFailure(error, "to stdout");
    exitCode = reportFailure(failure, host, { json: false, verbose: false });
  });
  process.once("exit", (code) => {
    if (code === 0) process.exitCode = exitCode;
  });
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
