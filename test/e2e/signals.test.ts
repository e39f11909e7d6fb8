import { readdirSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";

import {
  type FaultPlan,
  neverAnswer,
  only,
  serveFaults,
  stallAfter,
  status,
} from "../support/fault-server.ts";
import { interruptedRun } from "../support/interrupted-run.ts";
import type { LoopbackServer } from "../support/loopback-server.ts";
import { madeUpRelease } from "../support/made-up-release.ts";
import {
  type PublishedRelease,
  publish,
  publishRelease,
  trusting,
} from "../support/published-release.ts";
import { serveTufRepository } from "../support/sigstore/tuf-repository.ts";
import { createWorkspace, type Workspace } from "../support/workspace.ts";

const signals = [
  ["SIGINT", 130],
  ["SIGTERM", 143],
] as const;

let release: PublishedRelease;
let workspace: Workspace;
const opened: LoopbackServer[] = [];

beforeAll(async () => {
  release = await publishRelease("3.14.7");
});
beforeEach(async () => {
  workspace = await createWorkspace();
});
afterEach(async () => {
  for (const server of opened.splice(0)) await server.close();
  await workspace.remove();
});

async function serve(plan: FaultPlan, { files } = release) {
  const server = await serveFaults(files, plan);
  opened.push(server);
  const trust = await trusting(release.sigstore, workspace);
  const withoutCache = ["--out", "tree", "--mirror", server.url, ...trust];
  const flags = ["--cache", "cache", ...withoutCache];
  const wasAsked = (path: string) => () => server.requests.some((seen) => seen.path === path);
  return { flags, withoutCache, wasAsked };
}

describe.each(signals)("%s ends a fetch with %i and leaves nothing behind", (signal, exitCode) => {
  async function expectEnded(args: readonly string[], moment: (stderr: string) => boolean) {
    const before = await workspace.contents();
    const run = await interruptedRun(workspace, args, signal, moment);
    expect(run).toMatchObject({ exitCode, stdout: "" });
    expect(run.stderr).not.toContain("error:");
    expect(await workspace.contents()).toEqual(before);
  }

  test("while a version is looked up", async () => {
    const { flags, wasAsked } = await serve(only("", neverAnswer));
    await expectEnded(["fetch", "3.14", ...flags], wasAsked(""));
  });

  test("while the bundle is waited for", async () => {
    const { flags, wasAsked } = await serve(only(".sigstore", neverAnswer));
    await expectEnded(["fetch", "3.14.7", ...flags], wasAsked(release.bundlePath));
  });

  test("in the middle of the tarball", async () => {
    const { flags, wasAsked } = await serve(only(".xz", stallAfter(300)));
    await expectEnded(["fetch", "3.14.7", ...flags], wasAsked(release.tarballPath));
  });

  test("between two attempts", async () => {
    const { flags } = await serve(only(".xz", status(503, { "retry-after": "60" })));
    await expectEnded(["fetch", "3.14.7", ...flags], (stderr) => stderr.includes("trying again"));
  });

  test("while the trusted root is refreshed", async () => {
    const tuf = await serveTufRepository(release.sigstore.trustedRoot(), { type: "silent" });
    opened.push(tuf);
    const root = join(workspace.home, "root.json");
    await writeFile(root, tuf.root);
    const { flags } = await serve(only(".xz", neverAnswer));
    const trust = ["--trusted-root", "tuf", "--tuf-mirror", tuf.url, "--tuf-root", root];
    const args = ["fetch", "3.14.7", ...flags.slice(0, -2), ...trust];
    await expectEnded(args, () => tuf.requests.length > 0);
  });

  test("in the middle of the extraction", async () => {
    const made = await madeUpRelease({ version: "3.14.8", format: "tgz", moreFiles: 20_000 });
    const large = publish(made, release.sigstore);
    const { withoutCache } = await serve(() => undefined, large);
    const args = ["fetch", "3.14.8", "--format", "tgz", ...withoutCache];
    await expectEnded(args, () => readdirSync(workspace.work).length > 0);
  });
});
