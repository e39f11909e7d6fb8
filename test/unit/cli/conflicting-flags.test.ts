import { describe, expect, it } from "vitest";
import { findCommand } from "../../../src/cli/registry.ts";
import { recordingHost } from "../../support/recording-host.ts";

const pin = findCommand("pin");

function refusal(message: string) {
  return { kind: "usage", code: "conflicting-flags", message };
}

describe("of two flags that say the same thing, none is silently ignored:", () => {
  it.each([
    [["--as", "env", "--json"], {}],
    [["--as", "json"], { PYVERIFY_JSON: "1" }],
    [["--json"], { PYVERIFY_AS: "dockerfile" }],
  ])("pin %j with %j", async (flags, env) => {
    await expect(pin?.run(["3.14.0", ...flags], recordingHost(env))).rejects.toMatchObject(
      refusal("--as and --json are not accepted together"),
    );
  });
});
