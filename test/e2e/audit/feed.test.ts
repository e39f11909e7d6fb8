import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { lstat, readdir, readFile, rm, symlink, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type AuditedWorld, createAuditedWorld } from "../../support/audited-world.ts";
import type { SigningOptions } from "../../support/sigstore/local-sigstore.ts";
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
    const { stdout: all } = await run(
      "sha256sum",
      ["--check", "--ignore-missing", "--strict", join(site, "v1/SHA256SUMS")],
      { cwd: downloads },
    );
    expect(all).toBe(stdout);
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

/** What the mirror was asked for by one more audit, and how that ended. */
async function again(...args: readonly string[]) {
  const { requests } = audited.world.mirror;
  const before = requests.length;
  const { exitCode, stderr } = await audited.audit("--feed", "site", ...args);
  const bundles = requests.slice(before).filter((path) => path.includes(".sigstore"));
  return { exitCode, stderr, bundles };
}

describe("audit --feed, where a feed lies already", () => {
  const kept = "v1/bundles/3.14.0/Python-3.14.0.tgz.sigstore";
  const notUsed = "warning: the feed's bundle of Python-3.14.0.tgz is not used";

  beforeAll(async () => {
    await audited.remove("3.14.1");
    await audited.write(
      "3.14.0/Python-3.14.0.tgz.sigstore",
      audited.bundleOf("3.14.0/Python-3.14.0.tgz"),
    );
    await audited.audit("--feed", "site");
  });

  it("asks for the listings alone, verifies its own bundles, and changes nothing", async () => {
    const before = await describeTree(site);
    expect(await again()).toMatchObject({ exitCode: 0, bundles: [] });
    expect(await describeTree(site)).toEqual(before);
    const { artifacts } = JSON.parse(await readFile(join(site, "v1/3.14.0.json"), "utf8"));
    for (const { bundle } of artifacts) {
      const copy = await readFile(join(site, "v1", bundle.copy));
      expect(createHash("sha256").update(copy).digest("hex")).toBe(bundle.sha256);
    }
  });

  it("asks for a bundle that is listed with another time or size", async () => {
    const path = "3.14.0/Python-3.14.0.tgz";
    const there = join(audited.world.workspace.path, "python.org", `${path}.sigstore`);
    await utimes(there, 0, 1_700_000_000);
    expect((await again()).bundles).toEqual([`${path}.sigstore`]);
    await audited.put(path, { identity: "mallory@example.com" });
    await utimes(there, 0, 1_700_000_000);
    expect(await again()).toMatchObject({ exitCode: 6, bundles: [`${path}.sigstore`] });
    expect(await readdir(join(site, "v1/bundles/3.14.0"))).toEqual([
      "Python-3.14.0.tar.xz.sigstore",
    ]);
    await audited.put(path);
    expect(await again()).toMatchObject({ exitCode: 0, bundles: [`${path}.sigstore`] });
  });

  it.each<[string, () => Promise<void>]>([
    ["another's", () => forge({ identity: "mallory@example.com" })],
    ["one of another issuer", () => forge({ issuer: "https://example.com" })],
    ["junk", () => writeFile(join(site, kept), "{}")],
  ])("believes none of it: %s is not used, and the mirror's own is", async (_, change) => {
    const before = await contents();
    await change();
    const { exitCode, stderr, bundles } = await again();
    expect({ exitCode, bundles }).toEqual({
      exitCode: 0,
      bundles: ["3.14.0/Python-3.14.0.tgz.sigstore"],
    });
    expect(stderr).toContain(notUsed);
    expect(await contents()).toEqual(before);
  });

  it("takes one release's bundle in another's place for none of either", async () => {
    const other = await readFile(join(site, "v1/bundles/3.14.0/Python-3.14.0.tar.xz.sigstore"));
    await writeFile(join(site, kept), other);
    expect(await again()).toMatchObject({ exitCode: 6, bundles: [] });
    const sums = await readFile(join(site, "v1/SHA256SUMS"), "utf8");
    expect(sums).not.toContain("3.14.0");
    // Neither is kept, so that the next audit asks for both.
    expect((await again()).exitCode).toBe(0);
  });

  it("asks for what is not there, and follows no link", async () => {
    await rm(join(site, kept));
    await symlink(join(site, "v1/bundles/3.14.0/Python-3.14.0.tar.xz.sigstore"), join(site, kept));
    expect(await again()).toMatchObject({
      exitCode: 0,
      bundles: ["3.14.0/Python-3.14.0.tgz.sigstore"],
    });
    expect((await lstat(join(site, kept))).isFile()).toBe(true);
  });

  it.each([
    ["an object", "{}"],
    ["brackets by the thousand", "[".repeat(100_000)],
    ["nothing", ""],
    ["another document", '{"mediaType": 1}'],
  ])("asks for everything where %s stands for how bundles were listed", async (_, text) => {
    await writeFile(join(site, "listed.json"), text);
    const { exitCode, bundles, stderr } = await again();
    expect({ exitCode, bundles: bundles.length }).toEqual({ exitCode: 0, bundles: 3 });
    expect(stderr).toContain("listed.json is of no use");
  });

  it("asks for everything where another mirror was listed", async () => {
    const listed = await readFile(join(site, "listed.json"), "utf8");
    await writeFile(
      join(site, "listed.json"),
      listed.replace(/http:[^"]+/, "http://other.example/"),
    );
    expect((await again()).bundles).toHaveLength(3);
  });

  it("has the sizes that the mirror lists, and the files' own in a full audit", async () => {
    const sizes = async () => {
      const { artifacts } = JSON.parse(await readFile(join(site, "v1/3.14.0.json"), "utf8"));
      return artifacts.map(({ file, size }: { file: string; size: number }) => [file, size]);
    };
    const listed = [
      ["Python-3.14.0.tar.xz", "3.14.0/Python-3.14.0.tar.xz".length],
      ["Python-3.14.0.tgz", "3.14.0/Python-3.14.0.tgz".length],
    ];
    expect(await sizes()).toEqual(listed);
    expect(await again("--full")).toMatchObject({ exitCode: 0, bundles: [] });
    expect(await sizes()).toEqual(listed);
    expect(await readFile(join(site, "v1/3.14.0.json"), "utf8")).toContain('"digest": "passed"');
  });

  async function forge(signing: SigningOptions): Promise<void> {
    await writeFile(join(site, kept), audited.bundleOf("3.14.0/Python-3.14.0.tgz", signing));
  }
});
