import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type BuildSite, createBuildSite } from "./build-site.ts";
import { run } from "./run.ts";

/*
 * bin/detect as the specification calls it:
 * https://github.com/buildpacks/spec/blob/main/buildpack.md
 */
let site: BuildSite;

beforeAll(async () => {
  site = await createBuildSite();
});

afterAll(() => site.close());

beforeEach(() => site.clear());

describe("detect asks for", () => {
  test.each([
    ["BP_CPYTHON_VERSION", "3.14.0", "3.14.0"],
    ["BP_CPYTHON_VERSION", "latest", "latest"],
    [".python-version", "3.14\n", "3.14"],
    [".python-version", "# what pyenv writes\n\n  3.15.0b3  # soon\r\n", "3.15.0b3"],
    ["runtime.txt", "python-3.13.5\n", "3.13.5"],
    ["runtime.txt", "python-3.13.5", "3.13.5"],
  ])("what %s says in %j", async (where, content, version) => {
    const outcome = await detect({ [where]: content });
    expect(outcome).toMatchObject({ exitCode: 0, stderr: "" });
    expect(outcome.plan).toBe(planOf(version, where));
  });

  test.each([
    [{ BP_CPYTHON_VERSION: "3.14", ".python-version": "3.13\n", "runtime.txt": "python-3.12.1" }],
    [{ BP_CPYTHON_VERSION: "", ".python-version": "3.14\n", "runtime.txt": "python-3.12.1" }],
  ])("the first of the three that says anything: %j", async (request) => {
    const { plan } = await detect(request);
    expect(plan).toContain('version = "3.14"');
    expect(plan).not.toContain("3.12");
    expect(plan).not.toContain("3.13");
  });
});

test("detect passes on an app that asks for no CPython", async () => {
  expect(await detect({ "package.json": "{}" })).toEqual({
    exitCode: 100,
    stdout: "no BP_CPYTHON_VERSION, .python-version or runtime.txt asks for a CPython\n",
    stderr: "",
    plan: "",
  });
});

describe("detect refuses, on stderr and with an empty plan,", () => {
  test.each([
    [{ BP_CPYTHON_VERSION: "3.*" }, "BP_CPYTHON_VERSION asks for '3.*'"],
    [{ BP_CPYTHON_VERSION: "3.14.0\n3.13.0" }, "BP_CPYTHON_VERSION asks for $'3.14.0\\n3.13.0'"],
    [{ BP_CPYTHON_VERSION: '3.14"]' }, "BP_CPYTHON_VERSION asks for '3.14\"]'"],
    [{ ".python-version": "pypy3.11" }, ".python-version asks for 'pypy3.11'"],
    [{ ".python-version": "3.14 3.13" }, ".python-version asks for '3.14 3.13'"],
    [{ ".python-version": "3.14\n3.13\n" }, ".python-version names 2 versions"],
    [{ ".python-version": "# none\n" }, ".python-version names 0 versions"],
    [{ "runtime.txt": "3.14.0" }, "runtime.txt asks for '3.14.0'"],
    [{ "runtime.txt": "python-3.14.0 \u001b[2J" }, "\\E[2J'"],
  ])("%j", async (request, says) => {
    const outcome = await detect(request);
    expect(outcome).toMatchObject({ exitCode: 1, stdout: "", plan: "" });
    expect(outcome.stderr).toMatch(/^cpython buildpack: error: .*\nbecause: .*\nhint: .*\n$/);
    expect(outcome.stderr).toContain(says);
  });
});

/** Runs bin/detect for an app with these files, or with this variable of the platform. */
async function detect(request: Readonly<Record<string, string>>) {
  const { BP_CPYTHON_VERSION, ...files } = request;
  for (const [name, content] of Object.entries(files)) await site.write(name, content);
  const plan = join(site.path, "plan.toml");
  await writeFile(plan, "");
  const outcome = await run(join(site.buildpack, "bin/detect"), [site.platform, plan], {
    cwd: site.app,
    env: {
      PATH: process.env["PATH"] ?? "",
      CNB_BUILDPACK_DIR: site.buildpack,
      CNB_PLATFORM_DIR: site.platform,
      CNB_BUILD_PLAN_PATH: plan,
      ...(BP_CPYTHON_VERSION === undefined ? {} : { BP_CPYTHON_VERSION }),
    },
  });
  return { ...outcome, plan: await readFile(plan, "utf8") };
}

function planOf(version: string, where: string): string {
  return `[[provides]]
name = "cpython"

[[provides]]
name = "cpython-source"

[[requires]]
name = "cpython-source"
[requires.metadata]
version = "${version}"

[[requires]]
name = "cpython"
[requires.metadata]
version = "${version}"
version-source = "${where}"
build = true
launch = true
`;
}
