import { execFileSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Attributes } from "../../../src/compare/attributes.ts";
import { git, writeFiles } from "../../support/tagged-checkout.ts";
import { createWorkspace, type Workspace } from "../../support/workspace.ts";

const outer = `# a comment
[attr]noeol -text
[attr]dos text eol=crlf
*.bat dos
*.vcxproj* dos
*.png binary
/top.txt dos
PC/readme.txt dos
Lib/test/*/data.txt noeol
**/clinic/*.c.h generated
Lib/**/deep.txt eol=lf
*.[ch] diff=cpp
docs/* text
*.keep.bat !eol -text
{a,b}.txt odd
"quoted.txt" dos
`;
const inner = "*.bat eol=lf\ndeep/* mark\n/own.txt dos\n";

const paths = [
  "a.bat",
  "x/y/a.bat",
  "a.keep.bat",
  "p.vcxproj",
  "p.vcxproj.filters",
  "i.png",
  "top.txt",
  "x/top.txt",
  "PC/readme.txt",
  "x/PC/readme.txt",
  "Lib/test/a/data.txt",
  "Lib/test/a/b/data.txt",
  "Modules/clinic/a.c.h",
  "clinic/a.c.h",
  "Modules/clinic/x/a.c.h",
  "Lib/deep.txt",
  "Lib/a/b/deep.txt",
  "a.c",
  ".hidden.c",
  "docs/.dot",
  "docs/a/b",
  "a.txt",
  "b.txt",
  "quoted.txt",
  "sub/a.bat",
  "sub/deep/f",
  "sub/x/deep/f",
  "sub/own.txt",
  "sub/x/own.txt",
];

const names = [
  "text",
  "eol",
  "diff",
  "merge",
  "binary",
  "dos",
  "noeol",
  "generated",
  "mark",
  "odd",
];

let workspace: Workspace;

beforeAll(async () => {
  workspace = await createWorkspace();
  git(workspace.work, "init", "--quiet");
  mkdirSync(join(workspace.work, "sub"));
  writeFiles(workspace.work, {
    ".gitattributes": { content: outer },
    "sub/.gitattributes": { content: inner },
  });
});

afterAll(() => workspace.remove());

describe("attributes", () => {
  it.each(paths)("of %s are those that git finds", (path) => {
    const attributes = new Attributes();
    attributes.add(outer, "");
    attributes.add(inner, "sub/");
    const found = attributes.of(path);
    expect(Object.fromEntries(names.map((name) => [name, inWords(found.get(name))]))).toEqual(
      gitsOwn(path),
    );
  });
});

function inWords(state: string | boolean | undefined): string {
  if (state === undefined) return "unspecified";
  return state === true ? "set" : state === false ? "unset" : state;
}

function gitsOwn(path: string): Record<string, string> {
  const output = execFileSync(
    "git",
    ["-C", workspace.work, "check-attr", "-z", ...names, "--", path],
    {
      encoding: "utf8",
    },
  );
  const fields = output.split("\0");
  return Object.fromEntries(
    names.map((_, index) => [fields[index * 3 + 1] ?? "", fields[index * 3 + 2] ?? ""]),
  );
}
