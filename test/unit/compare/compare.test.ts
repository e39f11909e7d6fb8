import { renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readCheckout } from "../../../src/compare/checkout.ts";
import { compareWithTag } from "../../../src/compare/compare.ts";
import type { StageContext } from "../../../src/base/progress.ts";
import {
  commitFiles,
  copyOf,
  git,
  manifestOf,
  tagFiles,
  type TagFiles,
  tarballFiles,
  tarballNews,
  writeFiles,
} from "../../support/tagged-checkout.ts";
import { createWorkspace, type Workspace } from "../../support/workspace.ts";

let workspace: Workspace;
let tag: string;
let commit: string;
let copies = 0;

beforeAll(async () => {
  workspace = await createWorkspace();
  tag = join(workspace.work, "tag");
  commit = commitFiles(tag);
});

afterAll(() => workspace.remove());

const context: StageContext = {
  observe: () => undefined,
  signal: new AbortController().signal,
};

const signed = { signedAt: new Date("2026-01-03T00:00:00Z") };

function copy(): string {
  copies += 1;
  return copyOf(tag, join(workspace.work, `copy-${copies}`));
}

async function compared(
  files: TagFiles = tarballFiles(),
  checkout = tag,
  news: string = tarballNews,
  signature = signed,
) {
  return compareWithTag(
    { manifest: manifestOf(files), news },
    await readCheckout(checkout, context),
    signature,
  );
}

describe("a tarball beside its tag", () => {
  it("is the same, but for what release.py removes and makes", async () => {
    const { differences, explained, same, commit: found } = await compared();
    expect(differences).toEqual([]);
    expect(found).toEqual({ id: commit, tree: git(tag, "rev-parse", "HEAD^{tree}") });
    expect(same).toBe(Object.keys(tarballFiles()).length - 1);
    expect(Object.fromEntries(explained.map(({ rule, paths }) => [rule, paths]))).toEqual({
      'for name in (".gitattributes", ".gitignore"): os.unlink(name)': [
        ".gitattributes",
        ".gitignore",
      ],
      'shutil.rmtree(".github")': [".github/workflows/ci.yml"],
      'shutil.rmtree(".azure-pipelines")': [".azure-pipelines/ci.yml"],
      'shutil.rmtree("Misc/mypy")': ["Misc/mypy/README.md", "Misc/mypy/token.py"],
      'run_cmd(["blurb", "export"])': [
        "Misc/NEWS.d/3.14.0.rst",
        "Misc/NEWS.d/3.14.99.rst",
        "Misc/NEWS.d/next/Library/README.rst",
      ],
      'run_cmd(["blurb", "merge"])': ["Misc/NEWS"],
    });
  });

  it("is the same without a repository, and then names no commit", async () => {
    const bare = copy();
    rmSync(join(bare, ".git"), { recursive: true });
    const { differences, commit: found } = await compared(tarballFiles(), bare);
    expect(differences).toEqual([]);
    expect(found).toBeUndefined();
  });

  it.each<[what: string, files: TagFiles, difference: object]>([
    [
      "a line in a macro for autoconf (xz 5.6)",
      { "aclocal.m4": { content: "AC_DEFUN([a], [c])\n" } },
      { path: "aclocal.m4", type: "changed" },
    ],
    [
      "a new file among the tests",
      { "Lib/test/raw/bad-3.txt": { content: "x" } },
      { path: "Lib/test/raw/bad-3.txt", type: "added" },
    ],
    [
      "a new file where release.py removes a folder",
      { ".github/x": { content: "x" } },
      { path: ".github/x", type: "added" },
    ],
    [
      "another mode",
      { "Lib/os.py": { content: "import sys\n", executable: true } },
      { path: "Lib/os.py", type: "mode", detail: "it is executable" },
    ],
    [
      "a link in the place of a file",
      { "Lib/os.py": { link: "sys.py" } },
      { path: "Lib/os.py", type: "kind", detail: "it is a link" },
    ],
    [
      "the same text with other ends of lines",
      { "Lib/os.py": { content: "import sys\r\n" } },
      { path: "Lib/os.py", type: "changed" },
    ],
    [
      "a text for Windows without its carriage returns",
      { "Tools/run.bat": { content: "echo off\n" } },
      { path: "Tools/run.bat", type: "changed" },
    ],
    [
      "a file kept raw, with its ends of lines made alike",
      { "Lib/test/raw/ends.txt": { content: "one\ntwo\n" } },
      { path: "Lib/test/raw/ends.txt", type: "changed" },
    ],
  ])("is told for %s", async (_what, files, difference) => {
    const { differences } = await compared({ ...tarballFiles(), ...files });
    expect(differences.filter(({ path }) => path in files)).toEqual([difference]);
  });

  it("is told for a file that is not there", async () => {
    const { configure: _, ...others } = tarballFiles();
    expect((await compared(others)).differences).toEqual([{ path: "configure", type: "missing" }]);
  });

  it("is told for a name in another case", async () => {
    const { "Misc/ACKS": acks, ...others } = tarballFiles();
    const { differences } = await compared({ ...others, "Misc/Acks": acks ?? {} });
    expect(differences).toEqual([
      { path: "Misc/ACKS", type: "missing" },
      { path: "Misc/Acks", type: "added" },
    ]);
  });

  it("is told for an empty folder of its own", async () => {
    const manifest = new Map([
      ...manifestOf(tarballFiles()),
      ["Lib/empty", { type: "folder" }],
    ] as const);
    const checkout = await readCheckout(tag, context);
    const { differences } = compareWithTag({ manifest, news: tarballNews }, checkout, signed);
    expect(differences).toEqual([{ path: "Lib/empty", type: "added" }]);
  });

  it("is held against rules that release.py had at the time", async () => {
    const { differences } = await compared(tarballFiles(), tag, tarballNews, {
      signedAt: new Date("2025-04-07T00:00:00Z"),
    });
    expect(differences).toEqual([
      { path: "Misc/mypy/README.md", type: "missing" },
      { path: "Misc/mypy/token.py", type: "missing" },
    ]);
  });

  it.each([
    ["a word", tarballNews.replace("nobody", "somebody"), /has "somebody had/],
    ["an entry too many", tarballNews.replace("C API\n", "- gh-1: More.\n\nC API\n"), /"- gh-1:/],
    ["an entry too few", tarballNews.replace("- gh-12: Speak of it.\n", ""), /"\*\*\(For/],
    ["something after the end", `${tarballNews}\nmore`, /"more".*"nothing more"/],
  ])("is told for news with another %s", async (_what, news, detail) => {
    expect((await compared(tarballFiles(), tag, news)).differences).toEqual([
      { path: "Misc/NEWS", type: "changed", detail: expect.stringMatching(detail) },
    ]);
  });

  it("is told where the tag has news of no release, or none at all", async () => {
    const unreleased = copy();
    writeFiles(unreleased, { "Misc/NEWS.d/next/Library/x.rst": { content: "x\n" } });
    git(unreleased, "add", "--all");
    git(unreleased, "commit", "--quiet", "--message", "more");
    expect((await compared(tarballFiles(), unreleased)).differences).toEqual([
      expect.objectContaining({ path: "Misc/NEWS", type: "changed" }),
    ]);
    const without = copy();
    git(without, "rm", "-r", "--quiet", "Misc/NEWS.d");
    git(without, "commit", "--quiet", "--message", "less");
    expect((await compared(tarballFiles(), without)).differences).toEqual([
      expect.objectContaining({ path: "Misc/NEWS", type: "added" }),
    ]);
  });

  it("follows no attribute that rewrites a file, and says so", async () => {
    const rewriting = copy();
    writeFiles(rewriting, {
      ".gitattributes": {
        content: `${String(tagFiles[".gitattributes"]?.content)}*.py export-subst\n`,
      },
      "Lib/os.py": { content: "$Format:%H$\n" },
    });
    git(rewriting, "commit", "--quiet", "--all", "--message", "more");
    expect((await compared(tarballFiles(), rewriting)).differences).toEqual([
      { path: "Lib/os.py", type: "changed", detail: "its attribute export-subst is not followed" },
    ]);
  });
});

describe("a checkout that is not its commit", () => {
  it.each<[what: string, forge: (folder: string) => void, path: string]>([
    [
      "a file changed",
      (folder) => writeFileSync(join(folder, "aclocal.m4"), "AC_DEFUN([a], [c])\n"),
      "aclocal.m4",
    ],
    ["a file too many", (folder) => writeFileSync(join(folder, "Lib/new.py"), ""), "Lib/new.py"],
    ["a file too few", (folder) => rmSync(join(folder, "configure")), "configure"],
    [
      "a mode",
      (folder) => writeFiles(folder, { configure: { content: "#!/bin/sh\n" } }),
      "configure",
    ],
    [
      "a link in place of a file",
      (folder) => writeFiles(folder, { "Lib/os.py": { link: "../configure" } }),
      "Lib/os.py",
    ],
    [
      "a name in another case",
      (folder) => renameSync(join(folder, "Misc/ACKS"), join(folder, "Misc/Acks")),
      "Misc/Acks",
    ],
    [
      "attributes that would allow other ends of lines",
      (folder) => writeFileSync(join(folder, ".gitattributes"), "* text eol=crlf\n"),
      ".gitattributes",
    ],
  ])("is refused: %s", async (_what, forge, path) => {
    const forged = copy();
    forge(forged);
    await expect(readCheckout(forged, context)).rejects.toThrow(
      expect.objectContaining({
        kind: "verification",
        code: "checkout-modified",
        because: expect.stringContaining(path),
      }),
    );
  });

  it("is refused: another repository within", async () => {
    const outer = copy();
    commitFiles(join(outer, "inner"), { file: { content: "x" } });
    git(outer, "add", "inner");
    git(outer, "commit", "--quiet", "--message", "more");
    await expect(readCheckout(outer, context)).rejects.toThrow(
      expect.objectContaining({ code: "checkout-modified" }),
    );
  });
});
