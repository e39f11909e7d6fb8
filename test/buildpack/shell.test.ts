import { globSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { run } from "./run.ts";

const example = join(import.meta.dirname, "../../examples/buildpack");
const scripts = globSync("*/bin/{detect,build,generate}", { cwd: example });
const env = { PATH: process.env["PATH"] ?? "" };

const shellcheckIsThere = await run("shellcheck", ["--version"], { env }).then(
  () => true,
  () => false,
);
if (!shellcheckIsThere)
  console.warn("\nSKIPPED: no shellcheck, so the scripts are not looked at\n");

test.runIf(shellcheckIsThere).each(scripts)(
  "shellcheck has nothing to say about %s",
  async (script) => {
    const outcome = await run(
      "shellcheck",
      ["--external-sources", "--check-sourced", join(example, script)],
      { env },
    );
    expect(outcome).toEqual({ exitCode: 0, stdout: "", stderr: "" });
  },
);
