import { describe, expect, it } from "vitest";
import {
  parseEntryName,
  type PlannedEntry,
  planEntry,
} from "../../../src/extract/archive/entry.ts";
import { limits } from "../../../src/extract/limits.ts";
import type { ArchiveEntry } from "../../../src/extract/archive/tar-framing.ts";

const fileType = "0";
const linkType = "2";
const folderType = "5";

/** What becomes of an entry of this name, in a tree with the top folder `top`. */
function plan(name: string, entry: Partial<ArchiveEntry>): PlannedEntry {
  const bytes = Buffer.from(name);
  const linkTarget = Buffer.alloc(0);
  const plain = { name: bytes, linkTarget, typeFlag: fileType, size: 0, mode: 0o644, modified: 7 };
  return planEntry({ ...plain, ...entry }, parseEntryName(bytes));
}

function planLink(name: string, target: string): PlannedEntry {
  return plan(name, { typeFlag: linkType, linkTarget: Buffer.from(target) });
}

describe("an entry's name", () => {
  it("is taken apart at its slashes, of which a last one marks a folder", () => {
    expect(parseEntryName(Buffer.from("top/Lib/os.py"))).toEqual({
      text: "top/Lib/os.py",
      parts: ["top", "Lib", "os.py"],
      asFolder: false,
    });
    expect(parseEntryName(Buffer.from("top/"))).toEqual({
      text: "top/",
      parts: ["top"],
      asFolder: true,
    });
  });

  it.each([
    ["with dots that mean nothing", "top/..a/.b/c../..."],
    ["in any script", "top/日本/ñ"],
    ["with spaces", "top/ a b "],
    ["with a part of 255 bytes", `top/${"é".repeat(127)}x`],
    ["of 4,096 bytes", `top/${`${"x".repeat(127)}/`.repeat(31)}${"y".repeat(124)}`],
  ])("may be one %s", (_what, name) => {
    expect(parseEntryName(Buffer.from(name)).text).toBe(name);
  });

  it.each([
    ["a part of 256 bytes", `top/${"é".repeat(128)}`, "its name has a part of more than 255 bytes"],
    ["4,097 bytes", `top/${"abcdefg/".repeat(511)}wxyz!`, "its name has more than 4096 bytes"],
    ["no character", "", "its name is empty"],
    ["a control character", "top/a\tb", "its name has a control character or a backslash"],
    ["a byte order mark", "\uFEFFtop/a", "its name has a control character or a backslash"],
    ["a dot for a part", "top/.", "its name has an empty part, or a single dot"],
    ["two slashes at its end", "top//", "its name has an empty part, or a single dot"],
  ])("may not have %s", (_what, name, because) => {
    expect(() => parseEntryName(Buffer.from(name))).toThrow(
      expect.objectContaining({ kind: "archive", code: "entry-name-invalid", because }),
    );
  });

  it.each([
    ["/top/a", "its name is an absolute path"],
    ["/", "its name is an absolute path"],
    ["top/a/..", "its name leaves its folder with .."],
    ["../", "its name leaves its folder with .."],
  ])("may not lead out of the tree: %s", (name, because) => {
    expect(() => parseEntryName(Buffer.from(name))).toThrow(
      expect.objectContaining({ kind: "archive", code: "entry-outside-tree", because }),
    );
  });

  it("that is too long is shown up to its limit, and decoded no further", () => {
    const name = Buffer.alloc(limits.nameBytes * 2, "x");
    expect(() => parseEntryName(name)).toThrow(/"x{200}\.\.\."/);
  });

  it("that is not UTF-8 is shown with what can be read of it", () => {
    const name = Buffer.from([0x61, 0xff, 0x62]);
    expect(() => parseEntryName(name)).toThrow(String.raw`"a\u{fffd}b"`);
  });
});

describe("an entry becomes", () => {
  it("a folder", () => {
    const folder = { type: "folder", path: "Lib/test", modified: 7 };
    expect(plan("top/Lib/test/", { typeFlag: folderType })).toEqual(folder);
    expect(plan("top/Lib/test", { typeFlag: folderType })).toEqual(folder);
  });

  it("the tree itself, where it is the top folder", () => {
    expect(plan("top/", { typeFlag: folderType })).toMatchObject({ type: "folder", path: "" });
  });

  it("a file", () => {
    expect(plan("top/Lib/os.py", { size: 12 })).toEqual({
      type: "file",
      path: "Lib/os.py",
      size: 12,
      executable: false,
      modified: 7,
    });
  });

  it.each([
    [0o755, true],
    [0o100, true],
    [0o7777, true],
    [0o644, false],
    [0o677, false],
    [0o7677, false],
    [0, false],
  ])("with mode %o an executable file: %s", (mode, executable) => {
    expect(plan("top/configure", { mode })).toMatchObject({ executable });
  });

  it.each([
    ["top/a", "b"],
    ["top/a", "b/c..d"],
    ["top/a/b", "../c"],
    ["top/a/b", ".."],
    ["top/a/b/c", "../../d/e"],
    ["top/a/b/c", "../.."],
  ])("at %s a link to %s", (name, target) => {
    const path = name.slice("top/".length);
    expect(planLink(name, target)).toEqual({ type: "link", path, target, modified: 7 });
  });
});

describe("an entry is refused", () => {
  it.each([
    ["top/a", "..", "it links to something outside the tree"],
    ["top/a/b", "../..", "it links to something outside the tree"],
    ["top/a/b", "../../top/c", "it links to something outside the tree"],
    ["top/a", "/", "it links to an absolute path"],
    ["top/a/b", "/top/c", "it links to an absolute path"],
    ["top/a", "b/..", "it links through a folder and back up"],
    ["top/a/b", "../c/../d", "it links through a folder and back up"],
    ["top/a/b", "./..", "it links through a folder and back up"],
  ])("at %s as a link to %s", (name, target, because) => {
    expect(() => planLink(name, target)).toThrow(
      expect.objectContaining({ kind: "archive", code: "entry-outside-tree", because }),
    );
  });

  it.each([
    ["nothing", "", "its link target is empty"],
    ["4,097 bytes", "a/".repeat(2048) + "b", "its link target has more than 4096 bytes"],
    ["a part of 256 bytes", "b".repeat(256), "its link target has a part of more than 255 bytes"],
    ["a byte order mark", "\uFEFFb", "its link target has a control character or a backslash"],
    ["a backslash", "b\\c", "its link target has a control character or a backslash"],
  ])("as a link to %s", (_what, target, because) => {
    expect(() => planLink("top/a", target)).toThrow(
      expect.objectContaining({
        code: "entry-name-invalid",
        message: `the archive's entry "top/a" is refused`,
        because,
      }),
    );
  });

  it("as a link to what is not UTF-8", () => {
    const entry = { typeFlag: linkType, linkTarget: Buffer.from([0xff]) };
    expect(() => plan("top/a", entry)).toThrow(
      expect.objectContaining({
        code: "entry-name-invalid",
        because: "its link target is not UTF-8",
      }),
    );
  });

  it("as a file that is larger than the limit by a byte", () => {
    expect(plan("top/a", { size: limits.fileBytes })).toMatchObject({ size: limits.fileBytes });
    expect(() => plan("top/a", { size: limits.fileBytes + 1 })).toThrow(
      expect.objectContaining({
        code: "limit-exceeded",
        message: expect.stringContaining(`a file in it has more than ${limits.fileBytes} bytes`),
      }),
    );
  });

  it.each([
    [folderType, "a folder has content"],
    [linkType, "a symbolic link has content"],
  ])("as type %s with content, which only a file has", (typeFlag, reason) => {
    const entry = { typeFlag, size: 1, linkTarget: Buffer.from("b") };
    expect(() => plan("top/a", entry)).toThrow(
      expect.objectContaining({
        code: "archive-malformed",
        message: expect.stringContaining(reason),
      }),
    );
  });

  it.each([
    ["a file whose name ends in a slash", "top/a/", fileType, "only a folder may end in a slash"],
    ["a link whose name ends in a slash", "top/a/", linkType, "only a folder may end in a slash"],
    ["a file in place of the tree", "top", fileType, "the top of the tree is not a folder"],
    ["a link in place of the tree", "top", linkType, "the top of the tree is not a folder"],
  ])("as %s", (_what, name, typeFlag, because) => {
    const entry = { typeFlag, linkTarget: Buffer.from("b") };
    expect(() => plan(name, entry)).toThrow(
      expect.objectContaining({ code: "entry-unsupported", because }),
    );
  });

  it.each([
    ["1", "hard links"],
    ["3", "character devices"],
    ["4", "block devices"],
    ["6", "named pipes"],
    ["7", "contiguous files"],
    ["S", "sparse files"],
    ["D", "GNU dump directories"],
    ["M", "files that span volumes"],
    ["V", "volume labels"],
    ["Z", "entries of an unknown type"],
    ["", "entries of an unknown type"],
  ])("as type %j, by the name of its kind", (typeFlag, kind) => {
    expect(() => plan("top/a", { typeFlag })).toThrow(
      expect.objectContaining({
        code: "entry-unsupported",
        because: `a CPython release has no ${kind}`,
      }),
    );
  });
});
