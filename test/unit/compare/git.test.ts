import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { deflateSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readCommit } from "../../../src/compare/git/commit.ts";
import { applyDelta } from "../../../src/compare/git/delta.ts";
import { openRepository } from "../../../src/compare/git/repository.ts";
import {
  commitFiles,
  copyOf,
  git,
  tagFiles,
  type TagFiles,
} from "../../support/tagged-checkout.ts";
import { createWorkspace, type Workspace } from "../../support/workspace.ts";

/** Folders that change a little in each commit, which git packs as deltas of each other. */
const manyFiles: TagFiles = Object.fromEntries(
  Array.from({ length: 300 }, (_, index) => [
    `Lib/module_${index}.py`,
    { content: `# ${index}\n` },
  ]),
);

let workspace: Workspace;
let loose: string;
let packed: string;
let copies = 0;

beforeAll(async () => {
  workspace = await createWorkspace();
  loose = join(workspace.work, "loose");
  commitFiles(loose, { ...tagFiles, ...manyFiles });
  for (const number of [1, 2, 3]) {
    writeFileSync(join(loose, `Lib/module_${number}.py`), "# changed\n");
    git(loose, "commit", "--quiet", "--all", "--message", `${number}`);
  }
  git(loose, "tag", "v3.14.99");
  packed = copy(loose);
  git(packed, "gc", "--quiet", "--aggressive", "--prune=now");
});

afterAll(() => workspace.remove());

function copy(of: string): string {
  copies += 1;
  return copyOf(of, join(workspace.work, `copy-${copies}`));
}

/** `git ls-tree` says the same in its own words. */
function listed(folder: string, commit = "HEAD"): string[] {
  return git(folder, "ls-tree", "-r", commit).split("\n").toSorted();
}

function read(folder: string): string[] {
  const repository = openRepository(folder);
  if (repository === undefined) throw new Error("no repository");
  return [...readCommit(repository.objects, repository.head).files]
    .map(([path, { mode, id }]) => `${mode} blob ${id}\t${path}`)
    .toSorted();
}

const unreadable = (because: RegExp | string) =>
  expect.objectContaining({
    kind: "filesystem",
    code: "not-readable",
    because: expect.stringMatching(because),
  });

describe("the commit behind a checkout", () => {
  it("is read out of single objects", () => {
    expect(read(loose)).toEqual(listed(loose));
  });

  it("is read out of packs with deltas", () => {
    const names = readdirSync(join(packed, ".git/objects/pack"));
    const pack = names.find((name) => name.endsWith(".idx")) ?? "";
    const described = git(packed, "verify-pack", "-v", join(".git/objects/pack", pack));
    expect(described).toMatch(/ tree +\d+ \d+ \d+ [1-9]\d* [0-9a-f]{40}/);
    const commits = git(packed, "rev-list", "HEAD").split("\n");
    expect(commits).toHaveLength(4);
    for (const commit of commits) {
      git(packed, "checkout", "--quiet", "--detach", commit);
      expect(read(packed)).toEqual(listed(packed));
    }
  });

  it("is read out of packs whose deltas name their base", () => {
    const folder = copy(loose);
    git(folder, "-c", "repack.useDeltaBaseOffset=false", "gc", "--quiet", "--prune=now");
    const packs = join(folder, ".git/objects/pack");
    const pack = readdirSync(packs).find((name) => name.endsWith(".pack")) ?? "";
    // An entry of type 7 that is followed by the name of its base.
    expect(typesOf(join(packs, pack))).toContain("REF_DELTA");
    expect(read(folder)).toEqual(listed(folder));
  });

  it("is read where objects are borrowed, and where a worktree shares them", () => {
    const borrower = join(workspace.work, "borrower");
    git(workspace.work, "clone", "--quiet", "--shared", packed, borrower);
    expect(existsSync(join(borrower, ".git/objects/info/alternates"))).toBe(true);
    expect(read(borrower)).toEqual(listed(borrower));
    const second = join(workspace.work, "second");
    git(packed, "worktree", "add", "--quiet", "--detach", second, "v3.14.99");
    expect(read(second)).toEqual(listed(second));
  });

  it("is found through branches and packed references", () => {
    const folder = copy(packed);
    git(folder, "checkout", "--quiet", "-B", "release");
    git(folder, "pack-refs", "--all");
    expect(existsSync(join(folder, ".git/refs/heads/release"))).toBe(false);
    expect(read(folder)).toEqual(listed(folder));
  });

  it("is read where objects are named by SHA-256", () => {
    const folder = join(workspace.work, "sha256");
    commitFiles(folder, tagFiles, ["--object-format=sha256"]);
    expect(read(folder)).toEqual(listed(folder));
    git(folder, "gc", "--quiet");
    expect(read(folder)).toEqual(listed(folder));
  });

  it("is not there without a repository", () => {
    expect(openRepository(workspace.home)).toBeUndefined();
  });

  it.each<[what: string, damage: (folder: string) => void, because: RegExp]>([
    [
      "an object is another one",
      (folder) => {
        const [a = "", b = ""] = git(folder, "rev-parse", "HEAD^{tree}", "HEAD:Lib").split("\n");
        rmSync(objectPath(folder, a));
        renameSync(objectPath(folder, b), objectPath(folder, a));
      },
      /is not what its name says/,
    ],
    [
      "a commit of the same name is made up",
      (folder) => {
        const head = git(folder, "rev-parse", "HEAD");
        const text = git(folder, "cat-file", "commit", "HEAD~1");
        rmSync(objectPath(folder, head));
        writeFileSync(objectPath(folder, head), deflateSync(`commit ${text.length}\0${text}`));
      },
      /is not what its name says/,
    ],
    [
      "an object is cut short",
      (folder) => {
        const path = objectPath(folder, git(folder, "rev-parse", "HEAD"));
        const bytes = readFileSync(path);
        rmSync(path);
        writeFileSync(path, bytes.subarray(0, bytes.length - 20));
      },
      /the object is damaged/,
    ],
    [
      "an object is gone",
      (folder) => rmSync(objectPath(folder, git(folder, "rev-parse", "HEAD:Lib"))),
      /is not there/,
    ],
    [
      "HEAD is a branch without a commit",
      (folder) => writeFileSync(join(folder, ".git/HEAD"), "ref: refs/heads/none\n"),
      /leads to no commit/,
    ],
    [
      "HEAD leads out of the repository",
      (folder) => writeFileSync(join(folder, ".git/HEAD"), "ref: refs/../../../x\n"),
      /leads to no commit/,
    ],
    [
      "HEAD is a file",
      (folder) =>
        writeFileSync(join(folder, ".git/HEAD"), git(folder, "rev-parse", "HEAD:configure")),
      /is a blob and no commit/,
    ],
  ])("is refused where %s", (_what, damage, because) => {
    const folder = copy(loose);
    damage(folder);
    expect(() => read(folder)).toThrow(unreadable(because));
  });

  it("is refused, or read as it is, wherever a byte of a pack is changed", () => {
    const folder = copy(packed);
    const packs = join(folder, ".git/objects/pack");
    for (const suffix of [".pack", ".idx"]) {
      const name = readdirSync(packs).find((file) => file.endsWith(suffix)) ?? "";
      const path = join(packs, name);
      const bytes = readFileSync(path);
      rmSync(path);
      const expected = listed(packed);
      for (let offset = 0; offset < bytes.length; offset += Math.ceil(bytes.length / 150)) {
        const changed = Buffer.from(bytes);
        changed[offset] = (changed[offset] ?? 0) ^ 0x55;
        writeFileSync(path, changed);
        expect(readOrRefused(folder)).toBeOneOf([expected, unreadable(/./)]);
      }
      writeFileSync(path, bytes);
    }
  });
});

describe("a delta", () => {
  const base = Buffer.from("The quick brown fox");

  it("copies and inserts", () => {
    const delta = Buffer.from([19, 13, 0x90, 10, 3, 0x72, 0x65, 0x64]);
    expect(applyDelta(base, delta)?.toString()).toBe("The quick red");
  });

  it.each([
    ["for another base", [18, 3, 3, 1, 2, 3]],
    ["with an unknown instruction", [19, 3, 0]],
    ["that copies from beyond the base", [19, 5, 0x91, 17, 5]],
    ["that inserts more than there is", [19, 5, 5, 1, 2]],
    ["that makes too little", [19, 5, 3, 1, 2, 3]],
    ["that makes too much", [19, 2, 3, 1, 2, 3]],
    ["of an endless size", [19, 255, 255, 255, 255, 255, 255, 255, 255]],
    ["of a huge size", [19, 0x80, 0x80, 0x80, 0x80, 1]],
  ])("%s is refused", (_what, bytes) => {
    expect(applyDelta(base, Buffer.from(bytes))).toBeUndefined();
  });
});

function readOrRefused(folder: string): unknown {
  try {
    return read(folder);
  } catch (error) {
    return error;
  }
}

function objectPath(folder: string, id: string): string {
  return join(folder, ".git/objects", id.slice(0, 2), id.slice(2));
}

/** As `git unpack-objects` would see them: the type of each entry of a pack, by its offsets. */
function typesOf(pack: string): string[] {
  const bytes = readFileSync(pack);
  return execFileSync("git", ["show-index"], {
    input: readFileSync(pack.replace(/pack$/, "idx")),
    encoding: "utf8",
  })
    .trim()
    .split("\n")
    .map((line) => Number(line.split(" ")[0]))
    .map((offset) => ((((bytes[offset] ?? 0) >> 4) & 7) === 7 ? "REF_DELTA" : "other"));
}
