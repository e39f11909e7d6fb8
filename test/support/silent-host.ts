import { PassThrough } from "node:stream";
import type { Host, Terminal } from "../../src/cli/terminal/host.ts";

const terminal: Terminal = {
  write: () => undefined,
  isTTY: false,
  columns: undefined,
  colors: false,
  stream: new PassThrough(),
};

/** What a command is run in within a test's own process; nobody sees what it prints. */
export function silentHost(env: Host["env"] = {}): Host {
  return { env, stdout: terminal, stderr: terminal, signal: new AbortController().signal };
}
