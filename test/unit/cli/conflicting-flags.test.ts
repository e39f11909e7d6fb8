import { describe, expect, it } from "vitest";
import { findCommand } from "../../../src/cli/registry.ts";
import { recordingHost } from "../../support/recording-host.ts";

const pin = findCommand("pin");
const kinds = ["windows-amd64", "macos"] as const;

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

  it.each([
    ...kinds.flatMap((kind) => [
      ["pin", "3.14.0", kind],
      ["resolve", "3.14.0", kind],
      ["audit", "3.14", kind],
    ]),
    ["pin", "3.14.0", "all"],
  ])("%s %s --artifact %s with --format", async (name, operand, kind) => {
    const args = [operand, "--artifact", kind];
    const message = `--artifact ${kind} and --format exclude each other`;
    const command = findCommand(name);
    await expect(command?.run([...args, "--format", "tgz"], recordingHost())).rejects.toMatchObject(
      refusal(message),
    );
    const env = recordingHost({ PYVERIFY_FORMAT: "tar.xz" });
    await expect(command?.run(args, env)).rejects.toMatchObject(refusal(message));
  });
});
