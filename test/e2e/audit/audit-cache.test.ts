import { spawn } from "node:child_process";
import { once } from "node:events";
import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type AuditedWorld, createAuditedWorld } from "../../support/audited-world.ts";
import { hashed } from "../../../src/files/hashed-bytes.ts";
import { KeptAnswers } from "../../../src/source/cache/kept-answers.ts";
import { programUnderTest } from "../../support/pyverify.ts";

let audited: AuditedWorld;
const versions = ["3.14.0", "3.14.1", "3.14.2", "3.14.3"];
const bundles = versions.map((version) => `${version}/Python-${version}.tar.xz.sigstore`);

beforeEach(async () => {
  audited = await createAuditedWorld();
  for (const version of versions) await audited.put(`${version}/Python-${version}.tar.xz`);
});

afterEach(async () => {
  await audited.world.close();
});

/** The bundles that the mirror was asked for since the last time, in that order. */
function askedFor(): string[] {
  const asked = bundlesAskedFor().slice(seen);
  seen += asked.length;
  return asked;
}

function bundlesAskedFor(): string[] {
  return audited.world.mirror.requests.filter((path) => path.endsWith(".sigstore"));
}

/** The exit code of an audit that gets SIGINT once the mirror was asked for so many bundles. */
async function interruptedAfter(count: number, ...args: readonly string[]): Promise<number | null> {
  const program = programUnderTest();
  const { workspace, flags } = audited.world;
  const child = spawn(program.command, [...program.arguments, "audit", ...flags, ...args], {
    cwd: workspace.work,
    env: { HOME: workspace.home, TMPDIR: workspace.tmp },
    stdio: "ignore",
  });
  const closed = once(child, "close");
  while (bundlesAskedFor().length < count && child.exitCode === null) await pause(5);
  child.kill("SIGINT");
  await closed;
  return child.exitCode;
}

let seen = 0;
beforeEach(() => {
  seen = 0;
});

describe("audit --cache", () => {
  it("asks a second time only whether a bundle has changed, and verifies it anew", async () => {
    const first = await audited.report("--cache", "cache");
    expect(audited.world.mirror.unchanged).toEqual([]);
    const second = await audited.report("--cache", "cache");
    expect(audited.world.mirror.unchanged.toSorted()).toEqual(bundles);
    expect(second).toEqual(first);
  });

  it("takes a changed bundle", async () => {
    await audited.report("--cache", "cache");
    await audited.put("3.14.1/Python-3.14.1.tar.xz", { identity: "somebody@example.com" });
    const { summary } = await audited.report("--cache", "cache");
    expect(summary).toMatchObject({ verified: 3, refused: 1 });
  });

  it("goes on where an interrupted audit was, and begins anew after one that ended", async () => {
    const { mirror } = audited.world;
    // The newest comes first, and one at a time: the second has come when this one is asked for.
    mirror.hold("3.14.1.tar.xz.sigstore");
    const line = ["--cache", "cache", "--rate", "999", "--parallel", "1"];
    expect(await interruptedAfter(3, ...line)).toBe(130);
    expect(askedFor()).toHaveLength(3);
    mirror.release();
    const { summary } = await audited.report("--cache", "cache");
    expect(summary).toMatchObject({ verified: 4 });
    expect(askedFor().toSorted()).toEqual(bundles.slice(0, 2));
    await audited.report("--cache", "cache");
    expect(askedFor().toSorted()).toEqual(bundles);
  });

  it("downloads what is damaged in the cache, and believes nothing that was put there", async () => {
    await audited.report("--cache", "cache");
    const answers = join(audited.world.workspace.work, "cache/answers");
    for (const name of await readdir(answers)) await writeFile(join(answers, name), "junk");
    const { summary } = await audited.report("--cache", "cache");
    expect(summary).toMatchObject({ verified: 4 });
    expect(audited.world.mirror.unchanged).toEqual([]);
  });

  it("asks for listings anew, whatever lies in the cache", async () => {
    await audited.put("3.14.2/Python-3.14.2.tgz", null);
    const url = `${audited.world.mirror.url}3.14.2/`;
    const body =
      '<a href="Python-3.14.2.tar.xz">x</a><a href="Python-3.14.2.tar.xz.sigstore">x</a>';
    const validators = { etag: '"still the same"', lastModified: undefined };
    const context = { observe: () => undefined, signal: new AbortController().signal };
    await new KeptAnswers(join(audited.world.workspace.work, "cache")).write(
      url,
      { found: true, body: hashed(Buffer.from(body)), url, contentType: "text/html", validators },
      context,
    );
    // As if an audit had been interrupted after the listing was asked for.
    const key = createHash("sha256").update(audited.world.mirror.url).digest("hex").slice(0, 16);
    const note = join(audited.world.workspace.work, "cache", `unfinished-audit-${key}`);
    await writeFile(note, String(Date.now() - 60_000));
    const { exitCode } = await audited.audit("--cache", "cache");
    expect(exitCode).toBe(6);
    expect(audited.world.mirror.requests).toContain("3.14.2/");
    expect(audited.world.mirror.unchanged).toEqual([]);
  });

  it("keeps nothing that was refused", async () => {
    await audited.put("3.14.1/Python-3.14.1.tar.xz", { identity: "somebody@example.com" });
    await audited.report("--cache", "cache");
    const kept = await readdir(join(audited.world.workspace.work, "cache/answers"));
    expect(kept).toHaveLength(3);
    expect(kept.filter((name) => name.includes("3.14.1"))).toEqual([]);
  });

  it("follows no link to where its note or its answers would be", async () => {
    const { work } = audited.world.workspace;
    const victim = join(work, "victim");
    await mkdir(join(work, "cache"));
    await writeFile(victim, "mine");
    const key = createHash("sha256").update(audited.world.mirror.url).digest("hex").slice(0, 16);
    await symlink(victim, join(work, "cache", `unfinished-audit-${key}`));
    await symlink(work, join(work, "cache", "answers"));
    const before = await readdir(work);
    const { exitCode, stderr } = await audited.audit("--cache", "cache");
    expect(exitCode).toBe(0);
    expect(stderr).toContain("the cache is of no use");
    expect(await readFile(victim, "utf8")).toBe("mine");
    expect(await readdir(work)).toEqual(before);
  });

  it("warns once of a cache that it cannot use, and goes on", async () => {
    const run = await audited.audit("--cache", "root.json/cache");
    expect(run).toMatchObject({ exitCode: 0 });
    expect(run.stderr.match(/the cache is of no use/g)).toHaveLength(1);
  });
});
