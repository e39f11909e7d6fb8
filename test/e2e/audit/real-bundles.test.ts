import { mkdir, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { AuditReport } from "../../../src/audit/report/report.ts";
import { auditViolations } from "../../support/audit-schema.ts";
import { pyverify } from "../../support/pyverify.ts";
import {
  listRealArtifactBundles,
  listRealBundles,
  readRefusedBundle,
  realArtifacts,
  realBundles,
} from "../../support/real-bundles.ts";
import { realTarballs, realTarballsAreThere } from "../../support/real-tarballs.ts";
import { createWorkspace, type Workspace } from "../../support/workspace.ts";

let workspace: Workspace;

beforeEach(async () => {
  workspace = await createWorkspace();
});

afterEach(async () => {
  await workspace.remove();
});

async function report(folder: string, ...args: readonly string[]): Promise<AuditReport> {
  const run = await pyverify(workspace, ["audit", "--bundles", folder, "--json", ...args]);
  const answer: AuditReport = JSON.parse(run.stdout);
  return answer;
}

async function putRefused(version: string, name: string): Promise<void> {
  await mkdir(join(workspace.work, version));
  const file = join(workspace.work, version, `Python-${version}.tar.xz.sigstore`);
  await writeFile(file, readRefusedBundle(name).bundle);
}

function byFile(a: { file: string }, b: { file: string }): number {
  return a.file < b.file ? -1 : 1;
}

describe("an audit of real bundles in a folder, without network", () => {
  it("verifies every one of them, and reports digest, signer, time and log entry of each", async () => {
    const { artifacts, ...rest } = await report(realBundles);
    expect(auditViolations("audit", { artifacts, ...rest })).toEqual([]);
    expect(rest.source).toEqual({ type: "folder" });
    const found = artifacts.map(({ file, verdict, signature }) => ({
      file,
      verdict,
      sha256: signature?.sha256,
      identity: signature?.identity,
      issuer: signature?.issuer,
      signedAt: new Date(signature?.signedAt ?? 0).getTime(),
      logIndex: signature?.transparencyLog[0]?.logIndex,
    }));
    const expected = listRealBundles().map(({ path, sha256, signer, ...row }) => ({
      file: path.replace(/^.*\//, "").replace(/\.sigstore$/, ""),
      verdict: "verified",
      sha256,
      identity: signer.subject,
      issuer: signer.issuer,
      signedAt: row.integratedTime.getTime(),
      logIndex: row.logIndex,
    }));
    expect(found.toSorted(byFile)).toEqual(expected.toSorted(byFile));
  });

  it("verifies every bundle of the other kinds too, and counts them by kind", async () => {
    const { artifacts, summary, kinds, ...rest } = await report(realArtifacts);
    expect(auditViolations("audit", { artifacts, summary, kinds, ...rest })).toEqual([]);
    const expected = listRealArtifactBundles().map(({ path, sha256 }) => ({
      file: basename(path),
      sha256,
    }));
    const found = artifacts.map(({ file, signature }) => ({ file, sha256: signature?.sha256 }));
    expect(found.toSorted(byFile)).toEqual(expected.toSorted(byFile));
    expect(summary).toMatchObject({ verified: 388, refused: 0, missing: 0 });
    expect(kinds).toMatchObject({
      "windows-amd64": { verified: 52 },
      "embed-arm64": { verified: 51 },
      "windows-index": { verified: 15 },
      macos: { verified: 52 },
      "android-aarch64": { verified: 6 },
    });
    const one = await report(realArtifacts, "--artifact", "macos");
    expect(one.summary.verified).toBe(52);
    expect(Object.keys(one.kinds)).toEqual(["macos"]);
  });

  it("refuses the real ones that have to be refused", async () => {
    await putRefused("3.10.12", "no-checkpoint.Python-3.10.12.tar.xz.sigstore");
    await putRefused("3.11.4", "wrong-identity.python-3.11.4.exe.sigstore");
    const { artifacts } = await report(".");
    expect(artifacts.map(({ file, failure }) => [file, failure?.code])).toEqual([
      ["Python-3.10.12.tar.xz", "no-checkpoint"],
      ["Python-3.11.4.tar.xz", "no-checkpoint"],
    ]);
  });

  it.runIf(realTarballsAreThere)("verifies the tarballs themselves with --full", async () => {
    const { summary, artifacts } = await report(realTarballs, "--full");
    const here = artifacts.filter(({ format }) => format === "tar.xz");
    expect(here.map(({ version, verdict }) => [version, verdict])).toEqual([
      ["3.11.2", "verified"],
      ["3.13.5", "verified"],
      ["3.14.0", "verified"],
    ]);
    expect(here.every(({ checks }) => checks?.digest === "passed")).toBe(true);
    // The bundles of the .tgz lie there without them.
    expect(summary).toMatchObject({ refused: 0, missing: 0 });
  });
});
