import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { allDefinitions, definitions } from "../../../src/cli/definitions.ts";
import { checkEnvironment, isReadElsewhere } from "../../../src/cli/arguments/environment.ts";
import { withoutFinalNewlines } from "../../../src/cli/arguments/final-newlines.ts";
import { variableOf } from "../../../src/cli/arguments/flag.ts";
import { protectiveFlags } from "../../../src/cli/arguments/protective-flags.ts";
import { findCommand } from "../../../src/cli/registry.ts";
import { recordingHost, runInProcess } from "../../support/recording-host.ts";

const repository = join(import.meta.dirname, "../../..");
const digest = "0".repeat(64);

function check(name: keyof typeof definitions, env: Record<string, string>) {
  return () => checkEnvironment(env, definitions[name], allDefinitions);
}

describe("a variable that no command has", () => {
  it.each([
    ["PYVERIFY_LOCKFILE", "did you mean PYVERIFY_LOCK?"],
    ["PYVERIFY_SHA_256", "did you mean PYVERIFY_SHA256?"],
    ["PYVERIFY_MIROR", "did you mean PYVERIFY_MIRROR?"],
    ["PYVERIFY_OFLINE", "did you mean PYVERIFY_OFFLINE?"],
    ["PYVERIFY_CERT_IDENTITY", "pyverify calls it PYVERIFY_CERTIFICATE_IDENTITY"],
    ["PYVERIFY_PYTHON_VERSION", "the release that is wanted is PYTHON_VERSION"],
    ["PYVERIFY_VERSION", "the release that is wanted is PYTHON_VERSION"],
    ["PYVERIFY_", "unset it; a flag --some-flag is PYVERIFY_SOME_FLAG"],
    ["PYVERIFY_XYZZY", "unset it; a flag --some-flag is PYVERIFY_SOME_FLAG"],
  ])("%s is refused with the nearest one, also where it is empty", (name, hint) => {
    for (const value of ["x", ""]) {
      for (const command of ["fetch", "identities"] as const) {
        expect(check(command, { [name]: value })).toThrow(
          expect.objectContaining({ kind: "usage", code: "unknown-variable", hint }),
        );
      }
    }
  });

  it("ends every command before it does anything", async () => {
    for (const { name } of allDefinitions) {
      const run = findCommand(name)?.run([], recordingHost({ PYVERIFY_MIROR: "x" }));
      await expect(run).rejects.toMatchObject({ code: "unknown-variable" });
    }
  });
});

describe("a variable of another command, or of the project itself", () => {
  it.each(["PYVERIFY_KEEP_TARBALL", "PYVERIFY_SINCE", "PYVERIFY_PROGRAM", "PYVERIFYX", "HOME"])(
    "%s is none of this command's business",
    (name) => {
      expect(check("resolve", { [name]: "x" })).not.toThrow();
    },
  );

  it("is on the list wherever the project reads one", () => {
    const flags = new Set(
      allDefinitions.flatMap((command) => Object.keys(command.flags)).map(variableOf),
    );
    const found = execFileSync(
      "git",
      // What reads a variable: not what sets one for pyverify, and no example of a wrong one.
      ["grep", "-hoE", "(env[.[]\\W*|[$][{]?|ARG )PYVERIFY_[A-Z0-9_]+"],
      { cwd: repository, encoding: "utf8" },
    );
    const names = new Set(found.match(/PYVERIFY_[A-Z0-9_]+/g));
    expect(names).toContain("PYVERIFY_PROGRAM");
    expect([...names].filter((name) => !flags.has(name) && !isReadElsewhere(name))).toEqual([]);
  });
});

describe("a protection that a command cannot give", () => {
  it.each([
    ["verify", "LOCK", "pyverify.lock"],
    ["verify", "SHA256", digest],
    ["resolve", "OFFLINE", "1"],
    ["resolve", "LOCK", "pyverify.lock"],
    ["resolve", "OFFLINE", "true"],
    ["pin", "LOCK", "pyverify.lock"],
    ["pin", "SHA256", digest],
    ["audit", "SHA256", digest],
    ["audit", "CERTIFICATE_IDENTITY", "hugo@python.org"],
    ["audit", "CERTIFICATE_OIDC_ISSUER", "https://github.com/login/oauth"],
  ] as const)("%s refuses PYVERIFY_%s", async (name, suffix, value) => {
    const env = { [`PYVERIFY_${suffix}`]: value };
    const refusal = { kind: "usage", code: "variable-not-honoured" };
    expect(check(name, env)).toThrow(expect.objectContaining(refusal));
    await expect(findCommand(name)?.run(["3.14.0"], recordingHost(env))).rejects.toMatchObject(
      refusal,
    );
  });

  it("is refused by whatever command is added without it", () => {
    const added = { ...definitions.resolve, flags: {}, unaffectedBy: [] };
    for (const flag of protectiveFlags) {
      expect(() => checkEnvironment({ [variableOf(flag)]: "1" }, added, allDefinitions)).toThrow(
        expect.objectContaining({ code: "variable-not-honoured" }),
      );
    }
  });

  it.each([
    ["resolve", { PYVERIFY_OFFLINE: "0" }],
    ["inspect", { PYVERIFY_STRICT: "1" }],
    ["resolve", { PYVERIFY_TRUSTED_ROOT: "embedded" }],
    ["doctor", { PYVERIFY_LOCK: "pyverify.lock", PYVERIFY_SHA256: digest }],
    ["inspect", { PYVERIFY_OFFLINE: "1", PYVERIFY_LOCK: "pyverify.lock" }],
    ["identities", { PYVERIFY_CERTIFICATE_IDENTITY: "x", PYVERIFY_TUF_ROOT: "root.json" }],
    ["fetch", { PYVERIFY_OFFLINE: "1", PYVERIFY_LOCK: "pyverify.lock", PYVERIFY_SHA256: digest }],
  ] as const)("%s goes on with %j, which it obeys or has nothing to do with", (name, env) => {
    expect(check(name, env)).not.toThrow();
  });

  it("is obeyed by an audit without network, which needs bundles that are here", async () => {
    const host = recordingHost({ PYVERIFY_OFFLINE: "1" });
    await expect(findCommand("audit")?.run([], host)).rejects.toMatchObject({
      code: "conflicting-flags",
      message: "--offline needs --bundles DIR",
    });
  });
});

describe("a line break at the end of a variable", () => {
  it("is left out of every one of them, and nothing else is", () => {
    const given = { A: "x\n", B: "x\r\n", C: "x\n\n", D: " x ", E: "\n", F: undefined };
    const read = { A: "x", B: "x", C: "x\n", D: " x ", E: "", F: undefined };
    expect(withoutFinalNewlines(given)).toEqual(read);
  });

  it.each([
    [["identities"], { PYVERIFY_JSON: "1\n" }],
    [["completion"], { PYTHON_VERSION: "bash" }],
  ])("changes nothing of what a run does: %j with %j", async (args, env) => {
    const plain = Object.fromEntries(Object.entries(env).map(([k, v]) => [k, v.trim()]));
    expect(await runInProcess(args, env)).toEqual(await runInProcess(args, plain));
  });

  it.each([
    ["PYTHON_VERSION", "3.14.99"],
    ["PYVERIFY_SHA256", digest],
    ["PYVERIFY_MIRROR", "http://127.0.0.1:9/"],
    ["PYVERIFY_OFFLINE", "1"],
    ["PYVERIFY_FORMAT", "tgz"],
    ["PYVERIFY_CA", "/nowhere"],
    ["SSL_CERT_FILE", "/nowhere"],
    ["HTTP_PROXY", "http://127.0.0.1:9"],
    ["NO_PROXY", "127.0.0.1"],
    ["SOURCE_DATE_EPOCH", "0"],
  ])("%s with one is %s without it", async (name, value) => {
    const run = (given: string) =>
      runInProcess(["fetch", ...(name === "PYTHON_VERSION" ? [] : ["3.14.99"])], {
        PYVERIFY_RETRIES: "0",
        PYVERIFY_OUT: "/dev/null/out",
        [name]: given,
      });
    expect(await run(`${value}\n`)).toEqual(await run(value));
  });
});
