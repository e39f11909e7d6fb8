import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { madeUpRelease } from "../../support/made-up-release.ts";
import { type Mirror, serveMirror } from "../../support/mirror.ts";
import { createWorkspace, type Workspace } from "../../support/workspace.ts";

let workspace: Workspace;
let mirror: Mirror;

beforeAll(async () => {
  workspace = await createWorkspace();
  await mkdir(join(workspace.work, "3.14.0"));
  await writeFile(join(workspace.work, "3.14.0/Python-3.14.0.tgz"), "not really");
  mirror = await serveMirror(workspace.work);
});

afterAll(async () => {
  await mirror.close();
  await workspace.remove();
});

describe("the mirror", () => {
  it("lists a folder as nginx does", async () => {
    const listing = await (await fetch(mirror.url)).text();
    expect(listing).toContain('<h1>Index of /ftp/python/</h1><hr><pre><a href="../">../</a>');
    expect(listing).toMatch(
      /<a href="3\.14\.0\/">3\.14\.0\/<\/a> {44}\d\d-\w{3}-\d{4} \d\d:\d\d {19}-/,
    );
  });

  it("sends a file as it is", async () => {
    const file = await fetch(`${mirror.url}3.14.0/Python-3.14.0.tgz`);
    expect(await file.text()).toBe("not really");
    expect(mirror.requests.at(-1)).toBe("3.14.0/Python-3.14.0.tgz");
  });

  it("has nothing else, above its folder least of all", async () => {
    for (const path of ["3.14.1/", "..%2f..%2fetc/passwd"]) {
      expect((await fetch(mirror.url + path)).status).toBe(404);
    }
  });
});

describe("a made-up release", () => {
  it("has the same bytes each time it is made", async () => {
    const [one, other] = await Promise.all([
      madeUpRelease({ version: "3.15.0b3" }),
      madeUpRelease({ version: "3.15.0b3" }),
    ]);
    expect(one.name).toBe("Python-3.15.0b3.tar.xz");
    expect(one.tarball.equals(other.tarball)).toBe(true);
  });
});

describe("a workspace", () => {
  it("tells when something was left in it", async () => {
    const before = await workspace.contents();
    await writeFile(join(workspace.tmp, "left-behind"), "");
    expect(await workspace.contents()).toHaveLength(before.length + 1);
  });
});
