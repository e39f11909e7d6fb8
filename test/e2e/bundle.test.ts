import { mkdir, readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { bundleForNode } from "../../scripts/bundle.mjs";
import { createLocalWorld, type LocalWorld } from "../support/local-world.ts";
import { madeUpRelease } from "../support/made-up-release.ts";
import { pyverify } from "../support/pyverify.ts";

let world: LocalWorld;
let program: string;
beforeAll(async () => {
  world = await createLocalWorld();
  await world.publish(await madeUpRelease({ version: "3.14.99", format: "tgz" }));
  program = (await bundleForNode("/usr/bin/env node")).text;
});
afterAll(() => world.close());

/** Runs a changed program, from a folder that has no packages, to fetch the made-up release. */
async function fetchWith(text: string, env: Readonly<Record<string, string>> = {}) {
  const file = join(world.workspace.path, "pyverify.mjs");
  await writeFile(file, text);
  await rm(join(world.workspace.work, "source"), { recursive: true, force: true });
  const flags = ["--format", "tgz", "--out", "source", "--verbose", ...world.flags];
  const run = await pyverify(world.workspace, ["fetch", "3.14.99", ...flags], {
    env,
    program: { command: process.execPath, arguments: [file] },
  });
  return { ...run, file };
}

describe("the program in one file", () => {
  it("fetches and extracts, with nothing beside it", async () => {
    expect(await fetchWith(program)).toMatchObject({ exitCode: 0 });
  });

  it("takes no module that lies beside it, in HOME or in NODE_PATH", async () => {
    const { path } = world.workspace;
    const mark = join(path, "other-code-ran");
    const folders = [join(path, "node_modules"), join(path, ".node_modules"), join(path, "lib")];
    for (const folder of folders) {
      for (const name of ["supports-color", "lzma-native", "node-gyp-build", "debug"]) {
        await mkdir(join(folder, name), { recursive: true });
        const code = `require("node:fs").writeFileSync(${JSON.stringify(mark)}, "");`;
        await writeFile(join(folder, name, "index.js"), code);
      }
    }
    const run = await fetchWith(program, { HOME: path, NODE_PATH: join(path, "lib") });
    expect(run).toMatchObject({ exitCode: 0 });
    expect(await readdir(path)).not.toContain("other-code-ran");
  });

  it("names the line of a mistake", async () => {
    const statement = "const start = endOfHeader(input);";
    const broken = program.replace(statement, `throw new Error("a mistake"); ${statement}`);
    const line = 1 + broken.split("\n").findIndex((text) => text.includes('Error("a mistake")'));
    expect(line).toBeGreaterThan(1);
    const run = await fetchWith(broken);
    expect(run).toMatchObject({ exitCode: 1 });
    expect(run.stderr).toMatch(new RegExp(`cause: +at \\S.* \\(file://${run.file}:${line}:`));
  });
});
