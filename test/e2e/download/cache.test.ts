import { execFileSync } from "node:child_process";
import {
  chmod,
  lstat,
  mkdir,
  readdir,
  readFile,
  rename,
  rm,
  symlink,
  utimes,
  writeFile,
} from "node:fs/promises";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";

import { expectRefusal } from "../../support/expect-refusal.ts";
import { type FaultServer, serveFaults, status } from "../../support/fault-server.ts";
import {
  type PublishedRelease,
  publishRelease,
  trusting,
} from "../../support/published-release.ts";
import { isRoot } from "../../support/mounts.ts";
import { pyverify, type Run } from "../../support/pyverify.ts";
import { bytesOf } from "../../support/sigstore/bundle.ts";
import { sha256 } from "../../support/sigstore/key.ts";
import { createLocalSigstore } from "../../support/sigstore/local-sigstore.ts";
import { commitFiles } from "../../support/tagged-checkout.ts";
import { createWorkspace, exists, type Workspace } from "../../support/workspace.ts";

let release: PublishedRelease;
let another: PublishedRelease;
let server: FaultServer;
let isDown = false;
let workspace: Workspace;
let answers: string;
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
  answers = join(workspace.work, "cache", "answers");
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

/** In an order of their own: both files are asked for at once. */
async function requestsDuring(work: () => Promise<unknown>): Promise<string[]> {
  const before = server.requests.length;
  await work();
  return server.requests
    .slice(before)
    .map(({ path }) => path)
    .toSorted();
}

/** Where the bundle and the tarball are kept. */
async function entryFiles(): Promise<{ readonly bundle: string; readonly tarball: string }> {
  const names = await readdir(answers);
  expect(names).toHaveLength(2);
  const [bundle = "", tarball = ""] = names.toSorted((a) => (a.includes(".sigstore-") ? -1 : 1));
  expect(tarball).not.toContain(".sigstore");
  return { bundle: join(answers, bundle), tarball: join(answers, tarball) };
}

/** An entry that is well-formed, whatever it holds. */
function entry(body: Buffer, facts: Readonly<Record<string, string>> = {}): Buffer {
  const json = JSON.stringify({ url: server.url, contentType: "", ...facts });
  const header = Buffer.from(`pyverify-answer-2 ${sha256(body).toString("hex")} ${json}\n`);
  return Buffer.concat([header, body]);
}

function fileOf(from: PublishedRelease, which: "tarballPath" | "bundlePath"): Buffer {
  return from.files[from[which]] ?? Buffer.alloc(0);
}

const both = () => [release.bundlePath, release.tarballPath].toSorted();

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

test("a checkout that is another tag's is not the cache's fault, and costs no download", async () => {
  await expectFetched();
  isDown = true;
  commitFiles(join(workspace.work, "tag"));
  await expectRefusal(workspace, [...(await fetchArgs()), "--compare", "tag"], {
    kind: "verification",
    code: "tag-mismatch",
    says: ["missing: Lib/os.py"],
  });
});

test("nothing that was refused is kept", async () => {
  const stranger = createLocalSigstore();
  const trust = await trusting(stranger, workspace);
  const place = ["--out", "t", "--mirror", server.url, "--cache", "cache"];
  const run = await pyverify(workspace, ["fetch", "3.14.7", ...place, ...trust]);
  expect(run).toMatchObject({ exitCode: 6 });
  expect(await exists(answers)).toBe(false);
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
    "a header and no more": (file) =>
      writeFile(file, `pyverify-answer-2 ${"0".repeat(64)} {"url":"http://a/"}\n`),
    "a header that is no JSON": (file) =>
      writeFile(file, `pyverify-answer-2 ${"0".repeat(64)} {"url}\n`),
    "of an older format": (file) => writeFile(file, "pyverify-cache-1 999\n"),
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
    "a link to a good one": async (file) => {
      const elsewhere = join(workspace.work, "elsewhere");
      await rename(file, elsewhere);
      await symlink(elsewhere, file);
    },
  };

  const forgeries: Readonly<Record<string, () => readonly [bundle: Buffer, tarball: Buffer]>> = {
    "another release, genuinely signed by the same person": () => [
      fileOf(another, "bundlePath"),
      fileOf(another, "tarballPath"),
    ],
    "a tarball with another's bundle": () => [
      fileOf(another, "bundlePath"),
      fileOf(release, "tarballPath"),
    ],
    "signed by somebody else": () => {
      const tarball = fileOf(release, "tarballPath");
      const signed = release.sigstore.sign(tarball, { identity: "mallory@example.org" });
      return [bytesOf(signed), tarball];
    },
    "signed, and no archive": () => {
      const tarball = Buffer.from("not an archive at all");
      return [bytesOf(release.sigstore.sign(tarball)), tarball];
    },
  };

  let good: { readonly bundle: Buffer; readonly tarball: Buffer };
  let files: { readonly bundle: string; readonly tarball: string };

  beforeEach(async () => {
    await expectFetched();
    files = await entryFiles();
    good = { bundle: await readFile(files.bundle), tarball: await readFile(files.tarball) };
  });

  async function expectReplaced(): Promise<void> {
    expect((await readFile(files.bundle)).equals(good.bundle)).toBe(true);
    expect((await readFile(files.tarball)).equals(good.tarball)).toBe(true);
    expect((await lstat(files.tarball)).isFile()).toBe(true);
    await entryFiles();
  }

  test("whole, it costs none", async () => {
    expect(await requestsDuring(expectFetched)).toEqual([]);
  });

  test.each(Object.entries(damages))("%s", async (_, damage) => {
    await damage(files.tarball);
    expect(await requestsDuring(expectFetched)).toEqual([release.tarballPath]);
    await expectReplaced();
    await damage(files.bundle);
    expect(await requestsDuring(expectFetched)).toEqual([release.bundlePath]);
    await expectReplaced();
  });

  test.each(Object.entries(forgeries))("%s", async (_, forgery) => {
    const [bundle, tarball] = forgery();
    await writeFile(files.bundle, entry(bundle));
    await writeFile(files.tarball, entry(tarball));
    expect(await requestsDuring(expectFetched)).toEqual(both());
    await expectReplaced();
  });

  test.each([
    { etag: '"a"\r\nx-evil: 1' },
    { etag: "unquoted" },
    { lastModified: "yesterday\r\n" },
    { lastModified: "" },
  ])("said to be %j, which no server says", async (facts) => {
    await writeFile(files.bundle, entry(fileOf(release, "bundlePath"), facts));
    expect(await requestsDuring(expectFetched)).toEqual([release.bundlePath]);
    await expectReplaced();
  });
});

test("a link in the place of its folder is not followed, and nothing behind it is touched", async () => {
  const victim = join(workspace.work, "victim");
  await mkdir(victim);
  const names = [".pyverify-0123456789ab-x", "notes.txt"];
  const longAgo = new Date(0);
  for (const name of names) {
    await writeFile(join(victim, name), "mine");
    await utimes(join(victim, name), longAgo, longAgo);
  }
  await mkdir(join(workspace.work, "cache"));
  await symlink(victim, answers);
  expect((await expectFetched()).stderr).toContain("warning: the cache is of no use");
  expect((await readdir(victim)).toSorted()).toEqual(names.toSorted());
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
    const { tarball } = await entryFiles();
    await rm(tarball);
    await mkdir(join(tarball, "with", "more"), { recursive: true });
    const { stderr } = await expectFetched();
    expect(stderr).toContain("warning: the cache is of no use");
    await entryFiles();
  });

  test("nobody may write to it", async () => {
    await mkdir(answers, { recursive: true });
    await chmod(answers, 0o555);
    if (isRoot) {
      // No mode stops root; a file system that takes no files does.
      await rm(answers, { recursive: true });
      await symlink("/proc", answers);
    }
    expect((await expectFetched()).stderr).toContain("warning: the cache is of no use");
  });
});

test("many builds share it at once", async () => {
  const args = await Promise.all(Array.from({ length: 5 }, fetchArgs));
  const runs = await Promise.all(args.map((each) => pyverify(workspace, each)));
  expect(runs.map(({ exitCode }) => exitCode)).toEqual([0, 0, 0, 0, 0]);
  await entryFiles();
  expect(await requestsDuring(expectFetched)).toEqual([]);
});

test("what a killed build left half-written goes after an hour", async () => {
  await mkdir(answers, { recursive: true });
  const names = [".pyverify-0123456789ab-old", ".pyverify-0123456789ab-recent"];
  const [old, recent] = names.map((name) => join(answers, name));
  await writeFile(old ?? "", "half");
  await writeFile(recent ?? "", "half");
  const twoHoursAgo = new Date(Date.now() - 7_200_000);
  await utimes(old ?? "", twoHoursAgo, twoHoursAgo);
  await expectFetched();
  const left = await readdir(answers);
  expect(left).toContain(names[1]);
  expect(left).not.toContain(names[0]);
});
