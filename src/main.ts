import { constants } from "node:os";
import process from "node:process";
import { runCommandLine } from "./cli/command-line.ts";
import type { Host, Output, Screen, Terminal } from "./cli/terminal/host.ts";
import type { Printable } from "./cli/terminal/printable.ts";
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
    stdout: output(process.stdout),
    stderr: terminal(process.stderr),
    signal: controller.signal,
  };
  // Whoever prints is told by itself; of stderr nobody is left to tell.
  process.stdout.on("error", () => undefined);
  process.stderr.on("error", () => undefined);
  try {
    // Of what came to its end all the same, the result stands: a tree that is there is told.
    process.exitCode = await runCommandLine(process.argv.slice(2), host);
  } catch (failure) {
    if (exitCode === undefined) throw failure;
    process.exitCode = exitCode;
  }
}

function output(stream: NodeJS.WriteStream): Output {
  return Object.assign(screen(stream), {
    print: (text: Printable) =>
      new Promise<void>((resolve, reject) => {
        stream.write(String(text), (error: NodeJS.ErrnoException | null | undefined) => {
          if (!error || error.code === "EPIPE") resolve();
          else reject(filesystemFailure(error, "to stdout"));
        });
      }),
  });
}

function terminal(stream: NodeJS.WriteStream): Terminal {
  return Object.assign(screen(stream), {
    write: (text: Printable) => {
      stream.write(String(text));
    },
    stream,
  });
}

function screen(stream: NodeJS.WriteStream): Screen {
  return {
    isTTY: stream.isTTY,
    get columns() {
      return stream.columns;
    },
    colors: wantsColors(stream),
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
