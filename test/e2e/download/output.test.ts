import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";

import { type FaultServer, serveFaults, status } from "../../support/fault-server.ts";
import {
  type PublishedRelease,
  publishRelease,
  trusting,
} from "../../support/published-release.ts";
import { pyverify, type Run } from "../../support/pyverify.ts";
import { createWorkspace, type Workspace } from "../../support/workspace.ts";

let release: PublishedRelease;
let server: FaultServer;
let workspace: Workspace;

beforeAll(async () => {
  release = await publishRelease("3.14.7");
  // The first request of each path fails in passing, so that there is something to warn of.
  server = await serveFaults(release.files, (path, attempt) =>
    path === release.bundlePath && attempt % 2 === 1 ? status(503) : undefined,
  );
});
afterAll(async () => server.close());
beforeEach(async () => {
  workspace = await createWorkspace();
});
afterEach(async () => workspace.remove());

async function fetchWith(
  flags: readonly string[],
  env: Record<string, string> = {},
  out = "tree",
): Promise<Run> {
  const trust = await trusting(release.sigstore, workspace);
  const args = ["fetch", "3.14.7", "--out", out, "--mirror", server.url, ...trust, ...flags];
  const run = await pyverify(workspace, args, { env: { PYVERIFY_RETRY_DELAY: "0.01", ...env } });
  expect(run).toMatchObject({ exitCode: 0 });
  return run;
}

const escape = "\u001B[";

test("a log has a line for each phase, and warnings", async () => {
  const { stderr } = await fetchWith([]);
  expect(stderr).toMatch(
    /^pyverify: downloading Python-3.14.7.tar.xz\npyverify: warning: .*503.*\npyverify: verifying Python-3.14.7.tar.xz\npyverify: extracting tree\n$/,
  );
});

test("--quiet says nothing on stderr", async () => {
  const { stdout, stderr } = await fetchWith(["--quiet"]);
  expect(stderr).toBe("");
  expect(stdout).toContain("CPython 3.14.7 is verified");
});

test("--verbose tells each request", async () => {
  const { stderr } = await fetchWith(["--verbose"]);
  expect(stderr).toContain(`pyverify: GET ${server.url}${release.tarballPath}\n`);
});

test("colours are there only where they are wanted", async () => {
  expect((await fetchWith([])).stderr).not.toContain(escape);
  expect((await fetchWith([], { FORCE_COLOR: "1" }, "two")).stderr).toContain(escape);
  const refused = await fetchWith([], { NO_COLOR: "1" }, "three");
  expect(refused.stderr).not.toContain(escape);
});
