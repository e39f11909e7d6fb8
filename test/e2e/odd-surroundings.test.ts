import { cp, mkdir, open, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { bundleForNode } from "../../scripts/bundle.mjs";
import { expectRefusal } from "../support/expect-refusal.ts";
import { createLocalWorld, type LocalWorld } from "../support/local-world.ts";
import { madeUpRelease } from "../support/made-up-release.ts";
import { programUnderTest, pyverify } from "../support/pyverify.ts";

let world: LocalWorld;

beforeAll(async () => {
  world = await createLocalWorld();
  await world.publish(await madeUpRelease({ version: "3.14.99" }));
});

afterAll(async () => {
  await world.close();
});

beforeEach(async () => {
  await rm(join(world.workspace.work, "source"), { recursive: true, force: true });
});

/** The program as it is built, with no native decoder beside it. */
async function withoutDecoder() {
  const folder = join(world.workspace.path, "program");
  await mkdir(folder, { recursive: true });
  const script = join(folder, "pyverify.mjs");
  await writeFile(script, (await bundleForNode("/usr/bin/env node")).text);
  return { command: process.execPath, arguments: [script] };
}

const fetch = ["fetch", "3.14.99", "--out", "source"];

it("a command that does not exist is refused, and the nearest one named", async () => {
  await expectRefusal(world.workspace, ["fetsch", "3.14.99"], {
    kind: "usage",
    code: "unknown-command",
    says: ["fetsch", "pyverify fetch"],
  });
});

it("a file beyond the size of any release is not even read", async () => {
  const from = join(world.workspace.work, "downloads");
  await mkdir(from);
  const file = await open(join(from, "Python-3.14.99.tar.xz"), "w");
  // A hole: it takes no room on disk.
  await file.truncate(2 ** 40);
  await file.close();
  const bundle = "Python-3.14.99.tar.xz.sigstore";
  await cp(join(world.workspace.path, "python.org/3.14.99", bundle), join(from, bundle));
  await expectRefusal(world.workspace, [...fetch, "--from", from, ...world.flags], {
    kind: "filesystem",
    code: "file-too-large",
    says: ["Python-3.14.99.tar.xz", "1099511627776 bytes"],
  });
  await rm(from, { recursive: true });
});

it("what cannot be printed fails the run, in three lines", async () => {
  const run = await pyverify(world.workspace, ["identities"], { program: into("> /dev/full") });
  expect(run.exitCode).toBe(8);
  expect(run.stderr).toMatch(
    /^pyverify: error: cannot write to stdout\nbecause: the file system is full .*\nhint: .*\n$/,
  );
});

it("a reader that has read enough is no failure", async () => {
  const run = await pyverify(world.workspace, ["identities"], { program: into("| true") });
  expect(run).toMatchObject({ exitCode: 0, stderr: "" });
});

/** The program, in a shell that leads its output elsewhere. */
function into(redirection: string) {
  const { command, arguments: main } = programUnderTest();
  const script = `set -o pipefail; "$0" "$@" ${redirection}`;
  return { command: "bash", arguments: ["-c", script, command, ...main] };
}

it("without the native decoder a .tar.xz is refused when it was asked for by name", async () => {
  await expectRefusal(world.workspace, [...fetch, ...world.flags, "--format", "tar.xz"], {
    program: await withoutDecoder(),
    kind: "usage",
    code: "format-unavailable",
    says: ["lzma_native.node", "--format tgz"],
  });
});

it("without the native decoder and without a .tgz nothing leads in a circle", async () => {
  const run = await expectRefusal(world.workspace, [...fetch, ...world.flags], {
    program: await withoutDecoder(),
    kind: "usage",
    code: "format-unavailable",
    says: ["the mirror has no .tgz to take instead", "lzma_native.node", "install pyverify"],
  });
  expect(run.stderr).not.toContain("--format tar.xz");
});

it("without the native decoder the .tgz is taken when none was asked for", async () => {
  await world.publish(await madeUpRelease({ version: "3.14.99", format: "tgz" }), { beside: true });
  const run = await pyverify(world.workspace, [...fetch, ...world.flags], {
    program: await withoutDecoder(),
  });
  expect(run).toMatchObject({ exitCode: 0 });
  expect(run.stderr).toContain("so the .tgz is taken");
});

it("too few files that may be open are told as that, wherever they run out", async () => {
  const { command, arguments: main } = programUnderTest();
  const codes = new Set<number>();
  // With fewer, Node itself does not get as far as the program.
  for (let files = 22; files <= 46; files += 3) {
    const program = { command: "prlimit", arguments: [`--nofile=${files}`, command, ...main] };
    const before = await world.workspace.contents();
    const run = await pyverify(world.workspace, [...fetch, ...world.flags], { program });
    const after = (await world.workspace.contents()).filter((line) => !before.includes(line));
    expect(run.exitCode === 0 ? [] : after).toEqual([]);
    if (!run.stderr.includes("pyverify: ")) continue;
    expect(run.stderr).not.toContain("this is a bug");
    expect(run.exitCode === 0 || run.stderr.includes("ulimit -n")).toBe(true);
    codes.add(run.exitCode);
    await rm(join(world.workspace.work, "source"), { recursive: true, force: true });
  }
  expect(codes).toContain(8);
});
