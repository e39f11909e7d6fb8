import { mkdirSync, readdirSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { PyverifyError } from "../../../src/base/errors.ts";
import { openStaging } from "../../../src/files/staging.ts";
import { archive, file, folder, link, pax, topFolder } from "../../support/archives/tar-builder.ts";
import { unpackArchive } from "../../support/archives/unpack-archive.ts";
import { canMount, type Mount, mountMemory, mountOverItself } from "../../support/mounts.ts";
import { createWorkspace, type Workspace } from "../../support/workspace.ts";

const tar = archive(
  file("configure", "#!/bin/sh\n", { mode: 0o6777 }),
  file("big", "x".repeat(300_000), { mode: 0o600 }),
  folder("Lib/", { mode: 0o3777, modified: 1_000_000_000 }),
  file("Lib/abc.py", "", { modified: 1_000_000_001 }),
  link("Lib/link", "../configure"),
);
const broken = Buffer.concat([tar, Buffer.from("evil")]);

const mayMount = canMount();

let workspace: Workspace;
let out: string;
let mount: Mount | undefined;
beforeEach(async () => {
  workspace = await createWorkspace();
  out = join(workspace.work, "out");
});
afterEach(async () => {
  mount?.unmount();
  mount = undefined;
  await workspace.remove();
});

describe("a destination that exists and is empty", () => {
  test("is filled", async () => {
    mkdirSync(out, 0o700);
    expect(await attempt(tar)).toEqual({ files: 4 });
    expect(statSync(out).mode & 0o7777).toBe(0o755);
  });

  test("is left empty by an archive that is refused", async () => {
    mkdirSync(out);
    expect(await attempt(broken)).toMatchObject({ code: "archive-malformed", changed: [] });
  });

  test("may be behind a link", async () => {
    mkdirSync(join(workspace.work, "real"));
    symlinkSync("real", out);
    expect(await attempt(tar)).toEqual({ files: 4 });
  });
});

describe("a destination that cannot be filled is named, and nothing is left there", () => {
  test("when it has a file in it", async () => {
    mkdirSync(out);
    writeFileSync(join(out, ".keep"), "");
    expect(await attempt(tar)).toEqual({
      kind: "filesystem",
      code: "destination-not-empty",
      message: `${out} is not empty`,
      because: 'it has ".keep", and nothing is mixed with files that are there already',
      changed: [],
    });
  });

  test("when it is a file", async () => {
    writeFileSync(out, "mine");
    expect(await attempt(tar)).toMatchObject({
      code: "destination-not-empty",
      message: `${out} is not a folder`,
      changed: [],
    });
  });

  test("when the folder above it does not exist", async () => {
    out = join(out, "missing", "deep");
    expect(await attempt(tar)).toMatchObject({
      kind: "filesystem",
      code: "not-writable",
      because: "the folder above it does not exist (ENOENT)",
      changed: [],
    });
  });

  test("when something above it is a file", async () => {
    writeFileSync(out, "mine");
    out = join(out, "tree");
    expect(await attempt(tar)).toMatchObject({
      code: "not-writable",
      because: "something above it is not a folder (ENOTDIR)",
      changed: [],
    });
  });

  test("when its name is too long", async () => {
    out = join(workspace.work, "x".repeat(256));
    expect(await attempt(tar)).toMatchObject({
      code: "name-too-long",
      message: `cannot write ${out}`,
      changed: [],
    });
  });

  test("when a path in the tree would be too long", async () => {
    out = join(workspace.work, ...Array.from({ length: 16 }, () => "d".repeat(245)));
    mkdirSync(out, { recursive: true });
    const deep = archive(pax({ path: `${topFolder}/${"e".repeat(255)}/` }), folder("x/"));
    expect(await attempt(deep)).toMatchObject({ code: "name-too-long", changed: [] });
  });
});

describe.runIf(mayMount)("a destination that is a mount point", () => {
  test("is filled, in memory", async () => {
    mount = mountMemory(out, "size=2m,mode=0755");
    expect(await attempt(tar)).toEqual({ files: 4 });
  });

  test("is filled, where no device number gives it away", async () => {
    mount = mountOverItself(out);
    expect(await attempt(tar)).toEqual({ files: 4 });
  });

  test("is left empty when it becomes full", async () => {
    mount = mountMemory(out, "size=200k");
    expect(await attempt(tar)).toMatchObject({
      kind: "filesystem",
      code: "out-of-space",
      message: expect.stringMatching(/^cannot write .*\/big$/),
      because: "the file system is full (ENOSPC)",
      changed: [],
    });
  });

  test("is left empty when it has no inode left", async () => {
    mount = mountMemory(out, "size=2m,nr_inodes=5");
    expect(await attempt(tar)).toMatchObject({
      code: "out-of-space",
      because: "the file system has no inode left for another file (ENOSPC)",
      changed: [],
    });
  });

  test("is refused when it is read-only", async () => {
    mount = mountMemory(out, "size=2m");
    mount.freeze();
    expect(await attempt(tar)).toMatchObject({
      code: "not-writable",
      because: "the file system is read-only (EROFS)",
      changed: [],
    });
  });
});

describe.runIf(mayMount)("a tree that cannot be moved into its place as a whole", () => {
  test("is not left there in part", () => {
    mkdirSync(out);
    const staging = openStaging(out);
    for (const name of ["a", "b", "c"]) mkdirSync(join(staging.path, name));
    // A mount point cannot be moved.
    const [work = ""] = readdirSync(out);
    mount = mountMemory(join(out, work, "tree", "b"), "size=64k");
    expect(() => staging.publish(0)).toThrow(PyverifyError);
    expect(readdirSync(out)).toEqual([work]);
    mount.unmount();
    mount = undefined;
    staging.discard();
    expect(readdirSync(out)).toEqual([]);
  });
});

describe.runIf(mayMount)("a folder above the destination", () => {
  test("that becomes full is left as it was", async () => {
    mount = mountMemory(join(workspace.work, "disk"), "size=200k");
    out = join(mount.path, "out");
    expect(await attempt(tar)).toMatchObject({
      code: "out-of-space",
      because: "the file system is full (ENOSPC)",
      changed: [],
    });
  });
});

async function attempt(bytes: Buffer): Promise<object> {
  const before = await workspace.contents();
  try {
    const { files } = await unpackArchive(bytes, out);
    return { files };
  } catch (error) {
    if (!(error instanceof PyverifyError)) throw error;
    const { kind, code, message, because } = error;
    const after = await workspace.contents();
    return {
      kind,
      code,
      message,
      because,
      changed: after.filter((line) => !before.includes(line)),
    };
  }
}
