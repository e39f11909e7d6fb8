import { execFile } from "node:child_process";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterEach, beforeEach, expect, it } from "vitest";
import { type Mirror, serveMirror } from "../support/mirror.ts";
import { createWorkspace, exists, type Workspace } from "../support/workspace.ts";

/* `npm run real-releases`, against a stand-in of python.org with a few bytes a file. */

const repository = join(import.meta.dirname, "../..");
const names = ["3.11.2", "3.13.5", "3.14.0"].flatMap((version) =>
  ["tar.xz", "tar.xz.sigstore", "tgz", "tgz.sigstore"].map(
    (ending) => `${version}/Python-${version}.${ending}`,
  ),
);

let workspace: Workspace;
let mirror: Mirror;
beforeEach(async () => {
  workspace = await createWorkspace();
  const pythonOrg = join(workspace.path, "python.org");
  for (const name of names) {
    await mkdir(join(pythonOrg, name, ".."), { recursive: true });
    await writeFile(join(pythonOrg, name), `what ${name} holds`);
  }
  mirror = await serveMirror(pythonOrg);
});
afterEach(async () => {
  await mirror.close();
  await workspace.remove();
});

function download(): Promise<unknown> {
  return promisify(execFile)("npm", ["run", "real-releases"], {
    cwd: repository,
    env: {
      PATH: process.env["PATH"],
      HOME: workspace.home,
      PYVERIFY_REAL_DATA: workspace.work,
      PYVERIFY_LIVE_MIRROR: mirror.url,
    },
  });
}

it("lays out the real releases as the tests look for them, and asks for none of them twice", async () => {
  await download();
  for (const name of names) {
    const file = join(workspace.work, "ftp/python", name);
    expect(await readFile(file, "utf8")).toBe(`what ${name} holds`);
  }
  expect(mirror.requests.toSorted()).toEqual(names.toSorted());
  await download();
  expect(mirror.requests).toHaveLength(names.length);
});

it("ends with an error where python.org does not have one, and leaves no half of it", async () => {
  const [missing = ""] = names.slice(-1);
  await rm(join(workspace.path, "python.org", missing));
  await expect(download()).rejects.toMatchObject({
    code: 1,
    stderr: expect.stringContaining(`${missing}: HTTP 404`),
  });
  expect(await exists(join(workspace.work, "ftp/python", missing))).toBe(false);
});
