import { existsSync, readdirSync } from "node:fs";
import { copyFile, cp, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { pinExamples } from "../../scripts/pin-examples.mjs";
import { build, publishedName, repository, tryBuild } from "./build.ts";
import { dockerIsThere } from "./docker.ts";
import {
  addedTo,
  buildAndList,
  type ImageContents,
  type ImageEntry,
  listImage,
} from "./image-contents.ts";
import { mirroredImages, type MirroredImages } from "./mirrored-image.ts";
import { realTarballs, realTarballsAreThere } from "../support/real-tarballs.ts";

const examples = join(repository, "examples");
const names = readdirSync(examples).filter((name) =>
  existsSync(join(examples, name, "Containerfile")),
);
const canBuild = (await dockerIsThere()) && realTarballsAreThere;

describe.skipIf(!canBuild)("the examples", () => {
  let images: MirroredImages;
  let debian: ImageContents;
  beforeAll(async () => {
    images = await mirroredImages();
    debian = await listImage("debian:trixie-slim");
  });
  afterAll(() => images.close());

  test.each(names)("%s passes BuildKit's own checks", async (name) => {
    const { exitCode, stdout } = await tryBuild(["--check", ...flagsOf(name)]);
    expect({ exitCode, said: stdout.toString() }).toEqual({
      exitCode: 0,
      said: expect.stringContaining("no warnings found"),
    });
  });

  test("minimal leaves the source in the final image, owned by root, and nothing else", async () => {
    const contents = await buildAndList([...images.flags, "--no-cache", ...flagsOf("minimal")]);
    expect(surprises(addedTo(debian, contents))).toEqual([]);
    expect(contents.has("usr/src/python/configure")).toBe(true);
    expect(images.mirror.requests).toContain("3.14.0/Python-3.14.0.tar.xz.sigstore");
  });

  test("hermetic downloads with BuildKit's ADD and verifies with no network", async () => {
    const before = images.mirror.requests.length;
    const folder = `PYTHON_FOLDER=${images.mirror.url}3.14.0`;
    const contents = await buildAndList([
      "--no-cache",
      "--build-arg",
      folder,
      ...flagsOf("hermetic"),
    ]);
    expect(surprises(addedTo(debian, contents))).toEqual([]);
    expect(contents.has("usr/src/python/configure")).toBe(true);
    expect(new Set(images.mirror.requests.slice(before))).toEqual(
      new Set(["3.14.0/Python-3.14.0.tar.xz", "3.14.0/Python-3.14.0.tar.xz.sigstore"]),
    );
  });

  test("alpine takes the source into an image without glibc", async () => {
    const contents = await buildAndList([...images.flags, "--no-cache", ...flagsOf("alpine")]);
    expect(contents.get("usr/src/python/configure")).toMatchObject({ uid: 0, mode: 0o755 });
    expect([...contents.keys()].filter((path) => /libc\.so\.6|ld-linux/.test(path))).toEqual([]);
  });

  test("mount leaves nothing of pyverify in the image that it ran in", async () => {
    const contents = await buildAndList([
      ...[...images.flags, ...images.debianFlags, "--no-cache", ...flagsOf("mount")],
    ]);
    expect(surprises(addedTo(debian, contents))).toEqual([]);
    expect(contents.has("usr/src/python/configure")).toBe(true);
  });

  test("mount downloads the tarball once for all builds that share its cache mount", async () => {
    const flags = [...images.flags, ...images.debianFlags, ...flagsOf("mount")];
    // Not --no-cache, with which BuildKit takes a new cache mount; another host name does not.
    await build(["--add-host=first:127.0.0.1", ...flags]);
    const before = images.mirror.requests.length;
    const { stderr } = await build(["--add-host=second:127.0.0.1", ...flags]);
    expect(stderr).toContain("CPython 3.14.0 is verified and in /usr/src/python");
    const requests = images.mirror.requests.slice(before);
    expect(requests).not.toContain("3.14.0/Python-3.14.0.tar.xz");
  });

  test("pinned takes what the lockfile says, and leaves documents about it", async () => {
    const contents = await buildAndList([...images.flags, "--no-cache", ...flagsOf("pinned")]);
    const documents = addedTo(debian, contents).filter(({ path }) => path.includes("/share/doc/"));
    expect(documents.map(({ path }) => path)).toEqual(
      ["", "/receipt.json", "/sbom.cdx.json"].map((name) => `usr/share/doc/python-source${name}`),
    );
    expect(surprises(addedTo(debian, contents), "usr/share/doc/python-source")).toEqual([]);
  });

  test("pinned refuses another release than the lockfile's", async () => {
    const folder = join(examples, "pinned");
    const context = await mkdtemp(join(tmpdir(), "pyverify-image-"));
    try {
      const lock = await readFile(join(folder, "pyverify.lock"), "utf8");
      const digest = /tarball-sha256 = "(.)/.exec(lock)?.[1] === "0" ? "1" : "0";
      const changed = lock.replace(/tarball-sha256 = "./, `tarball-sha256 = "${digest}`);
      await writeFile(join(context, "pyverify.lock"), changed);
      const file = join(folder, "Containerfile");
      const run = await tryBuild([...images.flags, "--no-cache", "--file", file, context]);
      expect(run.stderr).toContain("exit code: 6");
    } finally {
      await rm(context, { recursive: true });
    }
  });

  test("standalone leaves nothing of itself in an image that has no Node", async () => {
    const contents = await buildAndList([
      ...[...images.debianFlags, "--no-cache", ...flagsOf("standalone")],
    ]);
    expect(surprises(addedTo(debian, contents))).toEqual([]);
    expect(contents.has("usr/src/python/configure")).toBe(true);
  });

  test("minimal builds from the digest that a release puts behind the tag", async () => {
    const copy = await mkdtemp(join(tmpdir(), "pyverify-image-"));
    try {
      await cp(join(examples, "minimal"), copy, { recursive: true });
      const digest = `sha256:${"1".repeat(64)}`;
      expect(pinExamples(copy, { image: digest, standalone: digest, debug: digest })).toHaveLength(
        1,
      );
      // The context of that name with the digest, and none of the tag: the digest has to be used.
      const [, context = ""] = images.flags;
      const pinned = `${publishedName}@${digest}=${context.slice(context.indexOf("=") + 1)}`;
      const file = join(copy, "Containerfile");
      const flags = ["--build-context", pinned, "--no-cache", "--file", file, copy];
      expect((await buildAndList(flags)).has("usr/src/python/configure")).toBe(true);
    } finally {
      await rm(copy, { recursive: true });
    }
  });

  test("a file that its release manager did not sign stops the build with exit code 6", async () => {
    const folder = await mkdtemp(join(tmpdir(), "pyverify-image-"));
    const release = join(realTarballs, "3.14.0");
    const name = "Python-3.14.0.tar.xz";
    const tarball = await readFile(join(release, name));
    tarball[1000] = (tarball[1000] ?? 0) ^ 1;
    await mkdir(join(folder, "3.14.0"));
    await writeFile(join(folder, "3.14.0", name), tarball);
    await copyFile(join(release, `${name}.sigstore`), join(folder, "3.14.0", `${name}.sigstore`));
    const tampered = await mirroredImages(folder);
    try {
      const run = await tryBuild([...tampered.flags, "--no-cache", ...flagsOf("minimal")]);
      expect(run.exitCode).not.toBe(0);
      expect(run.stderr).toContain("exit code: 6");
      expect(run.stderr).toContain("pyverify: error: ");
    } finally {
      await tampered.close();
      await rm(folder, { recursive: true });
    }
  });
});

/** The context and file of an example, as its README gives them. */
function flagsOf(name: string): readonly string[] {
  return ["--file", join(examples, name, "Containerfile"), join(examples, name)];
}

/**
 * What an example left in the image besides a source tree owned by root: of pyverify, Sigstore,
 * TUF or Node there should be nothing, nor of anything else.
 */
function surprises(added: readonly ImageEntry[], documents = "usr/src/python"): readonly string[] {
  return added
    .filter(({ path, uid, gid, mode }) => {
      const expected = ["usr/src/python", documents].some(
        (folder) => path === folder || path.startsWith(`${folder}/`),
      );
      return !expected || uid !== 0 || gid !== 0 || (mode & 0o7022) !== 0;
    })
    .map(({ path, uid, gid, mode }) => `${path} ${uid}:${gid} ${mode.toString(8)}`);
}
