import { randomBytes } from "node:crypto";
import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readBounded, readHashed } from "../../../src/files/bounded-read.ts";
import { startReading } from "../../../src/source/local-folder.ts";
import { pythonOrg } from "../../../src/release/release.ts";
import { sourceTarball } from "../../../src/release/source-tarball.ts";
import { parseVersion } from "../../../src/release/version.ts";
import { sha256 } from "../../support/sigstore/key.ts";
import { createWorkspace, type Workspace } from "../../support/workspace.ts";

const { signal } = new AbortController();

let workspace: Workspace;
beforeEach(async () => {
  workspace = await createWorkspace();
});
afterEach(() => workspace.remove());

describe("a file", () => {
  // It is read in pieces of a mebibyte, all at once.
  it.each([0, 1, 2 ** 20, 2 ** 20 + 1, 5 * 2 ** 20 - 1])(
    "of %d bytes is read whole and hashed as it is",
    async (size) => {
      const content = randomBytes(size);
      const file = join(workspace.work, "file");
      await writeFile(file, content);
      const read = await readHashed(file, size, signal);
      expect(read?.bytes.equals(content)).toBe(true);
      expect(read?.sha256).toBe(sha256(content).toString("hex"));
      expect((await readBounded(file, size, signal))?.equals(content)).toBe(true);
    },
  );

  it("that has less in it than it says it has is refused", async () => {
    // The kernel's files say that they have a page.
    await expect(readHashed("/sys/kernel/uevent_seqnum", 4096, signal)).rejects.toMatchObject({
      code: "not-readable",
      because: "it became shorter while it was read",
    });
  });
});

const put = (name: string, content: string): Promise<void> =>
  writeFile(join(workspace.work, name), content);

describe("a release in a folder", () => {
  const wanted = sourceTarball(parseVersion("3.14.0"), { format: "tgz", mirror: pythonOrg });
  const context = { observe: () => undefined, signal };
  const start = () => startReading(wanted, workspace.work, context);

  it.each([".sigstore", ".sigstore.json"])("has its bundle in a %s file", async (suffix) => {
    await put("Python-3.14.0.tgz", "tarball");
    await put(`Python-3.14.0.tgz${suffix}`, "bundle");
    const started = await start();
    expect(started.bundle.toString()).toBe("bundle");
    expect((await started.tarball(context)).bytes.toString()).toBe("tarball");
  });

  it("is missed by its tarball's name if neither file is there", async () => {
    await expect(start()).rejects.toMatchObject({
      code: "tarball-not-found",
      message: `${workspace.work}/Python-3.14.0.tgz does not exist`,
      because: "with --from DIR nothing is downloaded",
    });
  });

  it("is missed by its tarball's name if only the bundle is there", async () => {
    await put("Python-3.14.0.tgz.sigstore", "bundle");
    const started = await start();
    await expect(started.tarball(context)).rejects.toMatchObject({ code: "tarball-not-found" });
  });

  it("is missed by its bundle's name if only the tarball is there", async () => {
    await put("Python-3.14.0.tgz", "tarball");
    await expect(start()).rejects.toMatchObject({
      code: "bundle-not-found",
      because: "without its bundle a tarball cannot be verified",
    });
  });

  it("that cannot be looked into is not taken for missing", async () => {
    await rm(workspace.work, { recursive: true });
    await writeFile(workspace.work, "a file");
    await expect(start()).rejects.toMatchObject({ code: "not-readable" });
  });
});
