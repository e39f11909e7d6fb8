import { execFile } from "node:child_process";
import { readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type AuditedWorld, createAuditedWorld } from "../../support/audited-world.ts";
import { describeTree } from "../../support/workspace.ts";

const run = promisify(execFile);

let audited: AuditedWorld;
let site: string;

beforeAll(async () => {
  audited = await createAuditedWorld();
  site = join(audited.world.workspace.work, "site");
  await audited.put("3.14.0/Python-3.14.0.tar.xz");
  await audited.put("3.14.0/Python-3.14.0.tgz");
  await audited.put("3.13.5/Python-3.13.5.tgz", {
    identity: "thomas@python.org",
    issuer: "https://accounts.google.com",
  });
  await audited.put("3.14.1/Python-3.14.1.tgz", { identity: "mallory@example.com" });
});

afterAll(async () => {
  await audited.world.close();
});

async function contents(): Promise<Map<string, string>> {
  const names = await readdir(site, { recursive: true, withFileTypes: true });
  const files = names.filter((entry) => entry.isFile());
  const texts = files.map(async ({ parentPath, name }): Promise<[string, string]> => {
    const path = join(parentPath, name);
    return [path, await readFile(path, "utf8")];
  });
  return new Map(await Promise.all(texts));
}

describe("audit --feed", () => {
  it("writes sums that sha256sum takes, of what verified alone", async () => {
    const { exitCode } = await audited.audit("--feed", "site");
    expect(exitCode).toBe(6);
    const sums = await readFile(join(site, "v1/SHA256SUMS"), "utf8");
    expect(sums).not.toContain("3.14.1");
    const downloads = join(audited.world.workspace.path, "python.org/3.14.0");
    const { stdout } = await run(
      "sha256sum",
      ["--check", "--ignore-missing", join(site, "v1/3.14.0.SHA256SUMS")],
      { cwd: downloads },
    );
    expect(stdout).toBe("Python-3.14.0.tar.xz: OK\nPython-3.14.0.tgz: OK\n");
    const index = JSON.parse(await readFile(join(site, "v1/index.json"), "utf8"));
    expect(index.notVerified).toMatchObject([
      { file: "Python-3.14.1.tgz", code: "identity-mismatch" },
    ]);
  });

  it("writes the same bytes again, and removes a release that is none any more", async () => {
    await audited.audit("--feed", "site");
    const first = await contents();
    await writeFile(join(site, "v1/3.0.1.json"), "{}");
    await writeFile(join(site, "CNAME"), "feed.example.org");
    await audited.audit("--feed", "site");
    await rm(join(site, "CNAME"));
    expect(await contents()).toEqual(first);
  });

  it("leaves the feed as it is where something could not be reached, and says so", async () => {
    await audited.audit("--feed", "site");
    const before = await describeTree(site);
    await audited.write("3.14.0/Python-3.14.0.tgz.sigstore", Buffer.alloc(2_000_000));
    const { stderr } = await audited.audit("--feed", "site");
    expect(stderr).toContain(
      "warning: the feed stays as it is, since one file could not be reached",
    );
    expect(await describeTree(site)).toEqual(before);
  });
});
