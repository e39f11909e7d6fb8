import { existsSync } from "node:fs";
import { cp, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { PinCheckReport } from "../../../src/pins/report/report.ts";
import { copyWithoutBundles } from "../../support/bare-feed.ts";
import { pinCheckViolations } from "../../support/pin-check-schema.ts";
import { pyverify, type Run } from "../../support/pyverify.ts";
import {
  listRealArtifactBundles,
  listRealBundles,
  realBundles,
} from "../../support/real-bundles.ts";
import { realData } from "../../support/real-tarballs.ts";
import { createWorkspace, type Workspace } from "../../support/workspace.ts";

const versionsJson = join(realData, "pins/docker-library-versions.json");

interface Pinned {
  readonly name: string;
  readonly sha256: string;
}

let workspace: Workspace;
let pinned: Pinned[];

beforeAll(async () => {
  workspace = await createWorkspace();
  const folder = join(workspace.work, "bundles");
  await cp(realBundles, folder, { recursive: true });
  pinned = listRealBundles().map(({ path, sha256 }) => ({
    name: path.replace(/^.*\//, "").replace(/\.sigstore$/, ""),
    sha256,
  }));
  for (const { path, sha256, bundle } of listRealArtifactBundles()) {
    await mkdir(join(folder, path, ".."), { recursive: true });
    await writeFile(join(folder, `${path}.sigstore`), bundle);
    pinned.push({ name: path.replace(/^.*\//, ""), sha256 });
  }
});

afterAll(async () => {
  await workspace.remove();
});

function check(...args: readonly string[]): Promise<Run> {
  return pyverify(workspace, ["check", ...args, "--from", "bundles", "--offline", "--quiet"]);
}

async function reportOf(...args: readonly string[]): Promise<PinCheckReport> {
  const { stdout } = await check(...args, "--json");
  const report: PinCheckReport = JSON.parse(stdout);
  expect(pinCheckViolations(report)).toEqual([]);
  return report;
}

describe("check, on real bundles", () => {
  it("verifies the digest of every real file, whatever kind of file it is", async () => {
    const sums = pinned.map(({ name, sha256 }) => `${sha256}  ${name}\n`);
    await writeFile(join(workspace.work, "SHA256SUMS"), sums.join(""));
    const report = await reportOf("SHA256SUMS");
    expect(pinned.length).toBeGreaterThan(500);
    expect(report.pins.filter(({ verdict }) => verdict !== "verified")).toEqual([]);
    expect(report.summary).toMatchObject({ verified: pinned.length, wrong: 0, unknown: 0 });
  });

  it("calls each of them wrong beside another's name, and says whose it is", async () => {
    const some = pinned.filter((_, index) => index % 9 === 0);
    const shifted = some.map(({ name }, index) => {
      const owner = some[(index + 1) % some.length] ?? { name: "", sha256: "" };
      return { name, owner };
    });
    const sums = shifted.map(({ name, owner }) => `${owner.sha256}  ${name}\n`);
    await writeFile(join(workspace.work, "SHA256SUMS"), sums.join(""));
    const run = await check("SHA256SUMS", "--json");
    const report: PinCheckReport = JSON.parse(run.stdout);
    expect(run.exitCode).toBe(6);
    expect(report.pins.map(({ verdict, isOf }) => ({ verdict, isOf }))).toEqual(
      shifted.map(({ owner }) => ({ verdict: "wrong", isOf: owner.name })),
    );
  });

  it("names the file of the same release whose digest was taken", async () => {
    const installer = pinned.find(({ name }) => name === "python-3.14.0-amd64.exe");
    const dockerfile = `FROM debian
ENV PYTHON_VERSION 3.14.0
ENV PYTHON_SHA256 ${installer?.sha256 ?? ""}
RUN curl -fO https://www.python.org/ftp/python/$PYTHON_VERSION/Python-$PYTHON_VERSION.tar.xz
`;
    await writeFile(join(workspace.work, "Dockerfile"), dockerfile);
    const run = await check("Dockerfile");
    expect(run.exitCode).toBe(6);
    expect(run.stdout).toBe(`✗ Dockerfile:3: not the digest of Python-3.14.0.tar.xz
    pinned  ${installer?.sha256 ?? ""}
    signed  2299dae542d395ce3883aca00d3c910307cd68e0b2f7336098c8e7b7eee9f3e9
            signed by hugo@python.org (https://github.com/login/oauth) at 2025-10-07T14:16:18Z, log index 588222392
    it is   that of python-3.14.0-amd64.exe

✓ 0 verified   ✗ 1 wrong   ? 0 unknown, in 1 file
`);
  });

  it("says the same by a feed of them, and by its word alone, in every verdict", async () => {
    const releases = ["3.10.20", "3.11.15", "3.14.0"];
    for (const release of releases) {
      const path = `bundles/${release}`;
      const some = join(workspace.work, "some", release);
      await cp(join(workspace.work, path), some, { recursive: true });
    }
    const own = pinned.filter(({ name }) =>
      releases.some((version) => name.includes(`-${version}`)),
    );
    const sums = own.map(({ name, sha256 }, index) => {
      const owner = index % 5 === 0 ? (own[index + 1]?.sha256 ?? sha256) : sha256;
      return `${owner}  ${name}\n`;
    });
    await writeFile(join(workspace.work, "SHA256SUMS"), sums.join(""));
    await pyverify(workspace, ["audit", "--bundles", "some", "--offline", "--feed", "feed"]);
    await copyWithoutBundles(join(workspace.work, "feed"), join(workspace.work, "bare"));
    const files = ["SHA256SUMS", ...(existsSync(versionsJson) ? [versionsJson] : [])];
    const by = async (...source: readonly string[]) => {
      const line = ["check", ...files, ...source, "--offline", "--quiet", "--json"];
      const { stdout, exitCode } = await pyverify(workspace, line);
      const report: PinCheckReport = JSON.parse(stdout);
      expect(pinCheckViolations(report)).toEqual([]);
      const pins = report.pins.map(({ verdict, isOf, signed, reason, ...pin }) => ({
        ...pin,
        verdict: verdict === "taken-on-word" ? "verified" : verdict,
        isOf,
        code: reason?.code,
        signed: signed?.map(({ sha256, identity, signedAt }) => [sha256, identity, signedAt]),
      }));
      return { exitCode, pins, summary: report.summary };
    };
    const { summary, ...byFolder } = await by("--from", "some");
    const { summary: byBundles, ...byFeed } = await by("--feed", "feed");
    const { summary: byWord, ...byBare } = await by("--feed", "bare");
    expect(byFeed).toEqual(byFolder);
    expect(byBare).toEqual(byFolder);
    expect(byFolder.exitCode).toBe(6);
    expect(summary.wrong).toBeGreaterThan(5);
    expect(byBundles).toEqual(summary);
    expect(byWord).toEqual({ ...summary, verified: 0, "taken-on-word": summary.verified });
  });

  // The file is docker-library's own, and not for this project to give away.
  it.runIf(existsSync(versionsJson))("verifies docker-library's real pins", async () => {
    const report = await reportOf(versionsJson);
    const versions = await readFile(versionsJson, "utf8");
    expect(report.pins.map(({ written }) => written)).toEqual(versions.match(/\b[0-9a-f]{64}\b/g));
    const verified = report.pins.filter(({ verdict }) => verdict === "verified");
    expect(verified.map(({ of }) => of?.files)).toEqual([
      ["Python-3.10.20.tar.xz"],
      ["Python-3.11.15.tar.xz"],
    ]);
    const others = report.pins.filter(({ verdict }) => verdict !== "verified");
    expect(new Set(others.map(({ reason }) => reason?.code))).toEqual(
      new Set(["bundle-not-found"]),
    );
  });
});
