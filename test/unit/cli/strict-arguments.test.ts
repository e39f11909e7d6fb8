import { describe, expect, it } from "vitest";
import { type ArgumentRules, strictArguments } from "../../../src/cli/flags/strict-arguments.ts";

const rules: ArgumentRules = {
  name: "fetch",
  args: {
    version: { type: "positional", required: false },
    out: { type: "string", valueHint: "DIR" },
    format: { type: "enum", options: ["tar.xz", "tgz"] },
    "trusted-root": { type: "string" },
    quiet: { type: "boolean" },
  },
  positionalVariables: { version: "PYTHON_VERSION" },
};

describe("a command line", () => {
  it.each([
    [["3.14.0"], ["--", "3.14.0"]],
    [
      ["3.14.0", "--out", "/x"],
      ["--out=/x", "--", "3.14.0"],
    ],
    [
      ["--out=/x", "3.14.0"],
      ["--out=/x", "--", "3.14.0"],
    ],
    [
      ["--quiet", "3.14.0"],
      ["--quiet=true", "--", "3.14.0"],
    ],
    [
      ["--", "3.14.0"],
      ["--", "3.14.0"],
    ],
    [[], ["--"]],
  ])("%j means %j", (argv, meaning) => {
    expect(strictArguments(argv, rules, {})).toEqual(meaning);
  });

  it.each([
    [["--ofline"], "unknown-flag"],
    [["--no-quiet"], "unknown-flag"],
    [["-o", "/x"], "unknown-flag"],
    [["--trustedRoot", "x"], "unknown-flag"],
    [["--out"], "missing-value"],
    [["--out="], "missing-value"],
    [["--out", ""], "missing-value"],
    [["--out", "--quiet"], "missing-value"],
    [["--out", "/x", "--out", "/y"], "conflicting-flags"],
    [["--format", "zip"], "invalid-value"],
    [["--quiet=perhaps"], "invalid-value"],
    [["3.14.0", "3.13.0"], "surplus-argument"],
    [[""], "missing-value"],
  ])("%j is refused as %s", (argv, code) => {
    expect(() => strictArguments(argv, rules, {})).toThrow(
      expect.objectContaining({ kind: "usage", code }),
    );
  });

  it("suggests the flag that was probably meant", () => {
    expect(() => strictArguments(["--trusted-rot", "x"], rules, {})).toThrow(
      expect.objectContaining({ hint: "did you mean --trusted-root?" }),
    );
  });
});

describe("a refusal", () => {
  it("says which help to read, and what an argument that is missing is", () => {
    expect(() => strictArguments(["-o", "/x"], rules, {})).toThrow(
      expect.objectContaining({ hint: "see pyverify fetch --help" }),
    );
    const shell = { type: "positional", description: "bash, zsh, fish" } as const;
    expect(() => strictArguments([], { name: "completion", args: { shell } }, {})).toThrow(
      expect.objectContaining({
        because: "it is bash, zsh, fish",
        hint: "see pyverify completion --help",
      }),
    );
  });
});

describe("the environment", () => {
  it.each([
    [{ PYTHON_VERSION: "3.14.0" }, ["--", "3.14.0"]],
    [{ PYVERIFY_OUT: "/x" }, ["--out=/x", "--"]],
    [{ PYVERIFY_TRUSTED_ROOT: "embedded" }, ["--trusted-root=embedded", "--"]],
    [{ PYVERIFY_QUIET: "1" }, ["--quiet=true", "--"]],
    [{ PYVERIFY_QUIET: "false" }, ["--quiet=false", "--"]],
    [{ PYVERIFY_UNKNOWN: "x" }, ["--"]],
  ])("%j means %j", (env, meaning) => {
    expect(strictArguments([], rules, env)).toEqual(meaning);
  });

  it("yields to the command line", () => {
    const env = { PYTHON_VERSION: "3.13.0", PYVERIFY_OUT: "/env" };
    expect(strictArguments(["3.14.0", "--out", "/flag"], rules, env)).toEqual([
      "--out=/flag",
      "--",
      "3.14.0",
    ]);
  });

  it.each([
    [{ PYTHON_VERSION: "" }, "missing-value"],
    [{ PYVERIFY_OUT: "" }, "missing-value"],
    [{ PYVERIFY_QUIET: "" }, "invalid-value"],
    [{ PYVERIFY_FORMAT: "zip" }, "invalid-value"],
  ])("%j is refused as %s", (env, code) => {
    expect(() => strictArguments([], rules, env)).toThrow(
      expect.objectContaining({ kind: "usage", code }),
    );
  });
});
