import { PassThrough } from "node:stream";
import { describe, expect, it } from "vitest";
import { auditCommand } from "../../../src/cli/audit.ts";
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

  it.each([
    [["--bundles", "folder", "--mirror", "http://127.0.0.1:9/"], {}],
    [["--bundles", "folder"], { PYVERIFY_MIRROR: "http://127.0.0.1:9/" }],
  ])("audit %j with %j", async (flags, env) => {
    await expect(auditCommand.run(flags, hostWith(env))).rejects.toMatchObject(
      refusal("--bundles and --mirror are not accepted together"),
    );
  });
});
