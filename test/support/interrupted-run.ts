import { spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";

import { programUnderTest, type Run } from "./pyverify.ts";
import type { Workspace } from "./workspace.ts";

/**
 * Runs the program until something has happened, then sends it a signal.
 *
 * @param moment whether it has; is asked again and again, with what is on stderr so far
 */
export async function interruptedRun(
  workspace: Workspace,
  args: readonly string[],
  signal: "SIGINT" | "SIGTERM",
  moment: (stderr: string) => boolean,
): Promise<Omit<Run, "exitCode"> & { readonly exitCode: number | null }> {
  const program = programUnderTest();
  const child = spawn(program.command, [...program.arguments, ...args], {
    cwd: workspace.work,
    env: { HOME: workspace.home, TMPDIR: workspace.tmp },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let [stdout, stderr] = ["", ""];
  child.stdout.on("data", (text: Buffer) => (stdout += text.toString()));
  child.stderr.on("data", (text: Buffer) => (stderr += text.toString()));
  const closed = once(child, "close");
  while (!moment(stderr)) {
    if (child.exitCode !== null) throw new Error(`it ended before the moment came: ${stderr}`);
    await sleep(5);
  }
  child.kill(signal);
  await closed;
  // null if the signal itself ended it, with nobody to clean up.
  return { exitCode: child.exitCode, stdout, stderr };
}
