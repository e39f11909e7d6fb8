import { createHash } from "node:crypto";
import { cp, rm, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { FailureCode, FailureKind } from "../../../src/base/errors.ts";
import type { PinCheckReport } from "../../../src/pins/report/report.ts";
import { type AuditedWorld, createAuditedWorld } from "../../support/audited-world.ts";
import { changeRelease, copyWithoutBundles } from "../../support/bare-feed.ts";
import { expectRefusal } from "../../support/expect-refusal.ts";
import { type Mirror, serveMirror } from "../../support/mirror.ts";
import { pinCheckViolations } from "../../support/pin-check-schema.ts";
import { pyverify, type Run } from "../../support/pyverify.ts";

const tarXz = "Python-3.14.0.tar.xz";
const tgz = "Python-3.14.0.tgz";
const refusedFile = "Python-3.14.1.tgz";

let audited: AuditedWorld;
let work: string;
let site: Mirror;
let trust: readonly string[];

beforeAll(async () => {
  audited = await createAuditedWorld();
  const { workspace, sigstore } = audited.world;
  work = workspace.work;
  await audited.put(`3.14.0/${tarXz}`);
  await audited.put(`3.14.0/${tgz}`);
  await audited.put(`3.14.1/${refusedFile}`, { identity: "mallory@example.com" });
  await audited.audit("--feed", "made");
  await writeFile(join(work, "trusted_root.json"), JSON.stringify(sigstore.trustedRoot()));
  trust = ["--trusted-root", "trusted_root.json"];
  site = await serveMirror(join(work, "feed"));
  await writeFile(join(work, "pins"), sums([tarXz, tarXz], [tgz, tgz]));
  await writeFile(join(work, "wrong"), sums([tarXz, tarXz], [tgz, tarXz]));
});
afterAll(async () => {
  await Promise.all([site.close(), audited.world.close()]);
});
beforeEach(async () => {
  await rm(join(work, "feed"), { recursive: true, force: true });
  await rm(join(work, "bare"), { recursive: true, force: true });
  await cp(join(work, "made"), join(work, "feed"), { recursive: true });
  await copyWithoutBundles(join(work, "made"), join(work, "bare"));
});

/** What `put` made of a file is its path. */
function digestOf(name: string): string {
  const [, version = ""] = /(\d+\.\d+\.\d+)/.exec(name) ?? [];
  return createHash("sha256").update(`${version}/${name}`).digest("hex");
}

function sums(...lines: readonly (readonly [string, string])[]): string {
  return lines.map(([name, owner]) => `${digestOf(owner)}  ${name}\n`).join("");
}

function check(...args: readonly string[]): Promise<Run> {
  return pyverify(audited.world.workspace, ["check", "--retries", "0", "--quiet", ...args]);
}

async function reportOf(
  ...args: readonly string[]
): Promise<PinCheckReport & { exitCode: number }> {
  const { stdout, exitCode } = await check(...args, ...trust, "--json");
  const report: PinCheckReport = JSON.parse(stdout);
  expect(pinCheckViolations(report)).toEqual([]);
  return { ...report, exitCode };
}

describe("check --feed, with a feed that has bundles", () => {
  it("verifies them anew, and says the same as with the mirror's", async () => {
    const { source: _, ...byMirror } = await reportOf(
      "wrong",
      "--mirror",
      audited.world.mirror.url,
    );
    for (const address of ["feed", "feed/v1/", "feed/v1/index.json", site.url, `${site.url}v1/`]) {
      const { source, ...byFeed } = await reportOf("wrong", "--feed", address);
      expect(byFeed).toEqual(byMirror);
      const url = address.startsWith("http") ? { url: site.url } : {};
      expect(source).toEqual({ type: "feed", ...url });
    }
    expect(byMirror).toMatchObject({ exitCode: 6, summary: { verified: 1, wrong: 1 } });
    expect(byMirror.pins[0]?.signed).toMatchObject([{ basis: "bundle" }]);
  });

  it("asks for the index, for releases that are pinned, and for their bundles alone", async () => {
    const before = site.requests.length;
    expect((await reportOf("pins", "--feed", site.url)).exitCode).toBe(0);
    expect(site.requests.slice(before).toSorted()).toEqual([
      "v1/3.14.0.json",
      `v1/bundles/3.14.0/${tarXz}.sigstore`,
      `v1/bundles/3.14.0/${tgz}.sigstore`,
      "v1/index.json",
    ]);
  });

  it("believes no word of it: a bundle of another's is refused", async () => {
    const forged = audited.bundleOf(`3.14.0/${tgz}`, { identity: "mallory@example.com" });
    await writeFile(join(work, `feed/v1/bundles/3.14.0/${tgz}.sigstore`), forged);
    const report = await reportOf("pins", "--feed", "feed");
    expect(report).toMatchObject({
      exitCode: 6,
      pins: [
        { verdict: "verified" },
        { verdict: "unknown", reason: { code: "identity-mismatch" } },
      ],
    });
  });

  it("refuses one that says another digest than its own bundle", async () => {
    await changeRelease(join(work, "feed/v1/3.14.0.json"), (artifact) => ({
      ...artifact,
      sha256: digestOf("Python-3.14.0.evil"),
    }));
    const report = await reportOf("pins", "--feed", site.url);
    expect(report).toMatchObject({ exitCode: 6, summary: { verified: 0, unknown: 2 } });
    expect(report.pins[0]?.reason?.code).toBe("digest-mismatch");
  });

  it("does not take its word for a bundle that it says is there and is not", async () => {
    await rm(join(work, "feed/v1/bundles"), { recursive: true });
    const byFolder = await reportOf("pins", "--feed", "feed");
    expect(byFolder).toMatchObject({ exitCode: 8, summary: { unknown: 2 } });
    const bySite = await reportOf("pins", "--feed", site.url);
    expect(bySite).toMatchObject({ exitCode: 4, summary: { unknown: 2 } });
  });

  it("fails with 6 for a pin of what it lists as refused", async () => {
    await writeFile(join(work, "refused"), sums([refusedFile, refusedFile]));
    const report = await reportOf("refused", "--feed", "feed");
    expect(report).toMatchObject({ exitCode: 6, pins: [{ verdict: "unknown" }] });
    expect(report.pins[0]?.reason?.because).toContain("identity-mismatch");
  });

  it("fails with 5 where there is no trusted root", async () => {
    const noTuf = ["--tuf-mirror", "http://127.0.0.1:9/", "--tuf-root", "root.json"];
    expect((await check("pins", "--feed", "feed", ...noTuf)).exitCode).toBe(5);
  });
});

function onWord(file: string, line: number): RegExp {
  return new RegExp(
    `^! pins:${line}: ${file}: taken on the feed's word: signed by hugo@python\\.org `,
    "m",
  );
}

describe("check --feed, with a feed that has none", () => {
  it("takes its word without a trusted root or network, and says so", async () => {
    const run = await check("pins", "--feed", "bare", "--offline");
    expect(run.exitCode).toBe(0);
    expect(run.stdout).toMatch(onWord(tarXz, 1));
    expect(run.stdout).toMatch(onWord(tgz, 2));
    expect(run.stdout).toContain(
      "✓ 0 verified   ! 2 taken on the feed's word   ✗ 0 wrong   ? 0 unknown, in 1 file\n",
    );
    const report = await reportOf("pins", "--feed", "bare");
    expect(report).toMatchObject({
      trustedRoot: null,
      summary: { verified: 0, "taken-on-word": 2 },
      pins: [
        { verdict: "taken-on-word", signed: [{ basis: "feed" }] },
        { verdict: "taken-on-word", signed: [{ basis: "feed" }] },
      ],
    });
  });

  it("says so of a wrong pin too, which is exit code 6", async () => {
    const run = await check("wrong", "--feed", "bare", "--offline");
    expect(run.exitCode).toBe(6);
    expect(run.stdout).toContain("            taken on the feed's word: signed by hugo@python.org");
    const { pins } = await reportOf("wrong", "--feed", "bare");
    expect(pins[1]).toMatchObject({ verdict: "wrong", isOf: tarXz, signed: [{ basis: "feed" }] });
  });

  it("says so in annotations and SARIF, and nowhere that anything was verified", async () => {
    const annotated = await check("wrong", "--feed", "bare", "--offline", "--as", "github");
    expect(annotated.stdout).toMatch(
      /^::notice file=wrong,line=1,.*title=digest taken on the feed's word::/m,
    );
    expect(annotated.stdout).toMatch(/^::error file=wrong,line=2,.*::the feed says that /m);
    const sarif = await check("wrong", "--feed", "bare", "--offline", "--as", "sarif");
    const { results } = JSON.parse(sarif.stdout).runs[0];
    expect(results).toMatchObject([
      { ruleId: "pin-on-word", level: "note" },
      { ruleId: "wrong-pin", level: "error" },
    ]);
    for (const { message } of results) {
      expect(message.text).toContain("taken on the feed's word");
      expect(message.text).not.toContain("verified");
    }
  });

  it("takes some on its word and verifies others, as it has bundles", async () => {
    await cp(join(work, "made/v1/bundles"), join(work, "bare/v1/bundles"), { recursive: true });
    await changeRelease(join(work, "bare/v1/3.14.0.json"), (artifact) =>
      artifact.file === tgz
        ? { ...artifact, bundle: { ...artifact.bundle, copy: `bundles/3.14.0/${tgz}.sigstore` } }
        : artifact,
    );
    const { summary, trustedRoot } = await reportOf("pins", "--feed", "bare");
    expect(summary).toMatchObject({ verified: 1, "taken-on-word": 1, wrong: 0, unknown: 0 });
    expect(trustedRoot).toMatchObject({ origin: "file" });
  });

  it("trusts neither of two files that have the same digest by its word", async () => {
    await changeRelease(join(work, "bare/v1/3.14.0.json"), (artifact) => ({
      ...artifact,
      sha256: digestOf(tarXz),
    }));
    const report = await reportOf("pins", "--feed", "bare");
    expect(report.exitCode).toBe(6);
    expect(report.pins.map(({ reason }) => reason?.code)).toEqual([
      "release-mismatch",
      "release-mismatch",
    ]);
  });
});

function expectRefused<K extends FailureKind>(
  args: readonly string[],
  kind: K,
  code: FailureCode<K>,
  says: string,
  env: Readonly<Record<string, string>> = {},
): Promise<Run> {
  const line = ["check", "pins", "--retries", "0", ...args];
  return expectRefusal(audited.world.workspace, line, { kind, code, says: [says], env });
}

describe("check --feed", () => {
  it("is refused by --strict, with bundles or without, and as a variable", async () => {
    for (const feed of ["feed", "bare", site.url]) {
      const says = `--strict refuses a feed: ${feed}`;
      await expectRefused(["--feed", feed, "--strict"], "usage", "override-refused", says);
      const env = { PYVERIFY_FEED: feed };
      await expectRefused(["--strict"], "usage", "override-refused", says, env);
    }
  });

  it.each([
    ["--from", "made"],
    ["--mirror", "http://127.0.0.1:9/"],
  ])("goes with no %s", async (flag, value) => {
    const says = `--feed and ${flag} exclude each other`;
    await expectRefused(["--feed", "feed", flag, value], "usage", "conflicting-flags", says);
  });

  it("takes a folder and no address with --offline", async () => {
    const says = "the feed's address is on the network";
    await expectRefused(["--feed", site.url, "--offline"], "usage", "conflicting-flags", says);
    expect((await check("pins", "--feed", "feed", "--offline", ...trust)).exitCode).toBe(0);
  });

  it("says where there is no feed, rather than that nothing is known", async () => {
    const none = "there is no feed at";
    await expectRefused(["--feed", "nowhere"], "usage", "invalid-value", none);
    await expectRefused(["--feed", `${site.url}x/`], "usage", "invalid-value", none);
    const nobody = "http://127.0.0.1:9/";
    await expectRefused(["--feed", nobody], "network", "unreachable", nobody);
    for (const address of ["file:///tmp", "ftp://127.0.0.1/", `${site.url}?a=b`]) {
      await expectRefused(["--feed", address], "usage", "invalid-value", "cannot be used");
    }
  });

  it("reads no more of a site than a feed has", async () => {
    await truncate(join(work, "feed/v1/index.json"), 2 ** 30);
    await expectRefused(["--feed", site.url], "network", "answer-too-large", "index.json");
    await cp(join(work, "made/v1/index.json"), join(work, "feed/v1/index.json"));
    await truncate(join(work, "feed/v1/3.14.0.json"), 2 ** 30);
    const { exitCode, pins } = await reportOf("pins", "--feed", site.url);
    expect({ exitCode, code: pins[0]?.reason?.code }).toEqual({
      exitCode: 4,
      code: "answer-too-large",
    });
  });
});
