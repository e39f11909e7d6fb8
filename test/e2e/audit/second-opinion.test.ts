import { cp, mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { AuditReport } from "../../../src/audit/report/report.ts";
import { auditViolations } from "../../support/audit-schema.ts";
import {
  answerAsApi,
  type DownloadsApiServer,
  releaseFile,
  startDownloadsApi,
  startThrottlingApi,
} from "../../support/downloads-api.ts";
import { expectRefusal } from "../../support/expect-refusal.ts";
import { pyverify } from "../../support/pyverify.ts";
import { realBundles } from "../../support/real-bundles.ts";
import { createWorkspace, type Workspace } from "../../support/workspace.ts";

/*
 * Real bundles in a folder, and python.org's API on loopback in its real form.
 */

const xz = "3.14.0/Python-3.14.0.tar.xz";
const tgz = "3.14.0/Python-3.14.0.tgz";
const signed: Record<string, string> = {
  [xz]: "2299dae542d395ce3883aca00d3c910307cd68e0b2f7336098c8e7b7eee9f3e9",
  [tgz]: "88d2da4eed42fa9a5f42ff58a8bc8988881bd6c547e297e46682c2687638a851",
};
const other = "a".repeat(64);

let workspace: Workspace;
let api: DownloadsApiServer | undefined;
beforeEach(async () => {
  workspace = await createWorkspace();
  await mkdir(join(workspace.work, "bundles/3.14.0"), { recursive: true });
  for (const path of [xz, tgz]) await put(path, path);
});
afterEach(async () => {
  await api?.close();
  api = undefined;
  await workspace.remove();
});

function put(from: string, to: string): Promise<void> {
  return cp(
    join(realBundles, `${from}.sigstore`),
    join(workspace.work, "bundles", `${to}.sigstore`),
  );
}

async function audit(server: Promise<DownloadsApiServer>, ...args: readonly string[]) {
  await api?.close();
  api = await server;
  const flags = ["--bundles", "bundles", "--trusted-root", "embedded", "--retries", "1"];
  return pyverify(workspace, ["audit", ...flags, "--api", `${api.origin}/api/v2/`, ...args]);
}

async function opinion(...rows: readonly unknown[]) {
  const { stdout, exitCode } = await audit(startDownloadsApi(rows), "--json");
  const report: AuditReport = JSON.parse(stdout);
  expect(auditViolations("audit", report)).toEqual([]);
  return { ...report.api, exitCode };
}

describe("audit --api", () => {
  it("asks once for all files, and finds what is stated to be what was signed", async () => {
    const rows = [xz, tgz, "3.13.5/Python-3.13.5.tgz"].map((path) =>
      releaseFile(path, signed[path] ?? other),
    );
    expect(await opinion(...rows)).toEqual({
      api: `${api?.origin}/api/v2/`,
      compared: 2,
      notStated: 0,
      contradictions: [],
      exitCode: 0,
    });
    expect(api?.requests).toEqual(["GET /api/v2/downloads/release_file/"]);
  });

  it("exits 6 where another digest is stated than was signed, and names both", async () => {
    const rows = [releaseFile(xz, other), releaseFile(tgz, signed[tgz] ?? "")];
    const contradiction = { file: "Python-3.14.0.tar.xz", signed: signed[xz], stated: other };
    expect(await opinion(...rows)).toMatchObject({
      compared: 2,
      contradictions: [contradiction],
      exitCode: 6,
    });
    const run = await audit(startDownloadsApi(rows), "--report", "site");
    expect(run.stdout).toContain(
      `api/v2/ states a SHA-256 of 2 verified files, 1 of them another one`,
    );
    expect(run.stdout)
      .toContain(`✗ Python-3.14.0.tar.xz: python.org's API states another digest than was signed
  signed  ${signed[xz]}
  stated  ${other}
`);
    expect(run).toMatchObject({ exitCode: 6 });
    const page = await readFile(join(workspace.work, "site/index.html"), "utf8");
    expect(page).toContain("What python.org states itself");
    expect(page).toContain(`stated <code class="digest">${other}</code>`);
  });

  it("takes what is no SHA-256 for another digest", async () => {
    const { contradictions, exitCode } = await opinion(releaseFile(xz, "d41d8cd98f00b204"));
    expect(contradictions).toMatchObject([{ stated: "d41d8cd98f00b204" }]);
    expect(exitCode).toBe(6);
  });

  it("has nothing against a file of which none is stated, or another file of that name", async () => {
    const rows = [
      releaseFile(xz, ""),
      releaseFile("3.14.1/Python-3.14.0.tgz", other),
      releaseFile(tgz, other, "https://mirror.example"),
    ];
    expect(await opinion(...rows)).toMatchObject({ compared: 0, notStated: 2, exitCode: 0 });
    expect(await opinion()).toMatchObject({ compared: 0, notStated: 2, exitCode: 0 });
  });

  it("reads what is stated in capitals, and older files' addresses without TLS", async () => {
    const stated = signed[xz]?.toUpperCase() ?? "";
    expect(await opinion(releaseFile(xz, ` ${stated}\n`, "http://www.python.org"))).toMatchObject({
      compared: 1,
      contradictions: [],
      exitCode: 0,
    });
  });

  it("never trusts it: a refused bundle stays refused, whatever is stated of the file", async () => {
    await put("3.13.5/Python-3.13.5.tgz", tgz);
    const rows = [releaseFile(xz, signed[xz] ?? ""), releaseFile(tgz, signed[tgz] ?? "")];
    expect(await opinion(...rows)).toMatchObject({ compared: 1, notStated: 0, exitCode: 6 });
  });

  it("tells a contradiction once: with --since, those alone that are new", async () => {
    const known = [releaseFile(xz, other)];
    await audit(startDownloadsApi(known), "--report", "before");
    const since = ["--since", "before/report.json"];
    expect(await audit(startDownloadsApi(known), ...since)).toMatchObject({
      exitCode: 0,
      stdout: "nothing has changed since the earlier audit\n",
    });
    const more = [...known, releaseFile(tgz, other)];
    const run = await audit(startDownloadsApi(more), ...since, "--json");
    const difference: unknown = JSON.parse(run.stdout);
    expect(auditViolations("difference", difference)).toEqual([]);
    expect(difference).toMatchObject({
      changes: [],
      contradictions: [{ file: "Python-3.14.0.tgz", signed: signed[tgz], stated: other }],
    });
    expect(run).toMatchObject({ exitCode: 6 });
    const words = await audit(startDownloadsApi(more), ...since);
    expect(words.stdout).toContain("✗ Python-3.14.0.tgz: python.org's API states another digest");
    expect(words.stdout).not.toContain("tar.xz");
  });
});

/** Answers with something else than the API. */
function answers(type: string, body: string): () => Promise<DownloadsApiServer> {
  return () =>
    answerAsApi((response) => {
      response.writeHead(200, { "content-type": type }).end(body);
    });
}

describe("an API that gives nothing to compare with is told, and fails nothing:", () => {
  it.each([
    ["the day's requests are used up", startThrottlingApi, "status 429"],
    [
      "it is not there",
      () => answerAsApi((response) => void response.writeHead(404).end()),
      "status 404",
    ],
    ["a login page answers", answers("text/html", "<html>sorry</html>"), "it sent a web page"],
    ["it is no JSON", answers("application/json", "[{"), "it does not answer with JSON"],
    [
      "it is no list",
      answers("application/json", '{"count": 1, "results": []}'),
      "does not list the files of releases",
    ],
    ["its rows are others", answers("application/json", '[{"name": "x"}]'), "url"],
  ])("%s", async (_, server, words) => {
    const run = await audit(server());
    expect(run).toMatchObject({ exitCode: 0 });
    expect(run.stderr).toContain("warning: no digests of python.org's API to compare with: ");
    expect(run.stderr).toContain(words);
    expect(run.stdout).toContain("! not compared with http://127.0.0.1:");
    expect(api?.requests).toHaveLength(1);
    const answer = await audit(server(), "--json", "--quiet");
    const report: AuditReport = JSON.parse(answer.stdout);
    expect(auditViolations("audit", report)).toEqual([]);
    expect(report.api).toMatchObject({ unavailable: expect.stringContaining(words), compared: 0 });
  });

  it("nobody answers", async () => {
    const flags = ["--bundles", "bundles", "--trusted-root", "embedded", "--retries", "0"];
    const run = await pyverify(workspace, ["audit", ...flags, "--api", "http://127.0.0.1:9/"]);
    expect(run).toMatchObject({ exitCode: 0 });
    expect(run.stdout).toContain("! not compared with http://127.0.0.1:9/: cannot reach");
  });

  it("and one that --offline forbids to ask is refused", async () => {
    const flags = ["--bundles", "bundles", "--offline", "--api", "https://www.python.org/api/v2/"];
    await expectRefusal(workspace, ["audit", ...flags], {
      kind: "usage",
      code: "conflicting-flags",
      says: ["--api and --offline exclude each other"],
    });
  });
});
