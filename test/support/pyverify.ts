import { type ChildProcess, spawn } from "node:child_process";
import { constants } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { requireKnownFlags } from "./known-flags.ts";
import { requireValidReceipt } from "./receipt-schema.ts";
import type { Workspace } from "./workspace.ts";

/** How a run of the program ended. */
export interface Run {
  /** the exit code, or 128 and the signal's number as a shell counts */
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  /** besides HOME and TMPDIR, which are all that the program is given otherwise */
  readonly env?: Readonly<Record<string, string>>;
  /** what to run, if not the program under test */
  readonly program?: Program;
}

/** The program under test, as a command line to put arguments behind. */
export interface Program {
  readonly command: string;
  readonly arguments: readonly string[];
  /** what it is given of its own besides */
  readonly env?: Readonly<Record<string, string>>;
}

const repository = join(import.meta.dirname, "../..");

/**
 * The program under test: `PYVERIFY_PROGRAM` is `source` (the default: `src/main.ts` as it is),
 * `bundle` (`dist/pyverify.mjs`, after `npm run build`), or the path of an executable file.
 */
export function programUnderTest(name = process.env["PYVERIFY_PROGRAM"] ?? "source"): Program {
  if (name === "source") {
    // Taking the types out of a hundred files again costs each of a thousand runs 0.15 s.
    const env = { NODE_COMPILE_CACHE: join(repository, "node_modules/.cache/compiled") };
    return { ...nodeProgram(join(repository, "src/main.ts")), env };
  }
  if (name === "bundle") return nodeProgram(join(repository, "dist/pyverify.mjs"));
  return { command: name, arguments: [] };
}

/** Runs the program in a workspace, with nothing of this process's environment. */
export async function pyverify(
  workspace: Workspace,
  args: readonly string[],
  options: RunOptions = {},
): Promise<Run> {
  const program = options.program ?? programUnderTest();
  const child = spawn(program.command, [...program.arguments, ...args], {
    cwd: workspace.work,
    env: { HOME: workspace.home, TMPDIR: workspace.tmp, ...program.env, ...options.env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const [exitCode, stdout, stderr] = await Promise.all([
    exitCodeOf(child),
    text(child.stdout),
    text(child.stderr),
  ]);
  requireValidReceipt(stdout);
  requireKnownFlags(args, stderr);
  return { exitCode, stdout, stderr };
}

async function exitCodeOf(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code, signal) => {
      resolve(signal === null ? (code ?? 0) : 128 + constants.signals[signal]);
    });
  });
}

function nodeProgram(script: string): Program {
  return { command: process.execPath, arguments: [script] };
}
