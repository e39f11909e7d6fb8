import { readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { expectRefusal } from "../support/expect-refusal.ts";
import { pyverify } from "../support/pyverify.ts";
import { repositoryOf } from "../support/real-tag.ts";
import { realTarballs, realTarballsAreThere } from "../support/real-tarballs.ts";
import { git, writeFiles } from "../support/tagged-checkout.ts";
import { violations } from "../support/schemas.ts";
import { createWorkspace, exists, type Workspace } from "../support/workspace.ts";

const versions = ["3.11.2", "3.13.5", "3.14.0"] as const;

function from(version: string): readonly string[] {
  return ["--offline", "--from", join(realTarballs, version)];
}

describe.runIf(realTarballsAreThere)("a real tarball beside its tag", () => {
  let workspace: Workspace;
  /** apart, so that nobody looks through their thousands of files for what a run has left */
  let repositories: Workspace;
  const commits = new Map<string, string>();
  const tagOf = (version: string): string => join(repositories.work, version);

  beforeAll(async () => {
    workspace = await createWorkspace();
    repositories = await createWorkspace();
    for (const version of versions) {
      commits.set(version, await repositoryOf(version, tagOf(version)));
    }
  }, 300_000);

  afterAll(async () => {
    await workspace.remove();
    await repositories.remove();
  });

  it.each(versions)("%s is made of it, and the commit is named", async (version) => {
    const args = ["compare", version, "--source", tagOf(version), ...from(version)];
    const { exitCode, stdout, stderr } = await pyverify(workspace, [...args, "--json"]);
    expect({ exitCode, stderr }).toMatchObject({ exitCode: 0 });
    const result: Record<string, unknown> = JSON.parse(stdout);
    expect(result).toMatchObject({ commit: commits.get(version), differences: [] });
    expect(result["same"]).toBeGreaterThan(4000);
    const inWords = await pyverify(workspace, args);
    expect(inWords.stdout).toContain(`commit     ${commits.get(version)}`);
  });

  it("is fetched when it is made of it, and the commit stands in receipt and summary", async () => {
    const places = ["--out", "out", "--evidence", "evidence"];
    const args = ["fetch", "3.14.0", "--compare", tagOf("3.14.0"), ...places, ...from("3.14.0")];
    const { exitCode, stdout } = await pyverify(workspace, args);
    expect(exitCode).toBe(0);
    const commit = commits.get("3.14.0");
    expect(stdout).toContain(`made of       commit ${commit}`);
    expect(await exists(join(workspace.work, "out/configure"))).toBe(true);
    const read = (name: string) =>
      JSON.parse(readFileSync(join(workspace.work, "evidence", name), "utf8"));
    const tag = { commit, tree: git(tagOf("3.14.0"), "rev-parse", "HEAD^{tree}") };
    expect(violations("receipt", read("receipt.json"))).toEqual([]);
    expect(read("receipt.json")).toMatchObject({ tag });
    const { content } = read("vsa.intoto.json").predicate.policy;
    expect(JSON.parse(Buffer.from(content, "base64").toString())).toMatchObject({ madeOfTag: tag });
    rmSync(join(workspace.work, "out"), { recursive: true });
    rmSync(join(workspace.work, "evidence"), { recursive: true });
  });

  it.each<[what: string, change: (folder: string) => void, says: string]>([
    [
      "another line of a macro",
      (folder) => writeFiles(folder, { "aclocal.m4": { content: "dnl\n" } }),
      "changed: aclocal.m4",
    ],
    [
      "a file among the tests that no commit has",
      (folder) => rmSync(join(folder, "Lib/test/test_lzma.py")),
      "added: Lib/test/test_lzma.py",
    ],
    [
      "another mode",
      (folder) =>
        writeFiles(folder, {
          configure: { content: readFileSync(join(folder, "configure")) },
        }),
      "of another mode: configure (it is executable)",
    ],
    [
      "a link in a file's place",
      (folder) => writeFiles(folder, { "Lib/this.py": { link: "os.py" } }),
      "of another kind: Lib/this.py (it is a file)",
    ],
    [
      "other ends of lines",
      (folder) =>
        writeFiles(folder, {
          "Lib/this.py": {
            content: readFileSync(join(folder, "Lib/this.py"), "utf8").replaceAll("\n", "\r\n"),
          },
        }),
      "changed: Lib/this.py",
    ],
    [
      "a name in another case",
      (folder) => renameSync(join(folder, "Lib/this.py"), join(folder, "Lib/This.py")),
      "missing: Lib/This.py; added: Lib/this.py",
    ],
    [
      "another entry of the news",
      (folder) => {
        const path = join(folder, "Misc/NEWS.d/3.14.0.rst");
        const content = readFileSync(path, "utf8").replace("Tcl/Tk 8.6.17", "Tcl/Tk 8.6.18");
        writeFiles(folder, { "Misc/NEWS.d/3.14.0.rst": { content } });
      },
      "changed: Misc/NEWS",
    ],
  ])("is refused for %s, and leaves nothing", async (_what, change, says) => {
    const folder = tagOf("3.14.0");
    change(folder);
    git(folder, "add", "--all");
    git(folder, "commit", "--quiet", "--message", "another tag");
    try {
      await expectRefusal(
        workspace,
        ["fetch", "3.14.0", "--compare", tagOf("3.14.0"), "--out", "out", ...from("3.14.0")],
        { kind: "verification", code: "tag-mismatch", says: [says] },
      );
    } finally {
      git(folder, "reset", "--quiet", "--hard", commits.get("3.14.0") ?? "");
    }
  });

  it("is refused beside a checkout that is not its commit, whatever the tarball holds", async () => {
    const folder = tagOf("3.14.0");
    writeFiles(folder, { "aclocal.m4": { content: "dnl\n" } });
    try {
      await expectRefusal(
        workspace,
        ["compare", "3.14.0", "--source", tagOf("3.14.0"), ...from("3.14.0")],
        { kind: "verification", code: "checkout-modified", says: ["aclocal.m4"] },
      );
    } finally {
      git(folder, "checkout", "--quiet", "--", "aclocal.m4");
    }
  });

  it("is compared as files where there is no repository, which is said", async () => {
    const folder = tagOf("3.14.0");
    const aside = join(repositories.tmp, "git");
    renameSync(join(folder, ".git"), aside);
    try {
      const { exitCode, stdout } = await pyverify(workspace, [
        "compare",
        "3.14.0",
        "--source",
        tagOf("3.14.0"),
        ...from("3.14.0"),
      ]);
      expect(exitCode).toBe(0);
      expect(stdout).toContain("commit     unknown: the checkout has no .git");
    } finally {
      renameSync(aside, join(folder, ".git"));
    }
  });

  it("is another release's, which is seen", async () => {
    await expectRefusal(
      workspace,
      ["compare", "3.13.5", "--source", tagOf("3.14.0"), ...from("3.13.5")],
      {
        kind: "verification",
        code: "tag-mismatch",
        says: [/and \d+ more, which --json names/],
      },
    );
  });
});

describe("a comparison", () => {
  let workspace: Workspace;
  beforeAll(async () => {
    workspace = await createWorkspace();
  });
  afterAll(() => workspace.remove());

  it("wants something to compare with", async () => {
    await expectRefusal(workspace, ["compare", "3.14.0"], {
      kind: "usage",
      code: "missing-argument",
      says: ["--source DIR is missing"],
    });
  });

  it("refuses a folder that is not there", async () => {
    await expectRefusal(
      workspace,
      ["compare", "3.14.0", "--source", "none", "--offline", "--from", "."],
      { kind: "filesystem", code: "not-readable", says: ["none cannot be read"] },
    );
  });
});
