import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createWorkspace, type Workspace } from "../support/workspace.ts";

let workspace: Workspace;

beforeAll(async () => {
  workspace = await createWorkspace();
});

afterAll(async () => {
  await workspace.remove();
});

it("the demo verifies a release, shows three refusals, and cleans up", async () => {
  const before = await workspace.contents();
  const demo = join(import.meta.dirname, "../../scripts/demo.ts");
  // A failing exit code makes this reject.
  const { stdout } = await promisify(execFile)(process.execPath, [demo], {
    env: { HOME: workspace.home, TMPDIR: workspace.tmp },
  });
  expect(stdout.match(/✓ verified and extracted: exit code 0/g)).toHaveLength(1);
  expect(stdout.match(/✓ refused: exit code 6, nothing on disk/g)).toHaveLength(3);
  expect(stdout).toContain("the tarball is not the one that was signed");
  expect(stdout).toContain("signed by hugo@pythom.org");
  expect(stdout).toContain("the tarball holds Python-3.14.98");
  expect(await workspace.contents()).toEqual(before);
});
