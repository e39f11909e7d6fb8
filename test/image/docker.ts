import { spawn } from "node:child_process";
import { buffer, text } from "node:stream/consumers";

/** How a command ended. */
export interface CommandRun {
  readonly exitCode: number;
  readonly stdout: Buffer;
  readonly stderr: string;
}

/** How a `docker` command ended. */
export type DockerRun = CommandRun;

export interface DockerOptions {
  /** what it reads on stdin */
  readonly input?: string;
  readonly cwd?: string;
  /** besides this process's own environment */
  readonly env?: Readonly<Record<string, string>>;
}

/** Runs `docker` and gives back whatever became of it. */
export async function tryDocker(
  args: readonly string[],
  options: DockerOptions = {},
): Promise<DockerRun> {
  return tryCommand("docker", args, options);
}

/** Runs a program of the machine and gives back whatever became of it. */
export async function tryCommand(
  program: string,
  args: readonly string[],
  { input, cwd, env }: DockerOptions = {},
): Promise<CommandRun> {
  const child = spawn(program, args, {
    stdio: ["pipe", "pipe", "pipe"],
    cwd,
    env: { ...process.env, ...env },
  });
  child.stdin.end(input);
  const [exitCode, stdout, stderr] = await Promise.all([
    new Promise<number>((resolve) => {
      child.on("error", () => resolve(127));
      child.on("close", (code) => resolve(code ?? 1));
    }),
    buffer(child.stdout),
    text(child.stderr),
  ]);
  return { exitCode, stdout, stderr };
}

/**
 * Runs `docker`, which has to succeed.
 *
 * @throws {Error} with all that it said, which for a build is the log of its steps
 */
export async function docker(
  args: readonly string[],
  options: DockerOptions = {},
): Promise<DockerRun> {
  const run = await tryDocker(args, options);
  if (run.exitCode === 0) return run;
  throw new Error(
    `docker ${args.join(" ")} ended with ${run.exitCode}\n${run.stderr}\n${run.stdout.toString()}`,
  );
}

/** Whether there is an engine that can build; the suites are skipped without. */
export async function dockerIsThere(): Promise<boolean> {
  const runs = await Promise.all([tryDocker(["version"]), tryDocker(["buildx", "version"])]);
  return runs.every((run) => run.exitCode === 0);
}
