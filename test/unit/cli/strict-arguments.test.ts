import { describe, expect, it } from "vitest";
import { type Definition, define } from "../../../src/cli/definition.ts";
import { choice, flag, switchFlag, withDefault } from "../../../src/cli/arguments/flag.ts";
import {
  type ArgumentRules,
  strictArguments,
} from "../../../src/cli/arguments/strict-arguments.ts";
import { positiveNumber, text } from "../../../src/cli/arguments/values.ts";
import { runDefinition } from "../../../src/cli/run-definition.ts";
import { recordingHost } from "../../support/recording-host.ts";

const version = {
  name: "version",
  count: "optional",
  variable: "PYTHON_VERSION",
  description: "a version",
  parse: text,
} as const;

const definition = define({
  name: "fetch",
  summary: "",
  description: "",
  operand: version,
  flags: {
    out: flag("DIR", "a folder", text),
    format: choice(["tar.xz", "tgz"], "which"),
    "trusted-root": flag("FILE", "a root", text),
    parallel: withDefault(flag("N", "how many", positiveNumber), 4),
    quiet: switchFlag("quiet"),
  },
  unaffectedBy: [],
  examples: [],
});
const rules: ArgumentRules = definition;

/** As a command line that says it all: `--name=value`, and the operands behind `--`. */
function reading(argv: readonly string[], env: Record<string, string>): string[] {
  const { flags, operands } = strictArguments(argv, rules, env);
  const values = [...flags].map(([name, { value }]) => `--${name}=${value}`);
  return [...values, "--", ...operands.map(({ value }) => value)];
}

/** What a command is given, after each flag has parsed its text. */
async function given(argv: readonly string[], env: Record<string, string> = {}) {
  let seen: unknown;
  const run = async (args: unknown) => {
    seen = args;
    return 0;
  };
  await runDefinition<Definition>(definition, async () => ({ run }), argv, recordingHost(env));
  return seen;
}

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
    expect(reading(argv, {})).toEqual(meaning);
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

describe("what nothing has expanded is no value:", () => {
  it.each([
    [["--out", "$OUT"], {}, "leave it out and set PYVERIFY_OUT, which pyverify reads by itself"],
    [["--out=${OUT}/x"], {}, "leave it out and set PYVERIFY_OUT, which pyverify reads by itself"],
    [
      ["--out", "/x/${OUT}"],
      {},
      "leave it out and set PYVERIFY_OUT, which pyverify reads by itself",
    ],
    [["--out", "~/x"], {}, "leave it out and set PYVERIFY_OUT, which pyverify reads by itself"],
    [["--out", "$(pwd)"], {}, "leave it out and set PYVERIFY_OUT, which pyverify reads by itself"],
    [
      ["$PYTHON_VERSION"],
      {},
      "leave it out and set PYTHON_VERSION, which pyverify reads by itself",
    ],
    [[], { PYTHON_VERSION: "${VERSION}" }, expect.stringMatching(/^give PYTHON_VERSION the value/)],
    [[], { PYVERIFY_OUT: "$OUT" }, expect.stringMatching(/^give PYVERIFY_OUT the value itself/)],
  ])("%j with %j", (argv, env, hint) => {
    expect(() => strictArguments(argv, rules, env)).toThrow(
      expect.objectContaining({ kind: "usage", code: "invalid-value", hint }),
    );
  });

  it.each(["./$OUT", "./~", "a$b", "/a/$b", "~3", "$5"])("but %j is one", (value) => {
    expect(reading(["--out", value], {})).toEqual([`--out=${value}`, "--"]);
  });
});

describe("a flag of another tool is answered with ours:", () => {
  it.each([
    [["-o", "x"], "pyverify calls it --out"],
    [["--output", "x"], "pyverify calls it --out"],
    [["-q"], "pyverify calls it --quiet"],
    [["--trust-config", "x"], "pyverify calls it --trusted-root"],
    [["--version", "3.14"], expect.stringContaining("pyverify fetch 3.14.0")],
    [["--insecure"], expect.stringContaining("nothing turns verification off")],
    // Only what the command has itself.
    [["--cert-identity", "x"], "see pyverify fetch --help"],
    [["--OUT", "x"], "did you mean --out?"],
    [["--trusted_root", "x"], "did you mean --trusted-root?"],
    [["--constructor", "x"], "see pyverify fetch --help"],
  ])("%j", (argv, hint) => {
    expect(() => strictArguments(argv, rules, {})).toThrow(
      expect.objectContaining({ code: "unknown-flag", hint }),
    );
  });
});

describe("a refusal", () => {
  it("says which help to read, and what an argument that is missing is", () => {
    expect(() => strictArguments(["-z", "/x"], rules, {})).toThrow(
      expect.objectContaining({ hint: "see pyverify fetch --help" }),
    );
    const operand = {
      name: "shell",
      count: "one",
      description: "bash, zsh, fish",
      parse: text,
    } as const;
    expect(() => strictArguments([], { name: "completion", operand, flags: {} }, {})).toThrow(
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
    [{ PYVERIFY_QUIET: "1" }, ["--quiet=1", "--"]],
    [{ PYVERIFY_QUIET: "false" }, ["--quiet=false", "--"]],
  ])("%j means %j", (env, meaning) => {
    expect(reading([], env)).toEqual(meaning);
  });

  it("yields to the command line", () => {
    const env = { PYTHON_VERSION: "3.13.0", PYVERIFY_OUT: "/env" };
    expect(reading(["3.14.0", "--out", "/flag"], env)).toEqual(["--out=/flag", "--", "3.14.0"]);
  });

  it.each([
    [{ PYTHON_VERSION: "" }, "missing-value"],
    [{ PYVERIFY_OUT: "" }, "missing-value"],
  ])("%j is refused as %s", (env, code) => {
    expect(() => strictArguments([], rules, env)).toThrow(
      expect.objectContaining({ kind: "usage", code }),
    );
  });
});

describe("a flag", () => {
  it("parses its own text, and its value knows where it came from", async () => {
    expect(
      await given(["3.14.0", "--parallel", "7"], { PYVERIFY_FORMAT: "tgz", PYVERIFY_QUIET: "0" }),
    ).toEqual({
      operands: [{ value: "3.14.0", origin: { type: "command-line", name: "VERSION" } }],
      parallel: { value: 7, origin: { type: "command-line", name: "--parallel" } },
      format: { value: "tgz", origin: { type: "environment", name: "PYVERIFY_FORMAT" } },
      quiet: { value: false, origin: { type: "environment", name: "PYVERIFY_QUIET" } },
    });
    expect(await given([], { PYTHON_VERSION: "3.13.0" })).toEqual({
      operands: [{ value: "3.13.0", origin: { type: "environment", name: "PYTHON_VERSION" } }],
      parallel: { value: 4, origin: { type: "default", name: "--parallel" } },
    });
    expect(await given(["--quiet"])).toMatchObject({ quiet: { value: true }, operands: [] });
  });

  it.each([
    [["--format", "zip"], {}, '--format cannot be "zip"'],
    [["--quiet=perhaps"], {}, '--quiet cannot be "perhaps"'],
    [["--parallel", "0"], {}, '--parallel cannot be "0"'],
    [[], { PYVERIFY_QUIET: "" }, 'PYVERIFY_QUIET cannot be ""'],
    [[], { PYVERIFY_FORMAT: "zip" }, 'PYVERIFY_FORMAT cannot be "zip"'],
  ])("refuses %j with %j by the name that was written", async (argv, env, message) => {
    await expect(given(argv, env)).rejects.toMatchObject({
      kind: "usage",
      code: "invalid-value",
      message,
    });
  });

  it("reaches the command as it was given, also where citty would see a negation", async () => {
    expect(await given(["--out=no-quiet", "--", "--no-quiet"], { PYVERIFY_OUT: "" })).toEqual(
      await given(["--out", "no-quiet", "--", "--no-quiet"]),
    );
    expect(await given([], { PYVERIFY_OUT: "--no-quiet" })).toMatchObject({
      out: { value: "--no-quiet" },
    });
  });
});
