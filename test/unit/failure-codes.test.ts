import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { reportFailure } from "../../src/cli/terminal/messages.ts";
import { failureCodes, PyverifyError } from "../../src/base/errors.ts";
import { filesystemFailure } from "../../src/files/filesystem-failure.ts";
import { recordingHost } from "../support/recording-host.ts";

const repository = join(import.meta.dirname, "../..");
const sources = readAll("src/**/*.ts", "src/base/errors.ts");
const scenarios = readAll("test/**/*.ts", "none");

/** All files of a pattern in one text. */
function readAll(pattern: string, except: string): string {
  return globSync(pattern, { cwd: repository })
    .filter((file) => file !== except)
    .map((file) => readFileSync(join(repository, file), "utf8"))
    .join("\n");
}

describe("every failure code", () => {
  const codes = Object.entries(failureCodes).flatMap(([kind, list]) =>
    list.map((code) => [kind, code] as const),
  );

  it.each(codes)("%s/%s is raised somewhere, and tried by some test", (_kind, code) => {
    expect(sources).toContain(`"${code}"`);
    expect(scenarios).toMatch(new RegExp(`["'/]${code}["']`));
  });
});

describe("what nobody foresaw", () => {
  it("is reported as a bug, with exit code 1 and what to do about it", async () => {
    const host = recordingHost();
    const exitCode = await reportFailure(new TypeError("x is not a function"), host, {
      json: true,
      verbose: false,
    });
    expect(exitCode).toBe(1);
    expect(JSON.parse(host.printed.stdout)).toMatchObject({
      error: { kind: "bug", code: "unexpected" },
    });
    expect(host.printed.stderr).toContain("because: TypeError: x is not a function");
    expect(host.printed.stderr).toContain("hint: this is a bug");
  });

  it("is reported as input-output when a file system fails in a way of its own", () => {
    const thrown = Object.assign(new Error("EIO: i/o error, write"), {
      code: "EIO",
      syscall: "write",
    });
    const failure = filesystemFailure(thrown, "/out/configure");
    expect(failure).toBeInstanceOf(PyverifyError);
    expect(failure).toMatchObject({
      kind: "filesystem",
      code: "input-output",
      message: "cannot write /out/configure",
      because: "EIO: i/o error, write (EIO)",
    });
  });
});

it("no refusal to verify advises to try again, which would be to wait for an answer that suits", () => {
  const refusals = readAll("src/{verify,prove}/**/*.ts", "none");
  const hints = [...refusals.matchAll(/hint:\s*(["`])(.*?)\1/g)].map(([, , hint = ""]) => hint);
  expect(hints.length).toBeGreaterThan(10);
  expect(hints.filter((hint) => /\bagain\b|\bretry\b/.test(hint))).toEqual([]);
});
