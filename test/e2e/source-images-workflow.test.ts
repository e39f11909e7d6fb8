import { execFile } from "node:child_process";
import { chmod, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createLocalWorld, type LocalWorld } from "../support/local-world.ts";
import { madeUpRelease } from "../support/made-up-release.ts";
import { programUnderTest } from "../support/pyverify.ts";
import { readWorkflow } from "../workflows/workflow.ts";

const workflow = readWorkflow("examples/github-actions/source-images.yml");
const name = "Find out which releases have no image yet";
const step = workflow.jobs["source-images"]?.steps.find((each) => each.name === name);

let world: LocalWorld;
let bin: string;
let output: string;
beforeAll(async () => {
  world = await createLocalWorld();
  await world.publish(await madeUpRelease({ version: "3.14.99" }));
  bin = join(world.workspace.path, "bin");
  output = join(world.workspace.path, "output");
  await mkdir(bin);
});
afterAll(() => world.close());

/** Runs the step where a registry answers like this. */
async function findMissing(registry: string): Promise<string> {
  const { command, arguments: args } = programUnderTest();
  const program = [command, ...args].map((word) => `'${word}'`).join(" ");
  const docker = `#!/bin/bash
if [ "$1" = buildx ]; then ${registry}; fi
while [ "$1" != ghcr.io/pyverify/pyverify:1 ]; do shift; done
exec ${program} "\${@:2}" --mirror ${world.mirror.url}
`;
  await writeFile(join(bin, "docker"), docker);
  await chmod(join(bin, "docker"), 0o755);
  await rm(output, { force: true });
  await promisify(execFile)("bash", ["-eo", "pipefail", "-c", step?.run ?? "exit 1"], {
    env: {
      PATH: `${bin}:${process.env["PATH"]}`,
      HOME: world.workspace.home,
      PYTHON_VERSIONS: "3.14",
      IMAGE: "ghcr.io/o/cpython-source",
      GITHUB_OUTPUT: output,
    },
  });
  return readFile(output, "utf8");
}

describe("the workflow for source images", () => {
  it("makes an image of a release that has none", async () => {
    expect(await findMissing("echo 'ERROR: 3.14.99: not found' >&2; exit 1")).toBe(
      "versions=3.14.99\n",
    );
  });

  it("leaves a tag that is there, since others have its digest", async () => {
    expect(await findMissing("exit 0")).toBe("versions=\n");
  });

  it("ends where nobody can tell", async () => {
    const registry = "echo 'ERROR: 401 Unauthorized' >&2; exit 1";
    await expect(findMissing(registry)).rejects.toMatchObject({ code: 1 });
  });
});
