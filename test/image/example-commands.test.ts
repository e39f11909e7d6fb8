import { execFile } from "node:child_process";
import { globSync, readFileSync } from "node:fs";
import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { repository } from "./build.ts";
import { dockerIsThere } from "./docker.ts";

/*
 * What a README tells its reader to type in the example's folder, typed in a copy of it: up to the
 * point where the build would run, so that files, flags, variables and targets have to be right.
 */
const canBuild = await dockerIsThere();
const commands = globSync("examples/*/README.md", { cwd: repository }).flatMap((name) =>
  commandsOf(readFileSync(join(repository, name), "utf8")).map((line): [string, string] => [
    dirname(name),
    line,
  ]),
);

describe.skipIf(!canBuild)("a command of an example's README", () => {
  let copy: string;
  beforeAll(async () => {
    copy = await mkdtemp(join(tmpdir(), "pyverify-image-"));
    await cp(join(repository, "examples"), join(copy, "examples"), { recursive: true });
  });
  afterAll(() => rm(copy, { recursive: true }));

  test.each(commands)("in %s: %s", async (folder, line) => {
    const [, command = ""] = /docker buildx (build|bake)/.exec(line) ?? [];
    // `bake --check` would push.
    const flag = command === "bake" ? "--print" : "--check";
    const { stdout } = await promisify(execFile)(
      "sh",
      ["-c", line.replace(`buildx ${command}`, `$& ${flag}`)],
      { cwd: join(copy, folder) },
    );
    const expected = command === "bake" ? /"PYTHON_VERSION": "3\.14\.0"/ : /no warnings found/;
    expect(stdout).toMatch(expected);
  });
});

/** Its indented blocks' lines that build, continued ones in one. */
function commandsOf(readme: string): readonly string[] {
  const lines = readme.replaceAll(/\\\n\s*/g, "").match(/^ {4}.*docker buildx .*$/gm) ?? [];
  return lines.map((line) => line.trim());
}
