import { execFile } from "node:child_process";
import { mkdtemp, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { madeUpRelease } from "../support/made-up-release.ts";
import { realTarballs, realTarballsAreThere } from "../support/real-tarballs.ts";
import { serveStandInInternet } from "../support/stand-in-internet.ts";
import { createWorkspace, type Workspace } from "../support/workspace.ts";

/*
 * Whether `npm run test:live` can fail, and what it says where it is skipped: against stand-ins on
 * loopback, since the suite itself runs where there is internet.
 */
const repository = join(import.meta.dirname, "../..");

let workspace: Workspace;
beforeAll(async () => {
  workspace = await createWorkspace();
});
afterAll(() => workspace.remove());

/** How a run of the live suite ended. */
interface LiveRun {
  readonly exitCode: number;
  readonly output: string;
  readonly passed: number;
  readonly skipped: number;
  /** the names of those that failed */
  readonly failed: readonly string[];
}

interface VitestReport {
  readonly testResults: readonly {
    readonly assertionResults: readonly { readonly status: string; readonly title: string }[];
  }[];
}

async function runLive(
  environment: Readonly<Record<string, string>>,
  ...more: readonly string[]
): Promise<LiveRun> {
  const reportFile = join(workspace.path, "report.json");
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${reportFile}`];
  const env = { PATH: process.env["PATH"], HOME: workspace.home, NO_COLOR: "1", ...environment };
  const ended = await new Promise<{ exitCode: number; output: string }>((resolve) => {
    const command = ["run", "--silent", "test:live", "--", ...reporters, ...more];
    execFile("npm", command, { cwd: repository, env }, (error, stdout, stderr) => {
      resolve({ exitCode: Number(error?.code ?? 0), output: stdout + stderr });
    });
  });
  const report: VitestReport = JSON.parse(await readFile(reportFile, "utf8"));
  const tests = report.testResults.flatMap(({ assertionResults }) => assertionResults);
  const withStatus = (status: string) => tests.filter((one) => one.status === status);
  return {
    ...ended,
    passed: withStatus("passed").length,
    skipped: withStatus("skipped").length,
    failed: withStatus("failed").map(({ title }) => title),
  };
}

/** Lets the suite run against stand-ins, with this file in the place of 3.14.0's tarball. */
async function runAgainst(tarball: string): Promise<LiveRun> {
  const internet = await serveStandInInternet(
    await mkdtemp(join(workspace.path, "internet-")),
    tarball,
  );
  try {
    return await runLive(internet.environment);
  } finally {
    await internet.close();
  }
}

/** Addresses where nobody listens any more. */
async function nowhere(): Promise<Readonly<Record<string, string>>> {
  const folder = await mkdtemp(join(workspace.path, "nowhere-"));
  const internet = await serveStandInInternet(folder, "no tarball");
  await internet.close();
  return internet.environment;
}

// A whole suite of whole fetches takes minutes on a busy machine.
describe("the live suite", { timeout: 600_000 }, () => {
  it.runIf(realTarballsAreThere)("passes where everything is as on the real servers", async () => {
    const run = await runAgainst(join(realTarballs, "3.14.0/Python-3.14.0.tar.xz"));
    expect(run).toMatchObject({ exitCode: 0, failed: [], skipped: 0 });
    expect(run.passed).toBeGreaterThan(8);
  });

  it("fails where python.org serves another tarball, and nowhere else", async () => {
    const { tarball } = await madeUpRelease({ version: "3.14.0" });
    const file = join(workspace.path, "another.tar.xz");
    await writeFile(file, tarball);
    const run = await runAgainst(file);
    expect(run).toMatchObject({ exitCode: 1, failed: [expect.stringContaining("fetch 3.14.0")] });
    expect(run.output).toContain("the tarball is not the one that was signed");
    expect(run.skipped).toBe(0);
    expect(run.passed).toBeGreaterThan(8);
  });

  it("is skipped, and says so and why below everything else, where there is no internet", async () => {
    const run = await runLive(await nowhere());
    expect(run).toMatchObject({ exitCode: 0, passed: 0, failed: [] });
    expect(run.skipped).toBeGreaterThan(8);
    expect(run.output.trimEnd().split("\n").at(-1)).toMatch(
      /^SKIPPED: every live test, because http:\/\/127\.0\.0\.1:\d+\/ftp\/python\/ cannot be reached: .*ECONNREFUSED/,
    );
  });

  it("fails where there is no internet and there has to be", async () => {
    const environment = { ...(await nowhere()), PYVERIFY_LIVE: "required" };
    // One test is enough: each tries again and again before it gives up.
    const run = await runLive(environment, "--testNamePattern", "fetch 3.14.0");
    expect(run).toMatchObject({ exitCode: 1, failed: [expect.stringContaining("fetch 3.14.0")] });
    // Mirror and TUF repository are asked at the same time: whichever gives up first is named.
    expect(run.output).toMatch(/pyverify: error: .*cannot (?:reach|be reached)/);
  });
});
