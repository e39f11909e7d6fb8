import { readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { replaceFile, stageFile } from "../../../src/files/replace-file.ts";
import { isWorkName } from "../../../src/files/work-folder.ts";
import { createWorkspace, type Workspace } from "../../support/workspace.ts";

let workspace: Workspace;
beforeEach(async () => {
  workspace = await createWorkspace();
});
afterEach(() => workspace.remove());

const inside = (name: string): string => join(workspace.work, name);

function expectOld(): void {
  expect(readFileSync(inside("file"), "utf8")).toBe("old");
  expect(readdirSync(workspace.work).filter(isWorkName)).toEqual([]);
}

describe("a file that is replaced", () => {
  it("has the new content, mode and time, whatever the umask takes away", async () => {
    writeFileSync(inside("file"), "old", { mode: 0o600 });
    const modified = new Date("2025-10-07T14:16:18Z");
    await replaceFile(inside("file"), ["n", Buffer.from("ew")], { mode: 0o666, modified });
    expect(readFileSync(inside("file"), "utf8")).toBe("new");
    const { mode, mtime } = statSync(inside("file"));
    expect({ mode: mode & 0o7777, mtime }).toEqual({ mode: 0o666, mtime: modified });
    expect(readdirSync(workspace.work)).toEqual(["file"]);
  });

  it("takes the place of a link, and what the link points to stays", async () => {
    writeFileSync(inside("other"), "other");
    symlinkSync("other", inside("file"));
    await replaceFile(inside("file"), ["new"]);
    expect(readFileSync(inside("other"), "utf8")).toBe("other");
    expect(readFileSync(inside("file"), "utf8")).toBe("new");
  });

  it("is the old one until the new one is whole, which has a name of its own until then", async () => {
    writeFileSync(inside("file"), "old");
    const staged = await stageFile(inside("file"), ["new"]);
    expect(readFileSync(inside("file"), "utf8")).toBe("old");
    expect(readdirSync(workspace.work).filter(isWorkName)).toHaveLength(1);
    staged.publish();
    expect(readFileSync(inside("file"), "utf8")).toBe("new");
    staged.discard();
    expect(readdirSync(workspace.work)).toEqual(["file"]);
  });

  it.each(["", "x".repeat(200)])(
    "has a name for the meantime that is no longer than any: %j",
    (name) =>
      expect(stageFile(inside(`f${name}`), []).then((staged) => staged.discard())).resolves.toBe(
        undefined,
      ),
  );
});

describe("nothing but the old file is left", () => {
  beforeEach(() => writeFileSync(inside("file"), "old"));

  it("when the content cannot be had to its end", async () => {
    const pieces = (function* () {
      yield "half";
      throw new Error("no more");
    })();
    await expect(replaceFile(inside("file"), pieces)).rejects.toThrow("no more");
    expectOld();
  });

  it("when a signal comes, whose reason is thrown", async () => {
    const controller = new AbortController();
    const pieces = (function* () {
      yield "half";
      controller.abort(new Error("ended by SIGTERM"));
      yield "whole";
    })();
    const { signal } = controller;
    await expect(replaceFile(inside("file"), pieces, { signal })).rejects.toThrow("SIGTERM");
    expectOld();
  });

  it("when its place is taken by a folder", async () => {
    await mkdir(inside("folder"));
    await expect(replaceFile(inside("folder"), ["new"])).rejects.toMatchObject({ code: "EISDIR" });
    expectOld();
  });
});
