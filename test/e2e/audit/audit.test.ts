import { readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { auditViolations } from "../../support/audit-schema.ts";
import {
  type AuditedWorld,
  createAuditedWorld,
  putEveryVerdict,
} from "../../support/audited-world.ts";
import { expectRefusal } from "../../support/expect-refusal.ts";

let audited: AuditedWorld;

beforeAll(async () => {
  audited = await createAuditedWorld();
});

afterAll(async () => {
  await audited.world.close();
});

beforeEach(async () => {
  await putEveryVerdict(audited);
});

afterEach(async () => {
  const { path, work } = audited.world.workspace;
  await rm(join(path, "python.org"), { recursive: true });
  for (const name of await readdir(work)) {
    if (name !== "root.json") await rm(join(work, name), { recursive: true });
  }
});

/** Verdict and code of every tarball. */
async function verdicts(...args: readonly string[]): Promise<Record<string, string>> {
  const { artifacts } = await audited.report(...args);
  return Object.fromEntries(
    artifacts.map(({ file, verdict, failure }) => [
      file,
      failure === undefined ? verdict : `${verdict} ${failure.code}`,
    ]),
  );
}

describe("audit", () => {
  it("gives each source tarball of the signed series its verdict, oldest first", async () => {
    const found = await verdicts();
    expect(Object.entries(found)).toEqual([
      ["Python-3.11.0rc2.tar.xz", "unsigned not-signed"],
      ["Python-3.13.9.tar.xz", "verified"],
      ["Python-3.13.10.tar.xz", "unreachable unexpected-answer"],
      ["Python-3.14.0rc1.tar.xz", "verified"],
      ["Python-3.14.0.tar.xz", "verified"],
      ["Python-3.14.0.tgz", "verified"],
      ["Python-3.14.1.tar.xz", "refused identity-mismatch"],
      ["Python-3.14.2.tar.xz", "missing bundle-not-found"],
    ]);
  });

  it("goes through the series that are named, and through old ones only then", async () => {
    expect(await verdicts("3.13", "3.6")).toEqual({
      "Python-3.6.0.tar.xz": "unsigned not-signed",
      "Python-3.13.9.tar.xz": "verified",
      "Python-3.13.10.tar.xz": "unreachable unexpected-answer",
    });
    expect(Object.keys(await verdicts("3.14", "--format", "tgz"))).toEqual(["Python-3.14.0.tgz"]);
  });

  it("writes reports that have their schema, the same ones every time", async () => {
    const report = await audited.report();
    expect(auditViolations("audit", report)).toEqual([]);
    expect(report.summary).toEqual({
      verified: 4,
      refused: 1,
      missing: 1,
      unreachable: 1,
      unsigned: 1,
    });
    expect(await audited.report()).toEqual(report);
  });

  it("tells what a refused bundle claims apart from what a verified one proves", async () => {
    const { artifacts } = await audited.report("3.14");
    const good = artifacts.find(({ file }) => file === "Python-3.14.0.tar.xz");
    const bad = artifacts.find(({ file }) => file === "Python-3.14.1.tar.xz");
    expect(good?.signature).toMatchObject({
      identity: "hugo@python.org",
      releaseManager: "Hugo van Kemenade",
      signedAt: "2026-03-01T12:00:00Z",
    });
    expect(good?.checks).toMatchObject({ signer: "passed", digest: "not-done" });
    expect(bad?.signature).toBeUndefined();
    expect(bad?.claimed).toMatchObject({ identity: "somebody@example.com" });
    expect(bad?.checks).toMatchObject({ signature: "passed", signer: "failed" });
  });

  it("exits 6 for what is refused or missing, 4 for what is unreachable, 0 only otherwise", async () => {
    expect(await audited.audit("3.14")).toMatchObject({ exitCode: 6 });
    await audited.remove("3.14.1");
    expect(await audited.audit("3.14")).toMatchObject({ exitCode: 6 });
    await audited.remove("3.14.2");
    expect(await audited.audit("3.14")).toMatchObject({ exitCode: 0 });
    expect(await audited.audit("3.13")).toMatchObject({ exitCode: 4 });
    expect(await audited.audit("3.11")).toMatchObject({ exitCode: 0 });
  });

  it("shows a matrix, the counts, and the exceptions in words", async () => {
    const { stdout } = await audited.audit();
    expect(stdout).toContain("3.14  Hugo van Kemenade");
    expect(stdout).toContain("✓ 4 verified   ✗ 1 refused   ? 1 missing");
    expect(stdout).toContain("✗ Python-3.14.1.tar.xz: refused (identity-mismatch)");
    expect(stdout).toContain("signed by somebody@example.com");
    expect(stdout).toContain("--full downloads and compares the files too");
    expect(stdout).not.toContain("\u001B");
  });

  it("refuses two tarballs whose bundles sign the same file: one is in the wrong place", async () => {
    const bundle = audited.bundleOf("3.14.0/Python-3.14.0.tar.xz");
    await audited.write("3.14.2/Python-3.14.2.tar.xz.sigstore", bundle);
    expect(await verdicts("3.14")).toMatchObject({
      "Python-3.14.0.tar.xz": "refused release-mismatch",
      "Python-3.14.2.tar.xz": "refused release-mismatch",
    });
  });

  it("asks for a bundle that the listing does not show before it calls it missing", async () => {
    await audited.report("3.14");
    expect(audited.world.mirror.requests).toContain("3.14.2/Python-3.14.2.tar.xz.sigstore");
  });

  it("refuses a series that nobody is known to sign", async () => {
    await audited.put("3.99.0/Python-3.99.0.tar.xz");
    await audited.put("3.99.1/Python-3.99.1.tar.xz", null);
    expect(await verdicts("3.99")).toEqual({
      "Python-3.99.0.tar.xz": "refused unknown-series",
      "Python-3.99.1.tar.xz": "refused unknown-series",
    });
  });

  it("refuses to call it an audit when there is nothing to audit", async () => {
    await expectRefusal(audited.world.workspace, ["audit", "3.98", ...audited.world.flags], {
      kind: "release",
      code: "release-not-found",
      says: ["no release of 3.98"],
    });
  });
});

describe("audit --full", () => {
  it("verifies the tarballs' own digests", async () => {
    const report = await audited.report("3.13", "--full");
    const [verified] = report.artifacts;
    expect(verified).toMatchObject({ verdict: "verified", checks: { digest: "passed" } });
  });

  it("finds a changed tarball, which the digest in the bundle cannot show", async () => {
    await audited.write("3.14.0/Python-3.14.0.tar.xz", "another file");
    expect(await verdicts("3.14")).toMatchObject({ "Python-3.14.0.tar.xz": "verified" });
    expect(await verdicts("3.14", "--full")).toMatchObject({
      "Python-3.14.0.tar.xz": "refused digest-mismatch",
    });
  });

  it("says nothing of a tarball's digest where its bundle is refused already", async () => {
    await audited.write("3.14.1/Python-3.14.1.tar.xz", "another file");
    const { artifacts } = await audited.report("3.14", "--full");
    expect(artifacts.find(({ file }) => file === "Python-3.14.1.tar.xz")).toMatchObject({
      failure: { code: "identity-mismatch" },
      checks: { signer: "failed", digest: "undecided" },
    });
  });
});

describe("audit --report", () => {
  it("writes a page and the same report as --json, and nothing else", async () => {
    const { stdout } = await audited.audit("--json", "--report", "site/today");
    const site = join(audited.world.workspace.work, "site/today");
    expect((await readdir(site)).toSorted()).toEqual(["index.html", "report.json"]);
    expect(await readFile(join(site, "report.json"), "utf8")).toBe(stdout);
    expect(await readFile(join(site, "index.html"), "utf8")).toContain("Python-3.14.1.tar.xz");
  });

  it("leaves nothing behind where it cannot write", async () => {
    const { flags, workspace } = audited.world;
    await expectRefusal(workspace, ["audit", "3.14", ...flags, "--report", "root.json/site"], {
      kind: "filesystem",
      code: "not-writable",
      says: ["cannot write the report to root.json/site"],
    });
  });

  it("writes no report of an audit that came to nothing", async () => {
    const { workspace, flags } = audited.world;
    const nobody = ["--mirror", "http://127.0.0.1:9/", "--retries", "0"];
    const others = flags.filter((_, index) => index > 1);
    await expectRefusal(workspace, ["audit", ...nobody, ...others, "--report", "site"], {
      kind: "network",
      code: "unreachable",
      says: ["cannot reach http://127.0.0.1:9/"],
    });
  });
});

describe("audit --since", () => {
  const since = ["--since", "before/report.json"];

  it("says so when nothing has changed, and fails no more for what was refused before", async () => {
    await audited.audit("3.14", "--report", "before");
    const run = await audited.audit("3.14", ...since);
    expect(run).toMatchObject({
      exitCode: 0,
      stdout: "nothing has changed since the earlier audit\n",
    });
  });

  it("exits 6 when something that was verified is refused, and prints nothing but that", async () => {
    await audited.audit("3.14", "--report", "before");
    await audited.put("3.14.0/Python-3.14.0.tgz", { identity: "somebody@example.com" });
    const run = await audited.audit("3.14", ...since);
    expect(run).toMatchObject({
      exitCode: 6,
      stdout: "✗ Python-3.14.0.tgz: refused (identity-mismatch), was verified\n",
    });
  });

  it("exits 6 when a release is gone or a new one has no bundle, 0 when a new one is verified", async () => {
    await audited.audit("--report", "before");
    await audited.put("3.14.3/Python-3.14.3.tar.xz");
    expect(await audited.audit("3.14", ...since)).toMatchObject({
      exitCode: 0,
      stdout: "✓ Python-3.14.3.tar.xz: new, verified\n",
    });
    await audited.put("3.14.4/Python-3.14.4.tar.xz", null);
    expect(await audited.audit("3.14", ...since)).toMatchObject({ exitCode: 6 });
    await audited.remove("3.14.4");
    await audited.remove("3.14.0/Python-3.14.0.tgz");
    await audited.remove("3.14.0/Python-3.14.0.tgz.sigstore");
    const run = await audited.audit("3.14", ...since);
    expect(run.stdout).toContain("Python-3.14.0.tgz: gone, was verified");
    expect(run).toMatchObject({ exitCode: 6 });
  });

  it("tells when a release was signed anew, in JSON that has its schema", async () => {
    await audited.audit("3.14", "--report", "before");
    const signedAt = new Date("2026-04-01T12:00:00Z");
    await audited.put("3.14.0/Python-3.14.0.tgz", { signedAt });
    const run = await audited.audit("3.14", ...since, "--json");
    const difference: unknown = JSON.parse(run.stdout);
    expect(auditViolations("difference", difference)).toEqual([]);
    expect(difference).toMatchObject({
      changes: [
        {
          file: "Python-3.14.0.tgz",
          type: "signed-anew",
          before: { signedAt: "2026-03-01T12:00:00Z" },
          after: { signedAt: "2026-04-01T12:00:00Z" },
        },
      ],
    });
  });

  it("exits 6 when a final release's installer is another file, genuine or not", async () => {
    const installer = "3.14.0/python-3.14.0-amd64.exe";
    await audited.put(installer);
    await audited.audit("3.14", "--report", "before");
    await audited.write(`${installer}.sigstore`, audited.bundleOf("another installer"));
    const run = await audited.audit("3.14", ...since);
    expect(run.stdout).toContain(
      "✗ python-3.14.0-amd64.exe: a final release is another file now: sha256:",
    );
    expect(run).toMatchObject({ exitCode: 6 });
  });

  it("refuses a file that is not the report of an audit", async () => {
    const { flags, workspace } = audited.world;
    await expectRefusal(workspace, ["audit", ...flags, "--since", "root.json"], {
      kind: "usage",
      code: "invalid-value",
      says: ["root.json is not the report of an audit"],
    });
  });
});
