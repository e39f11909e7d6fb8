import { execFile } from "node:child_process";
import { chmod, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type AuditedWorld, createAuditedWorld } from "../../support/audited-world.ts";
import { programUnderTest } from "../../support/pyverify.ts";

const run = promisify(execFile);
const example = join(import.meta.dirname, "../../../examples/github-actions/audit.yml");

let audited: AuditedWorld;
let checkout: string;
let environment: Record<string, string>;

beforeAll(async () => {
  audited = await createAuditedWorld();
  const { workspace, flags } = audited.world;
  const remote = join(workspace.path, "remote.git");
  const bin = join(workspace.path, "bin");
  checkout = workspace.work;
  await mkdir(bin);
  // Stands in for the engine: runs the program under test with what follows the image's name.
  const program = programUnderTest();
  const command = [program.command, ...program.arguments].map((word) => `'${word}'`).join(" ");
  const docker = join(bin, "docker");
  await writeFile(
    docker,
    `#!/bin/bash\nwhile [ "$1" != ghcr.io/pyverify/pyverify:1 ]; do shift; done\nshift\nexec ${command} "$@" ${flags.join(" ")}\n`,
  );
  await chmod(docker, 0o755);
  environment = {
    PATH: `${bin}:${process.env["PATH"]}`,
    HOME: workspace.home,
    GITHUB_STEP_SUMMARY: join(workspace.path, "summary"),
  };
  await run("git", ["init", "--quiet", "--bare", remote]);
  await git("init", "--quiet", "--initial-branch", "audit");
  await git("remote", "add", "origin", remote);
  await git("-c", "user.name=a", "-c", "user.email=a@b", "commit", "--allow-empty", "-m", "audit");
  await git("push", "--quiet", "--set-upstream", "origin", "audit");
});

afterAll(async () => {
  await audited.world.close();
});

async function git(...args: readonly string[]): Promise<string> {
  const { stdout } = await run("git", args, { cwd: checkout, env: environment });
  return stdout;
}

/** Runs the steps of the workflow as GitHub does; the second one also after a failure. */
async function night(): Promise<number> {
  const [audit = "", keep = ""] = await steps();
  const shell = ["--noprofile", "--norc", "-eo", "pipefail", "-c"];
  const options = { cwd: checkout, env: environment };
  const exitCode = await run("bash", [...shell, audit], options).then(
    () => 0,
    (error: { code: number }) => error.code,
  );
  await run("bash", [...shell, keep], options);
  return exitCode;
}

async function steps(): Promise<string[]> {
  const text = await readFile(example, "utf8");
  return [...text.matchAll(/^ {8}run: \|\n((?: {10}.*\n)+)/gm)].map(([, body = ""]) =>
    body.replaceAll(/^ {10}/gm, ""),
  );
}

describe("the nightly workflow of the examples", () => {
  it("keeps a report, says nothing while nothing changes, and fails when something is worse", async () => {
    await audited.put("3.14.0/Python-3.14.0.tar.xz");
    expect(await night()).toBe(0);
    expect(await git("ls-tree", "--name-only", "origin/audit")).toBe("index.html\nreport.json\n");

    expect(await night()).toBe(0);
    expect(await git("rev-list", "--count", "origin/audit")).toBe("2\n");

    await audited.put("3.14.0/Python-3.14.0.tar.xz", { identity: "somebody@example.com" });
    expect(await night()).toBe(6);
    expect(await git("show", "origin/audit:report.json")).toContain('"refused": 1');
    const summary = await readFile(environment["GITHUB_STEP_SUMMARY"] ?? "", "utf8");
    expect(summary).toContain("Python-3.14.0.tar.xz: refused (identity-mismatch), was verified");
  });
});
