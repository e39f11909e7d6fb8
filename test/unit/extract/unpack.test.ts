import { execFileSync } from "node:child_process";
import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { startDecompressor } from "../../../src/extract/decode/decompress.ts";
import { unpack, type UnpackedTree } from "../../../src/extract/unpack.ts";
import { pythonOrg, type TarballFormat, tarballFormats } from "../../../src/release/release.ts";
import { sourceTarball } from "../../../src/release/source-tarball.ts";
import { madeUpRelease } from "../../support/made-up-release.ts";
import { createWorkspace, describeTree, type Workspace } from "../../support/workspace.ts";

let workspace: Workspace;
beforeEach(async () => {
  workspace = await createWorkspace();
});
afterEach(() => workspace.remove());

describe.each(tarballFormats)("a %s", (format) => {
  test("becomes the source tree itself, without its top folder", async () => {
    const tree = await unpackMadeUp(format, "out");
    expect(tree.files).toBe(8);
    expect(await describeTree(tree.path)).toContain("Include/ 0755");
    const configure = statSync(join(tree.path, "configure"));
    expect(configure.mode & 0o7777).toBe(0o755);
    expect(configure.mtime.toISOString()).toBe("2025-10-07T12:00:00.000Z");
    expect(readFileSync(join(tree.path, "Include/patchlevel.h"), "utf8")).toContain("3.14.99");
  });

  test("has the digest that the documented shell line computes", async () => {
    const tree = await unpackMadeUp(format, "out");
    const page = readFileSync(join(import.meta.dirname, "../../../docs/tree-digest.md"), "utf8");
    const script = /```sh\n([^`]+)```/.exec(page)?.[1] ?? "exit 1";
    const output = execFileSync("sh", ["-c", script], { cwd: tree.path, encoding: "utf8" });
    expect(output).toBe(`${tree.digest}  -\n`);
  });

  test("that is another release is refused and leaves nothing behind", async () => {
    const before = await workspace.contents();
    const refusal = unpackMadeUp(format, "out", { version: "3.14.99", patchlevel: "3.14.98" });
    await expect(refusal).rejects.toMatchObject({
      kind: "verification",
      code: "release-mismatch",
      message: "asked for CPython 3.14.99, but the tarball is CPython 3.14.98",
    });
    expect(await workspace.contents()).toEqual(before);
  });
});

test("both compressions give the same tree", async () => {
  const [one, other] = [await unpackMadeUp("tgz", "one"), await unpackMadeUp("tar.xz", "other")];
  expect(one.digest).toBe(other.digest);
  expect(await describeTree(one.path)).toEqual(await describeTree(other.path));
});

async function unpackMadeUp(
  format: TarballFormat,
  folder: string,
  options: { version: string; patchlevel?: string } = { version: "3.14.99" },
): Promise<UnpackedTree> {
  const { tarball, version } = await madeUpRelease({ ...options, format });
  return unpack(
    tarball,
    sourceTarball(version, { format, mirror: pythonOrg }),
    { destination: join(workspace.work, folder) },
    startDecompressor(format),
    { observe: () => undefined, signal: new AbortController().signal },
  );
}
