import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { bundleForNode } from "../../../scripts/bundle.mjs";
import { startDecompressor } from "../../../src/extract/decode/decompress.ts";
import { unpack } from "../../../src/extract/unpack.ts";
import { pythonOrg, type TarballFormat } from "../../../src/release/release.ts";
import { sourceTarball } from "../../../src/release/source-tarball.ts";
import { madeUpRelease } from "../../support/made-up-release.ts";
import { createWorkspace, type Workspace } from "../../support/workspace.ts";

const program = vi.hoisted(() => ({ script: "", folder: "" }));
vi.mock("../../../src/extract/decode/decoder-program.ts", () => ({ decoderProgram: program }));

const { text } = await bundleForNode("/usr/bin/env node");
let workspace: Workspace;
beforeEach(async () => {
  workspace = await createWorkspace();
  // As it is installed, with no addon beside it.
  program.folder = workspace.home;
  program.script = join(workspace.home, "pyverify.mjs");
  writeFileSync(program.script, text);
});
afterEach(() => workspace.remove());

test("a machine that cannot load the .xz decoder is told to take the .tgz", async () => {
  const before = await workspace.contents();
  await expect(extracting("tar.xz")).rejects.toMatchObject({
    kind: "usage",
    code: "format-unavailable",
    message: "the .xz decoder cannot be loaded",
    because: expect.stringContaining("lzma_native.node"),
    hint: "use --format tgz, which needs no native code, or install pyverify again",
  });
  expect(await workspace.contents()).toEqual(before);
});

test.each([
  ["no addon at all", "not an addon"],
  ["half of one", "\u007fELF\u0002\u0001\u0001"],
])("a damaged addon is told as that: %s", async (_, content) => {
  writeFileSync(join(workspace.home, "lzma_native.node"), content);
  await expect(extracting("tar.xz")).rejects.toMatchObject({
    kind: "usage",
    code: "format-unavailable",
    because: expect.stringContaining(`${join(workspace.home, "lzma_native.node")}: `),
  });
});

test("the .tgz needs no native code", async () => {
  expect(await extracting("tgz")).toMatchObject({ files: 8 });
});

async function extracting(format: TarballFormat): Promise<object> {
  const { tarball, version } = await madeUpRelease({ version: "3.14.99", format: "tgz" });
  return unpack(
    // What an .xz file has in it does not matter when there is nothing to decode it.
    format === "tgz" ? tarball : Buffer.from("YZ"),
    sourceTarball(version, { format, mirror: pythonOrg }),
    { destination: join(workspace.work, "out") },
    startDecompressor(format),
    { observe: () => undefined, signal: new AbortController().signal },
  );
}
