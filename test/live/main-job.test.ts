import { execFile } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { promisify } from "node:util";
import { afterEach, beforeEach, describe, expect, inject, it } from "vitest";
import type { AuditReport } from "../../src/audit/report/report.ts";
import type { Receipt } from "../../src/evidence/receipt.ts";
import { signedSeries } from "../../src/release/release-managers.ts";
import { seriesLife } from "../../src/release/series-status.ts";
import { auditViolations } from "../support/audit-schema.ts";
import { pyverify, type Run } from "../support/pyverify.ts";
import { listRealBundles } from "../support/real-bundles.ts";
import { createWorkspace, type Workspace } from "../support/workspace.ts";
import {
  mirrorFlags,
  mirrorUrl,
  networkEnvironment,
  rekorFlags,
  repositoryUrl,
  trustFlags,
} from "./addresses.ts";

/** A month ago, so that a series need not have its first release on the first day of the month. */
const soonEnough = new Date(Date.now() - 31 * 24 * 3600 * 1000);

/** Every series that has had a final release by its schedule. */
const releasedSeries = signedSeries.filter(({ series }) => {
  const life = seriesLife(series, soonEnough);
  return life !== undefined && life.status !== "prerelease";
});

describe.skipIf(!inject("internetIsThere"))("the real python.org, TUF repository and Rekor", () => {
  let workspace: Workspace;
  beforeEach(async () => {
    workspace = await createWorkspace();
  });
  afterEach(() => workspace.remove());

  async function run(...args: readonly string[]): Promise<Run> {
    const result = await pyverify(workspace, [...args, ...trustFlags], { env: networkEnvironment });
    // Its own account helps more than an exit code.
    expect(result.exitCode === 0 ? "" : result.stderr).toBe("");
    return result;
  }

  it("fetch 3.14.0 gives what is known of it, and the tree that the README shows", async () => {
    const known = listRealBundles().find(({ path }) =>
      path.endsWith("/Python-3.14.0.tar.xz.sigstore"),
    );
    if (known === undefined) throw new Error("3.14.0 is not among the real bundles");
    const { stdout } = await run("fetch", "3.14.0", "--out", "source", "--json", ...mirrorFlags);
    const receipt: Receipt = JSON.parse(stdout);
    expect(receipt).toMatchObject({
      release: { version: "3.14.0", series: "3.14" },
      tarball: { sha256: known.sha256 },
      signer: { identity: known.signer.subject, issuer: known.signer.issuer },
      transparencyLog: [{ logIndex: known.logIndex }],
      trustedRoot: { origin: "tuf" },
      tree: {
        files: 5045,
        digest: "e36953c269907382bf4683a03f0b6550041e3c464c919554f72ce61f01ae18fb",
      },
    });
  });

  it.each(releasedSeries)(
    "fetch $series gives its newest release, signed by its manager",
    async ({ series, releaseManagers }) => {
      const { stdout } = await run("fetch", series, "--out", "source", "--json", ...mirrorFlags);
      const { release, signer }: Receipt = JSON.parse(stdout);
      expect(release.series).toBe(series);
      const accepted = releaseManagers.map(({ identity }) => [identity.subject, identity.issuer]);
      expect(accepted).toContainEqual([signer.identity, signer.issuer]);
      expect(await readFile(join(workspace.work, "source/configure"), "utf8")).toMatch(
        /^#! ?\/bin\/sh/,
      );
    },
  );

  it.each(releasedSeries)(
    "compare $series with its tag gives nothing unexplained",
    async ({ series }) => {
      const resolved = await pyverify(workspace, ["resolve", series, "--json", ...mirrorFlags], {
        env: networkEnvironment,
      });
      const { version }: { version: string } = JSON.parse(resolved.stdout);
      await promisify(execFile)(
        "git",
        ["clone", "--quiet", "--depth=1", `--branch=v${version}`, repositoryUrl, "tag"],
        { cwd: workspace.work, env: { ...process.env, ...networkEnvironment } },
      );
      const { stdout } = await run("compare", version, "--source", "tag", "--json", ...mirrorFlags);
      expect(JSON.parse(stdout)).toMatchObject({ version, differences: [] });
    },
  );

  it("verify takes 3.12.0a1's detached signature, with the entry that Rekor has of it", async () => {
    const name = "Python-3.12.0a1.tar.xz";
    for (const ending of ["", ".sig", ".crt"])
      await download(`3.12.0/${name}${ending}`, `${name}${ending}`);
    const detached = ["--signature", `${name}.sig`, "--certificate", `${name}.crt`];
    const { stdout } = await run("verify", name, ...detached, ...rekorFlags);
    expect(stdout).toContain("signed by thomas@python.org (https://accounts.google.com)");
  });

  it("audit 3.14 has nothing to complain of", async () => {
    const { stdout } = await run("audit", "3.14", "--json", ...mirrorFlags);
    const report: AuditReport = JSON.parse(stdout);
    expect(auditViolations("audit", report)).toEqual([]);
    expect(report.summary).toMatchObject({ refused: 0, missing: 0, unreachable: 0, unsigned: 0 });
    const verified = report.artifacts.filter(({ verdict }) => verdict === "verified");
    const known = listRealBundles().filter(({ version }) => version.startsWith("3.14."));
    expect(verified.map(({ file }) => `${file}.sigstore`)).toEqual(
      expect.arrayContaining(known.map(({ path }) => basename(path))),
    );
  });

  async function download(path: string, name: string): Promise<void> {
    const response = await fetch(new URL(path, mirrorUrl));
    if (!response.ok) throw new Error(`${response.url}: HTTP ${response.status}`);
    await writeFile(join(workspace.work, name), await response.bytes());
  }
});
