import { chdir, cwd } from "node:process";
import { mkdtempSync, rmdirSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { makeFolders } from "../../../src/files/make-folders.ts";

let work: string;
beforeEach(() => {
  work = mkdtempSync(path.join(tmpdir(), "pyverify-folders-"));
});
afterEach(() => {
  rmSync(work, { recursive: true });
});

describe("a folder", () => {
  it("is made with those above it, as often as that is asked for", () => {
    const folder = path.join(work, "a/b/c");
    makeFolders(folder);
    makeFolders(folder);
    expect(statSync(folder).isDirectory()).toBe(true);
  });

  it("is not made below a file, nor in place of one", () => {
    writeFileSync(path.join(work, "file"), "");
    expect(() => makeFolders(path.join(work, "file"))).toThrow(/EEXIST/);
    expect(() => makeFolders(path.join(work, "file/a/b"))).toThrow(/EEXIST/);
  });

  // Node's own way to make several at once never returns from these.
  it("is not made where none can be, and the attempt ends", () => {
    expect(() => makeFolders("/proc/pyverify/cache")).toThrow(/ENOENT/);
    symlinkSync("nowhere", path.join(work, "dangling"));
    expect(() => makeFolders(path.join(work, "dangling/cache"))).toThrow(/EEXIST/);
  });

  it("is not made in a working directory that has been removed", () => {
    const home = cwd();
    const removed = mkdtempSync(path.join(work, "removed-"));
    chdir(removed);
    rmdirSync(removed);
    try {
      expect(() => makeFolders("cache")).toThrow(/ENOENT/);
    } finally {
      chdir(home);
    }
  });
});
