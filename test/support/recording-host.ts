import { PassThrough } from "node:stream";
import type { Host, Terminal } from "../../src/cli/terminal/host.ts";
import { runCommandLine } from "../../src/cli/command-line.ts";
import type { Run } from "./pyverify.ts";

/** Runs a command line within a test's own process, which is faster by far than another process. */
export async function runInProcess(
  args: readonly string[],
  env: Host["env"] = {},
  signal: AbortSignal = new AbortController().signal,
): Promise<Run> {
  const printed = { stdout: "", stderr: "" };
  const terminal = (name: "stdout" | "stderr"): Terminal => ({
    write: (text) => {
      printed[name] += text;
    },
    isTTY: false,
    columns: undefined,
    colors: false,
    stream: new PassThrough(),
  });
  const host: Host = { env, stdout: terminal("stdout"), stderr: terminal("stderr"), signal };
  const exitCode = await runCommandLine(args, host);
  return { exitCode, ...printed };
}
