import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { chownSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline/promises";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { type HeldFolder, holdChosenFolder } from "../../../src/files/held-folder.ts";
import { makeWorkFolder } from "../../../src/files/work-folder.ts";
import { isRoot } from "../../support/mounts.ts";
import { createWorkspace, type Workspace } from "../../support/workspace.ts";

// A busy machine takes longer, and nothing here is about time.
vi.setConfig({ testTimeout: 60_000 });

let workspace: Workspace;
let parent: HeldFolder;
let run: { readonly child: ChildProcess; readonly name: string } | undefined;
beforeEach(async () => {
  workspace = await createWorkspace();
  parent = holdChosenFolder(workspace.work);
});
afterEach(async () => {
  await kill();
  parent.close();
  await workspace.remove();
});

describe("a work folder", () => {
  test("is of no interest to anybody when it is gone", () => {
    const work = makeWorkFolder(parent, "out");
    writeFileSync(join(work.path, "content"), "");
    expect(readdirSync(workspace.work)).toEqual([work.name]);
    work.remove();
    expect(readdirSync(workspace.work)).toEqual([]);
  });

  test("is removed where no more files may be opened", () => {
    const program = join(import.meta.dirname, "../../support/work-folder-without-descriptors.ts");
    const limited = ["--nofile=64", process.execPath, program, workspace.work];
    expect(execFileSync("prlimit", limited, { encoding: "utf8" })).toContain("EMFILE");
    expect(readdirSync(workspace.work)).toEqual([]);
  });

  test("of a run that lives is left alone, also by the same process", async () => {
    const name = await startRun();
    const first = makeWorkFolder(parent, "out");
    const second = makeWorkFolder(parent, "out");
    expect([first.leftovers, second.leftovers]).toEqual([[], []]);
    expect(readdirSync(workspace.work)).toContain(name);
    for (const work of [first, second]) work.remove();
    expect(readdirSync(workspace.work)).toEqual([name]);
  });

  test("of a run that was killed is removed with all that is in it, and named", async () => {
    const name = await startRun();
    mkdirSync(join(workspace.work, name, "tree/Lib"), { recursive: true });
    writeFileSync(join(workspace.work, name, "tree/Lib/os.py"), "half");
    await kill();
    expect(readdirSync(workspace.work)).toEqual([name]);
    const work = makeWorkFolder(parent, "out");
    expect(work.leftovers).toEqual([name]);
    work.remove();
    expect(readdirSync(workspace.work)).toEqual([]);
  });

  test("without a lock is left alone: nothing tells whether its run lives", () => {
    mkdirSync(join(workspace.work, ".pyverify-0123456789ab-out"));
    const work = makeWorkFolder(parent, "out");
    expect(work.leftovers).toEqual([]);
    work.remove();
    expect(readdirSync(workspace.work)).toEqual([".pyverify-0123456789ab-out"]);
  });

  test("whose lock is a link is left alone, and nothing is made where that leads", () => {
    const name = ".pyverify-0123456789ab-out";
    mkdirSync(join(workspace.work, name));
    symlinkSync("../../home/elsewhere", join(workspace.work, name, "lock"));
    makeWorkFolder(parent, "out").remove();
    expect(readdirSync(workspace.home)).toEqual([]);
    expect(readdirSync(workspace.work)).toEqual([name]);
  });

  test("is not looked for behind a link", async () => {
    mkdirSync(join(workspace.home, "mine"));
    writeFileSync(join(workspace.home, "mine/lock"), "");
    symlinkSync("../home/mine", join(workspace.work, ".pyverify-0123456789ab-out"));
    makeWorkFolder(parent, "out").remove();
    expect(readdirSync(join(workspace.home, "mine"))).toEqual(["lock"]);
  });

  test.runIf(isRoot)("of another user is left alone", async () => {
    const name = await startRun();
    await kill();
    chownSync(join(workspace.work, name), 12_345, 12_345);
    const work = makeWorkFolder(parent, "out");
    expect(work.leftovers).toEqual([]);
    work.remove();
    expect(readdirSync(workspace.work)).toEqual([name]);
  });
});

async function startRun(): Promise<string> {
  const script = join(import.meta.dirname, "../../support/work-folder-process.ts");
  const child = spawn(process.execPath, ["--expose-gc", script, workspace.work], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let name = "";
  for await (const line of createInterface(child.stdout)) {
    name = line;
    break;
  }
  run = { child, name };
  return name;
}

async function kill(): Promise<void> {
  if (run === undefined || run.child.exitCode !== null || run.child.signalCode !== null) return;
  const closed = once(run.child, "close");
  run.child.kill("SIGKILL");
  await closed;
  run = undefined;
}
