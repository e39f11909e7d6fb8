import { spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";

import { programUnderTest, type Run } from "./pyverify.ts";
import type { Workspace } from "./workspace.ts";

export interface InterruptedRun extends Omit<Run, "exitCode"> {
  /** null if the signal itself ended it, with nobody to clean up */
  readonly exitCode: number | null;
  /** whether it was still running when the moment came */
  readonly interrupted: boolean;
}

type Moment = (stderr: string, pid: number) => boolean;

/**
 * Runs the program until something has happened, then sends it a signal.
 *
 * @param moment whether it has; is asked again and again, with what is on stderr so far, and the
 *   number of the process
 */
export async function interruptedRun(
  workspace: Workspace,
  args: readonly string[],
  signal: NodeJS.Signals,
  moment: Moment,
): Promise<InterruptedRun> {
  const run = await perhapsInterruptedRun(workspace, args, signal, moment);
  if (!run.interrupted) throw new Error(`it ended before the moment came: ${run.stderr}`);
  return run;
}

/** The same, where it may end before the moment comes. */
export async function perhapsInterruptedRun(
  workspace: Workspace,
  args: readonly string[],
  signal: NodeJS.Signals,
  moment: Moment,
): Promise<InterruptedRun> {
  const program = programUnderTest();
  const child = spawn(program.command, [...program.arguments, ...args], {
    cwd: workspace.work,
    env: { HOME: workspace.home, TMPDIR: workspace.tmp, ...program.env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let [stdout, stderr] = ["", ""];
  child.stdout.on("data", (text: Buffer) => (stdout += text.toString()));
  child.stderr.on("data", (text: Buffer) => (stderr += text.toString()));
  const closed = once(child, "close");
  while (!moment(stderr, child.pid ?? 0) && child.exitCode === null) await sleep(5);
  const interrupted = child.exitCode === null && child.kill(signal);
  await closed;
  return { exitCode: child.exitCode, stdout, stderr, interrupted };
}
