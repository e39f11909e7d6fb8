import { execFile } from "node:child_process";
import { chmod, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { type AuditedWorld, createAuditedWorld } from "../../support/audited-world.ts";
import { programUnderTest } from "../../support/pyverify.ts";

const run = promisify(execFile);
const example = join(import.meta.dirname, "../../../examples/github-actions/feed.yml");

interface Workflow {
  readonly jobs: { readonly feed: { readonly steps: readonly { readonly run?: string }[] } };
}

let audited: AuditedWorld;
let checkout: string;
let environment: Record<string, string>;

beforeAll(async () => {
  audited = await createAuditedWorld();
  const { workspace, flags } = audited.world;
  const bin = join(workspace.path, "bin");
  checkout = workspace.work;
  await mkdir(bin);
  // Stands in for the engine: runs the program under test with what follows the image's name.
  const program = programUnderTest();
  const command = [program.command, ...program.arguments].map((word) => `'${word}'`).join(" ");
  await writeFile(
    join(bin, "docker"),
    `#!/bin/bash\nwhile [ "$1" != ghcr.io/pyverify/pyverify:1 ]; do shift; done\nshift\nexec ${command} "$@" ${flags.join(" ")}\n`,
  );
  await chmod(join(bin, "docker"), 0o755);
  environment = {
    PATH: `${bin}:${process.env["PATH"]}`,
    HOME: workspace.home,
    GITHUB_STEP_SUMMARY: join(workspace.path, "summary"),
    GITHUB_OUTPUT: join(workspace.path, "output"),
  };
  const remote = join(workspace.path, "remote.git");
  await run("git", ["init", "--quiet", "--bare", remote]);
  await git("init", "--quiet", "--initial-branch", "feed");
  await git("remote", "add", "origin", remote);
  await git("-c", "user.name=a", "-c", "user.email=a@b", "commit", "--allow-empty", "-m", "feed");
  await git("push", "--quiet", "--set-upstream", "origin", "feed");
});

afterAll(async () => {
  await audited.world.close();
});

async function git(...args: readonly string[]): Promise<string> {
  const { stdout } = await run("git", args, { cwd: checkout, env: environment });
  return stdout;
}

/**
 * Runs the steps that verify and keep, and the last one, which tells how it went; the others sign and
 * publish, which needs GitHub.
 *
 * @returns the exit code of the last step, where it comes to that
 */
async function night(): Promise<number> {
  const workflow = parse(await readFile(example, "utf8")) as Workflow;
  const steps = workflow.jobs.feed.steps.flatMap((step) => step.run ?? []);
  const [verify = "", keep = ""] = steps;
  const output = environment["GITHUB_OUTPUT"] ?? "";
  await writeFile(output, "");
  await bash(verify);
  await bash(keep);
  const [, code = ""] = /^code=(\d+)$/m.exec(await readFile(output, "utf8")) ?? [];
  return bash(steps.at(-1) ?? "", { CODE: code }).then(
    () => 0,
    (error: { code: number }) => error.code,
  );
}

function bash(script: string, variables: Readonly<Record<string, string>> = {}) {
  const shell = ["--noprofile", "--norc", "-eo", "pipefail", "-c", script];
  return run("bash", shell, { cwd: checkout, env: { ...environment, ...variables } });
}

describe("the workflow of the examples that makes a feed", () => {
  it("commits a feed when it has changed, and nothing when it has not", async () => {
    await audited.put("3.14.0/Python-3.14.0.tar.xz");
    expect(await night()).toBe(0);
    expect(await git("show", "origin/feed:v1/SHA256SUMS")).toMatch(
      /^[0-9a-f]{64} {2}Python-3\.14\.0\.tar\.xz\n$/,
    );
    expect(await night()).toBe(0);
    expect(await git("rev-list", "--count", "origin/feed")).toBe("2\n");
    await audited.put("3.14.1/Python-3.14.1.tar.xz");
    expect(await night()).toBe(0);
    expect(await git("show", "--stat", "--format=", "origin/feed")).toContain("v1/3.14.1.json");
  });

  it("fails when something is worse, and keeps what did verify", async () => {
    await audited.put("3.14.1/Python-3.14.1.tar.xz", { identity: "mallory@example.com" });
    expect(await night()).toBe(6);
    expect(await git("show", "origin/feed:v1/SHA256SUMS")).not.toContain("3.14.1");
    expect(await git("show", "origin/feed:v1/index.json")).toContain("identity-mismatch");
    expect(await git("ls-tree", "-r", "--name-only", "origin/feed")).not.toContain("3.14.1");
  });

  it("keeps the feed as it was where something could not be reached, and says so in the end", async () => {
    const before = await git("rev-parse", "origin/feed");
    await audited.write("3.14.0/Python-3.14.0.tar.xz.sigstore", Buffer.alloc(2_000_000));
    expect(await night()).toBe(4);
    expect(await git("rev-parse", "origin/feed")).toBe(before);
  });

  it("ends at once where the audit itself fails", async () => {
    await audited.remove("3.14.0");
    await audited.remove("3.14.1");
    await expect(night()).rejects.toMatchObject({ code: 3 });
  });
});
