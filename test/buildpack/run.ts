import { spawn } from "node:child_process";
import { text } from "node:stream/consumers";
import type { Run } from "../support/pyverify.ts";

export interface CommandOptions {
  readonly cwd?: string;
  /** all that the command is given */
  readonly env: Readonly<Record<string, string>>;
  /** whom to run it as, if this process may choose */
  readonly user?: { readonly uid: number; readonly gid: number } | undefined;
}

/** Runs a command and gives back whatever became of it. */
export async function run(
  command: string,
  args: readonly string[],
  { cwd, env, user }: CommandOptions,
): Promise<Run> {
  const child = spawn(command, args, { cwd, env, ...user, stdio: ["ignore", "pipe", "pipe"] });
  const [exitCode, stdout, stderr] = await Promise.all([
    new Promise<number>((resolve, reject) => {
      child.on("error", reject);
      child.on("close", (code) => resolve(code ?? 128));
    }),
    text(child.stdout),
    text(child.stderr),
  ]);
  return { exitCode, stdout, stderr };
}
