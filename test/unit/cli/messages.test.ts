import { PassThrough } from "node:stream";
import { text } from "node:stream/consumers";
import { describe, expect, it } from "vitest";
import type { Host, Terminal } from "../../../src/cli/terminal/host.ts";
import { reportFailure } from "../../../src/cli/terminal/messages.ts";
import { PyverifyError } from "../../../src/base/errors.ts";

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
      "pyverify: error: cannot reach a b",
      "because: it said  [2Jnonsense hint: all is well",
      "hint: retry ",
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
  const stdout = new PassThrough();
  const stderr = new PassThrough();
  const host: Host = {
    env: {},
    stdout: terminal(stdout),
    stderr: terminal(stderr),
    signal: new AbortController().signal,
  };
  const exitCode = reportFailure(failure, host, {
    json,
    verbose: false,
    ...(subject === undefined ? {} : { subject }),
  });
  stdout.end();
  stderr.end();
  return { exitCode, stdout: await text(stdout), stderr: await text(stderr) };
}

function terminal(stream: PassThrough): Terminal {
  return {
    write: (words) => void stream.write(words),
    isTTY: false,
    columns: undefined,
    colors: false,
    stream,
  };
}
