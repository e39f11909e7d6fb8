import { execFileSync } from "node:child_process";
import { chmod, mkdir, readdir, readFile, rm, symlink, utimes, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";

import { expectRefusal } from "../../support/expect-refusal.ts";
import { type FaultServer, serveFaults, status } from "../../support/fault-server.ts";
import {
  type PublishedRelease,
  publishRelease,
  trusting,
} from "../../support/published-release.ts";
import { pyverify, type Run } from "../../support/pyverify.ts";
import { bytesOf } from "../../support/sigstore/bundle.ts";
import { createLocalSigstore } from "../../support/sigstore/local-sigstore.ts";
import { createWorkspace, exists, type Workspace } from "../../support/workspace.ts";

let release: PublishedRelease;
let another: PublishedRelease;
let server: FaultServer;
let isDown = false;
let workspace: Workspace;
let downloads: string;
let trees = 0;

beforeAll(async () => {
  const sigstore = createLocalSigstore();
  release = await publishRelease("3.14.7", "tar.xz", sigstore);
  another = await publishRelease("3.14.8", "tar.xz", sigstore);
  server = await serveFaults(release.files, () => (isDown ? status(500) : undefined));
});
afterAll(async () => server.close());
beforeEach(async () => {
  isDown = false;
  workspace = await createWorkspace();
  downloads = join(workspace.work, "cache", "downloads");
});
afterEach(async () => workspace.remove());

async function fetchArgs(): Promise<string[]> {
  trees += 1;
  const tree = `tree-${trees}`;
  const trust = await trusting(release.sigstore, workspace);
  const hurried = ["--retries", "0"];
  const place = ["--out", tree, "--mirror", server.url, "--cache", "cache"];
  return ["fetch", "3.14.7", ...place, ...trust, ...hurried];
}

async function expectFetched(): Promise<Run> {
  const run = await pyverify(workspace, await fetchArgs());
  expect(run).toMatchObject({ exitCode: 0 });
  expect(await exists(join(workspace.work, `tree-${trees}`, "configure"))).toBe(true);
  return run;
}

async function requestsDuring(work: () => Promise<unknown>): Promise<string[]> {
  const before = server.requests.length;
  await work();
  return server.requests.slice(before).map(({ path }) => path);
}

async function entryFile(): Promise<string> {
  const names = await readdir(downloads);
  expect(names).toHaveLength(1);
  return join(downloads, names[0] ?? "");
}

/** An entry that is well-formed, whatever it holds. */
function entry(bundle: Buffer, tarball: Buffer): Buffer {
  const header = Buffer.from(`pyverify-cache-1 ${bundle.length}\n`);
  return Buffer.concat([header, bundle, tarball]);
}

function fileOf(from: PublishedRelease, which: "tarballPath" | "bundlePath"): Buffer {
  return from.files[from[which]] ?? Buffer.alloc(0);
}

const both = () => [release.bundlePath, release.tarballPath];

test("a warm cache needs no request, even while the mirror is down", async () => {
  expect(await requestsDuring(expectFetched)).toEqual(both());
  isDown = true;
  const paths = await requestsDuring(async () => {
    expect((await expectFetched()).stderr).toContain("Python-3.14.7.tar.xz from the cache");
  });
  expect(paths).toEqual([]);
});

test("what is cached is verified anew", async () => {
  await expectFetched();
  isDown = true;
  const trust = await trusting(createLocalSigstore(), workspace);
  const [spec, place] = [
    ["fetch", "3.14.7"],
    ["--out", "t", "--mirror", server.url],
  ];
  const args = [...spec, ...place, "--cache", "cache", ...trust, "--retries", "0"];
  await expectRefusal(workspace, args, {
    kind: "network",
    code: "http-status",
    says: ["warning: the cached Python-3.14.7.tar.xz is not used", "status 500"],
  });
});

test("nothing that was refused is kept", async () => {
  const stranger = createLocalSigstore();
  const trust = await trusting(stranger, workspace);
  const place = ["--out", "t", "--mirror", server.url, "--cache", "cache"];
  const run = await pyverify(workspace, ["fetch", "3.14.7", ...place, ...trust]);
  expect(run).toMatchObject({ exitCode: 6 });
  expect(await exists(downloads)).toBe(false);
});

describe("an entry costs a download, and is replaced, if it is", () => {
  const damages: Readonly<Record<string, (file: string) => Promise<void>>> = {
    empty: (file) => writeFile(file, ""),
    "cut short": async (file) => writeFile(file, (await readFile(file)).subarray(0, -1)),
    "changed by a bit": async (file) => {
      const content = await readFile(file);
      content.writeUInt8(content.readUInt8(content.length - 100) ^ 1, content.length - 100);
      await writeFile(file, content);
    },
    "text of somebody's": (file) => writeFile(file, "remember the milk\n"),
    "a header and no more": (file) => writeFile(file, "pyverify-cache-1 999\n"),
    "a link to nowhere": async (file) => {
      await rm(file);
      await symlink("/nonexistent/file", file);
    },
    "a pipe that nobody writes to": async (file) => {
      await rm(file);
      execFileSync("mkfifo", [file]);
    },
    "a link in a circle": async (file) => {
      await rm(file);
      await symlink(file, file);
    },
    "another release, genuinely signed by the same person": (file) =>
      writeFile(file, entry(fileOf(another, "bundlePath"), fileOf(another, "tarballPath"))),
    "a tarball with another's bundle": (file) =>
      writeFile(file, entry(fileOf(another, "bundlePath"), fileOf(release, "tarballPath"))),
    "signed by somebody else": (file) => {
      const tarball = fileOf(release, "tarballPath");
      const bundle = bytesOf(release.sigstore.sign(tarball, { identity: "mallory@example.org" }));
      return writeFile(file, entry(bundle, tarball));
    },
    "signed, and no archive": (file) => {
      const tarball = Buffer.from("not an archive at all");
      return writeFile(file, entry(bytesOf(release.sigstore.sign(tarball)), tarball));
    },
  };

  let name: string;
  let good: Buffer;

  test("whole, it costs none", async () => {
    await expectFetched();
    const file = await entryFile();
    [name, good] = [basename(file), await readFile(file)];
    expect(await requestsDuring(expectFetched)).toEqual([]);
  });

  test.each(Object.entries(damages))("%s", async (_, damage) => {
    await mkdir(downloads, { recursive: true });
    await writeFile(join(downloads, name), good);
    await damage(join(downloads, name));
    expect(await requestsDuring(expectFetched)).toEqual(both());
    expect((await readFile(await entryFile())).equals(good)).toBe(true);
  });
});

describe("a cache that is of no use is worth a warning, and no failure, when", () => {
  test("its folder is a file", async () => {
    await writeFile(join(workspace.work, "cache"), "not a folder");
    expect((await expectFetched()).stderr).toContain("warning: the cache is of no use");
  });

  test("it is a link that leads nowhere", async () => {
    await symlink("nowhere", join(workspace.work, "cache"));
    expect((await expectFetched()).stderr).toContain("warning: the cache is of no use");
  });

  test("a folder is where an entry should be", async () => {
    await expectFetched();
    const file = await entryFile();
    await rm(file);
    await mkdir(join(file, "with", "more"), { recursive: true });
    const { stderr } = await expectFetched();
    expect(stderr).toContain("warning: the cache is of no use");
    expect(await readdir(downloads)).toHaveLength(1);
  });

  test.skipIf(process.getuid?.() === 0)("nobody may write to it", async () => {
    await mkdir(downloads, { recursive: true });
    await chmod(downloads, 0o555);
    expect((await expectFetched()).stderr).toContain("warning: the cache is of no use");
  });
});

test("many builds share it at once", async () => {
  const args = await Promise.all(Array.from({ length: 5 }, fetchArgs));
  const runs = await Promise.all(args.map((each) => pyverify(workspace, each)));
  expect(runs.map(({ exitCode }) => exitCode)).toEqual([0, 0, 0, 0, 0]);
  await entryFile();
  expect(await requestsDuring(expectFetched)).toEqual([]);
});

test("what a killed build left half-written goes after an hour", async () => {
  await mkdir(downloads, { recursive: true });
  const [old, recent] = ["x.old.partial", "x.recent.partial"].map((name) => join(downloads, name));
  await writeFile(old ?? "", "half");
  await writeFile(recent ?? "", "half");
  const twoHoursAgo = new Date(Date.now() - 7_200_000);
  await utimes(old ?? "", twoHoursAgo, twoHoursAgo);
  await expectFetched();
  const names = await readdir(downloads);
  expect(names).toContain("x.recent.partial");
  expect(names).not.toContain("x.old.partial");
});
