import { randomBytes } from "node:crypto";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readBounded, readHashed } from "../../../src/files/bounded-read.ts";
import { folderSource } from "../../../src/source/folder-source.ts";
import { obtainArtifact, obtainBundle } from "../../../src/source/obtain.ts";
import { sourceType } from "../../../src/release/artifact-types.ts";
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

const source = () => folderSource(workspace.work, pythonOrg);

describe("a release in a folder", () => {
  const wanted = sourceTarball(parseVersion("3.14.0"), { format: "tgz", mirror: pythonOrg });
  const context = { observe: () => undefined, signal };
  const bundle = () => obtainBundle(source(), wanted, context);
  const tarball = () => obtainArtifact(source(), wanted, context);

  const places = ["", "3.14.0/"];
  const suffixes = [".sigstore", ".sigstore.json"];
  const layouts = places.flatMap((place) => suffixes.map((suffix) => [place, suffix] as const));

  it.each(layouts)("has its files in %j, with its bundle in a %s file", async (place, suffix) => {
    await mkdir(join(workspace.work, place), { recursive: true });
    await put(`${place}Python-3.14.0.tgz`, "tarball");
    await put(`${place}Python-3.14.0.tgz${suffix}`, "bundle");
    expect((await bundle()).bytes.toString()).toBe("bundle");
    expect((await bundle()).url).toBe(`${pythonOrg}3.14.0/Python-3.14.0.tgz${suffix}`);
    expect((await tarball()).bytes.toString()).toBe("tarball");
    const spec = { type: "series", series: "3.14" } as const;
    expect(await source().find(spec, { type: sourceType("tgz") }, context)).toEqual(
      wanted.release.version,
    );
  });

  it("is missed by its tarball's name if neither file is there", async () => {
    await expect(bundle()).rejects.toMatchObject({
      code: "tarball-not-found",
      message: `${workspace.work}/Python-3.14.0.tgz does not exist`,
      because: "with --from DIR nothing is downloaded",
    });
  });

  it("is missed where a folder like python.org's would have it, if that is there", async () => {
    await mkdir(join(workspace.work, "3.14.0"));
    await expect(bundle()).rejects.toMatchObject({
      message: `${workspace.work}/3.14.0/Python-3.14.0.tgz does not exist`,
    });
  });

  it("is missed by its tarball's name if only the bundle is there", async () => {
    await put("Python-3.14.0.tgz.sigstore", "bundle");
    await bundle();
    await expect(tarball()).rejects.toMatchObject({ code: "tarball-not-found" });
  });

  it("can be found by its bundle alone, where that will do", async () => {
    await put("Python-3.14.0.tgz.sigstore", "bundle");
    const spec = { type: "latest" } as const;
    const alone = { type: sourceType("tgz"), bundleAlone: true };
    expect((await source().find(spec, alone, context)).text).toBe("3.14.0");
    await expect(source().find(spec, { type: sourceType("tgz") }, context)).rejects.toMatchObject({
      code: "release-not-found",
      because: expect.stringContaining("its bundle is in"),
    });
  });

  it("is missed by its bundle's name if only the tarball is there", async () => {
    await put("Python-3.14.0.tgz", "tarball");
    await expect(bundle()).rejects.toMatchObject({
      code: "bundle-not-found",
      because: "without its bundle a tarball cannot be verified",
    });
  });

  it("that cannot be looked into is not taken for missing", async () => {
    await rm(workspace.work, { recursive: true });
    await writeFile(workspace.work, "a file");
    await expect(bundle()).rejects.toMatchObject({ code: "not-readable" });
  });
});
