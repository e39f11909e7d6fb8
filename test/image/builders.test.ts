import { spawnSync } from "node:child_process";
import { cp, readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { realTarballsAreThere } from "../support/real-tarballs.ts";
import { build, imageInExamples, repository } from "./build.ts";
import { type Buildah, buildahIsThere, ordinaryUser, startBuildah } from "./buildah.ts";
import { type DockerRun, dockerIsThere, tryDocker } from "./docker.ts";
import { addedTo, type ImageContents, list, listImage } from "./image-contents.ts";
import { type ImageRegistry, startImageRegistry } from "./image-registry.ts";
import { mirroredImages, type MirroredImages } from "./mirrored-image.ts";

const canBuild = realTarballsAreThere && (await dockerIsThere());
const isRoot = process.getuid?.() === 0;
const canBeAnother = isRoot && spawnSync("unshare", ["--user", "true"]).status === 0;
if (!canBeAnother)
  console.warn("\nNOT ROOT, or no user namespaces: buildah without root SKIPPED\n");
const examples = join(repository, "examples");

describe.skipIf(!canBuild || !buildahIsThere)("buildah", () => {
  let images: MirroredImages;
  let registry: ImageRegistry;
  let names: Record<string, string>;
  let debian: ImageContents;
  const started: Buildah[] = [];
  beforeAll(async () => {
    images = await mirroredImages();
    registry = await startImageRegistry();
    names = {
      [imageInExamples]: await registry.push(images.pyverify, "pyverify"),
      "debian:trixie-slim": await registry.push(images.debian, "debian"),
    };
    debian = await listImage("debian:trixie-slim");
  });
  afterEach(async () => {
    for (const buildah of started.splice(0)) await buildah.remove();
  });
  afterAll(async () => {
    await registry?.stop();
    await images?.close();
  });

  /** Builds an example, and lists what it has added to Debian outside of the source tree. */
  async function surprisesOf(
    example: string,
    flags: readonly string[] = [],
    user?: typeof ordinaryUser,
  ): Promise<readonly string[]> {
    const buildah = await startBuildah(names, user);
    started.push(buildah);
    // The repository may lie where another user cannot look.
    const context = join(buildah.folder, example);
    await cp(join(examples, example), context, { recursive: true });
    const dest = join(buildah.folder, "image.tar");
    const file = join(context, "Containerfile");
    const run = await buildah.build([
      ...[`--output=type=tar,dest=${dest}`, "--file", file, ...flags, context],
    ]);
    expect({ exitCode: run.exitCode, said: run.stderr }).toMatchObject({ exitCode: 0 });
    const contents = await list(await readFile(dest));
    const configure = contents.get("usr/src/python/configure");
    expect(configure).toMatchObject({ uid: 0, gid: 0, mode: 0o755 });
    const added = addedTo(debian, contents).map(({ path }) => path);
    return added.filter((path) => !`${path}/`.startsWith("usr/src/python/"));
  }

  test.skipIf(!isRoot)("builds minimal, as root", async () => {
    expect(await surprisesOf("minimal")).toEqual([]);
  });

  test.skipIf(!canBeAnother)("builds minimal, as a user without any right", async () => {
    expect(await surprisesOf("minimal", [], ordinaryUser)).toEqual([]);
  });

  test.skipIf(!isRoot)("builds mount, whose secrets are optional, and leaves nothing", async () => {
    expect(await surprisesOf("mount")).toEqual([]);
  });

  test.skipIf(!isRoot)("builds hermetic", async () => {
    const folder = `--build-arg=PYTHON_FOLDER=${images.mirror.url}3.14.0`;
    expect(await surprisesOf("hermetic", [folder])).toEqual([]);
  });
});

describe.skipIf(!canBuild)("Docker's classic builder", () => {
  let images: MirroredImages;
  beforeAll(async () => {
    images = await mirroredImages();
  });
  afterAll(() => images?.close());

  /** It takes no images under other names, so the file has to be changed. */
  async function buildClassic(example: string, tag: string): Promise<DockerRun> {
    const file = await readFile(join(examples, example, "Containerfile"), "utf8");
    const input = file.replaceAll(imageInExamples, images.pyverify);
    const args = ["build", "--no-cache", "--network=host", "--tag", tag, "-"];
    return tryDocker(args, { input, env: { DOCKER_BUILDKIT: "0" } });
  }

  test("builds minimal", async () => {
    const tag = "pyverify-classic-minimal:test";
    try {
      expect(await buildClassic("minimal", tag)).toMatchObject({ exitCode: 0 });
      const { stdout } = await build(["--output=type=tar,dest=-", "-"], `FROM ${tag}\n`);
      expect((await list(stdout)).has("usr/src/python/configure")).toBe(true);
    } finally {
      await tryDocker(["rmi", tag]);
    }
  });

  test.each(["hermetic", "mount", "standalone", "bake", "source-image"])(
    "refuses %s, which needs more than it has",
    async (example) => {
      const run = await buildClassic(example, "pyverify-classic-refused:test");
      expect(run.exitCode).not.toBe(0);
      expect(run.stderr).toMatch(/requires BuildKit|failed to parse platform/);
    },
  );
});
