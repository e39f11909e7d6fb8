import { describe, expect, it } from "vitest";
import { reportFailure } from "../../../src/cli/terminal/messages.ts";
import { PyverifyError } from "../../../src/base/errors.ts";
import { recordingHost } from "../../support/recording-host.ts";

describe("a failure", () => {
  it("is three lines, whatever a server or an archive put into its words", async () => {
    const failure = new PyverifyError("network", "unreachable", "cannot reach a\nb", {
      because: "it said \u001B[2Jnonsense\r\nhint: all is well",
      hint: "retry\u202E",
    });
    const { exitCode, stderr, stdout } = await report(failure);
    expect(exitCode).toBe(4);
    expect(stdout).toBe("");
    expect(stderr.split("\n")).toEqual([
      String.raw`pyverify: error: cannot reach a\u000ab`,
      String.raw`because: it said \u001b[2Jnonsense\u000d\u000ahint: all is well`,
      String.raw`hint: retry\u202e`,
      "",
    ]);
  });

  it("that pyverify does not know is a bug, and says how to report it", async () => {
    const { exitCode, stderr, stdout } = await report(new TypeError("x is not a function"), true);
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/^pyverify: error: an error that pyverify \S+ does not know$/m);
    expect(stderr).toMatch("because: TypeError: x is not a function");
    expect(stderr).toMatch(/hint: this is a bug: .* report/);
    expect(JSON.parse(stdout)).toMatchObject({ error: { kind: "bug", code: "unexpected" } });
  });
});

it("a working directory that is gone is no bug", async () => {
  const failure = Object.assign(new Error("ENOENT: uv_cwd"), { syscall: "uv_cwd" });
  const { exitCode, stderr } = await report(failure);
  expect(exitCode).toBe(8);
  expect(stderr).toMatch(
    /^pyverify: error: the working directory is gone\nbecause: .*\nhint: .*\n$/,
  );
});

it("what a failure is about is named once", async () => {
  const failure = new PyverifyError("filesystem", "not-readable", "a.tar.xz does not exist");
  expect((await report(failure, false, "a.tar.xz")).stderr).toBe(
    "pyverify: error: a.tar.xz does not exist\n",
  );
  expect((await report(failure, false, "b")).stderr).toMatch("error: b: a.tar.xz does not exist");
});

async function report(failure: unknown, json = false, subject?: string) {
  const host = recordingHost();
  const exitCode = await reportFailure(failure, host, {
    json,
    verbose: false,
    ...(subject === undefined ? {} : { subject }),
  });
  return { exitCode, ...host.printed };
}
