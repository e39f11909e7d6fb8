import { PassThrough } from "node:stream";
import { runCommandLine } from "../../src/cli/command-line.ts";
import type { Host, Screen } from "../../src/cli/terminal/host.ts";
import { requireKnownFlags } from "./known-flags.ts";
import type { Run } from "./pyverify.ts";

/** What a command is run in within a test's own process, with all that it prints kept. */
export interface RecordingHost extends Host {
  readonly printed: { stdout: string; stderr: string };
}

/** Nobody sees what is printed; `printed` has it all. */
export function recordingHost(env: Host["env"] = {}, screen: Partial<Screen> = {}): RecordingHost {
  const printed = { stdout: "", stderr: "" };
  const shown: Screen = { isTTY: false, columns: undefined, colors: false, ...screen };
  return {
    env,
    printed,
    stdout: {
      ...shown,
      print: async (text) => {
        printed.stdout += String(text);
      },
    },
    stderr: {
      ...shown,
      write: (text) => {
        printed.stderr += String(text);
      },
      stream: new PassThrough(),
    },
    signal: new AbortController().signal,
  };
}

/** Runs a command line within a test's own process, which is faster by far than another process. */
export async function runInProcess(
  args: readonly string[],
  env: Host["env"] = {},
  signal: AbortSignal = new AbortController().signal,
): Promise<Run> {
  const host = { ...recordingHost(env), signal };
  const exitCode = await runCommandLine(args, host);
  requireKnownFlags(args, host.printed.stderr);
  return { exitCode, ...host.printed };
}
