import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Decompressor, startDecompressor } from "../../../src/extract/decode/decompress.ts";
import { unpack, type UnpackedTree } from "../../../src/extract/unpack.ts";
import { pythonOrg, type TarballFormat } from "../../../src/release/release.ts";
import { sourceTarball } from "../../../src/release/source-tarball.ts";
import { parseVersion } from "../../../src/release/version.ts";
import { xz } from "../../support/archives/compression.ts";
import { givenChunks } from "../../support/archives/given-chunks.ts";
import { archive, file } from "../../support/archives/tar-builder.ts";
import { createWorkspace, type Workspace } from "../../support/workspace.ts";

const tar = archive(file("noise", ""), file("more", "x", { content: randomBytes(3 * 2 ** 20) }));
const tarballs = { tgz: gzipSync(tar, { level: 1 }), "tar.xz": await xz(tar) };

let workspace: Workspace;
let out: string;
beforeEach(async () => {
  workspace = await createWorkspace();
  out = join(workspace.work, "out");
});
afterEach(() => workspace.remove());

describe.each(["tgz", "tar.xz"] as const)("extracting a %s", (format) => {
  test("ends when it is interrupted, with the reason, and leaves nothing", async () => {
    const before = await workspace.contents();
    const { outcome, sawStaging } = await interrupted(format);
    expect(outcome).toEqual(new Error("ended by SIGTERM"));
    expect(sawStaging).toBe(true);
    expect(await workspace.contents()).toEqual(before);
  });

  test("leaves a destination empty that was there before", async () => {
    mkdirSync(out);
    const before = await workspace.contents();
    const { outcome } = await interrupted(format);
    expect(outcome).toEqual(new Error("ended by SIGTERM"));
    expect(await workspace.contents()).toEqual(before);
  });

  test("does not begin when it has been interrupted already", async () => {
    const before = await workspace.contents();
    const controller = new AbortController();
    controller.abort(new Error("ended by SIGINT"));
    await expect(extracting(format, controller)).rejects.toThrow("ended by SIGINT");
    expect(await workspace.contents()).toEqual(before);
  });
});

test("a signal is heard although there is always more to extract", async () => {
  const controller = new AbortController();
  let taken = 0;
  const busy: Decompressor = {
    ...givenChunks(tar),
    async *decompress() {
      for (let offset = 0; offset < tar.length; offset += 256 * 1024) {
        taken += 1;
        yield tar.subarray(offset, offset + 256 * 1024);
        // As long as it takes to write many files, without waiting for anything.
        for (const start = performance.now(); performance.now() - start < 50;);
      }
    },
  };
  // As a signal comes: when the event loop has its turn, and not before.
  setImmediate(() => controller.abort(new Error("ended by SIGTERM")));
  await expect(extracting("tgz", controller, undefined, busy)).rejects.toThrow("ended by SIGTERM");
  expect(taken).toBeLessThan(4);
});

test("a process that was started for nothing ends", () => {
  const decompressor = startDecompressor("tar.xz");
  expect(decompressor.fresh).toBe(true);
  decompressor.stop();
  expect(decompressor.fresh).toBe(false);
});

test("a reader that goes away in the middle ends the process", async () => {
  const decompressor = startDecompressor("tgz");
  for await (const chunk of decompressor.decompress(tarballs.tgz)) {
    expect(chunk.length).toBeGreaterThan(0);
    break;
  }
  decompressor.stop();
});

async function interrupted(
  format: TarballFormat,
): Promise<{ outcome: unknown; sawStaging: boolean }> {
  const controller = new AbortController();
  let sawStaging = false;
  const outcome = await extracting(format, controller, () => {
    // There is something to leave, but not yet where it belongs.
    sawStaging = !existsSync(join(out, "more"));
    controller.abort(new Error("ended by SIGTERM"));
  }).catch((error: unknown) => error);
  return { outcome, sawStaging };
}

function extracting(
  format: TarballFormat,
  { signal }: AbortController,
  onProgress: () => void = () => undefined,
  decompressor = startDecompressor(format),
): Promise<UnpackedTree> {
  return unpack(
    tarballs[format],
    sourceTarball(parseVersion("3.14.99"), { format, mirror: pythonOrg }),
    { destination: out },
    decompressor,
    { observe: onProgress, signal },
  );
}
