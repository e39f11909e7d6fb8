import { PassThrough } from "node:stream";
import { describe, expect, it } from "vitest";
import type { Host, Terminal } from "../../../src/cli/host.ts";
import { pinCommand } from "../../../src/cli/pin.ts";

const terminal: Terminal = {
  write: () => undefined,
  isTTY: false,
  columns: undefined,
  colors: false,
  stream: new PassThrough(),
};

function hostWith(env: Host["env"]): Host {
  return { env, stdout: terminal, stderr: terminal, signal: new AbortController().signal };
}

function refusal(message: string) {
  return { kind: "usage", code: "conflicting-flags", message };
}

describe("of two flags that say the same thing, none is silently ignored:", () => {
  it.each([
    [["--as", "env", "--json"], {}],
    [["--as", "json"], { PYVERIFY_JSON: "1" }],
    [["--json"], { PYVERIFY_AS: "dockerfile" }],
  ])("pin %j with %j", async (flags, env) => {
    await expect(pinCommand.run(["3.14.0", ...flags], hostWith(env))).rejects.toMatchObject(
      refusal("--as and --json are not accepted together"),
    );
  });
});
