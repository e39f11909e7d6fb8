import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { bake, repository } from "./build.ts";
import { dockerIsThere } from "./docker.ts";
import { type ImageContents, list } from "./image-contents.ts";
import { mirroredImages, type MirroredImages } from "./mirrored-image.ts";
import { realTarballsAreThere } from "../support/real-tarballs.ts";

const canBuild = (await dockerIsThere()) && realTarballsAreThere;
const versions = ["3.11.2", "3.13.5", "3.14.0"];

describe.skipIf(!canBuild)("the bake example", () => {
  let images: MirroredImages;
  let folder: string;
  let overrides: string;
  beforeAll(async () => {
    images = await mirroredImages();
    folder = await mkdtemp(join(tmpdir(), "pyverify-image-"));
    // What this machine needs, as a second file on top of the example's own.
    overrides = join(folder, "overrides.json");
    const [, context = ""] = images.flags;
    const [name = "", image = ""] = context.split("=");
    const target = Object.fromEntries(
      versions.map((version) => [
        nameOf(version),
        {
          network: "host",
          contexts: { [name]: image },
          output: [`type=tar,dest=${archiveOf(version)}`],
          "no-cache": true,
        },
      ]),
    );
    await writeFile(overrides, JSON.stringify({ target }));
    await bake(join(repository, "examples/bake"), {
      variables: {},
      flags: ["--file", overrides],
    });
  });
  afterAll(async () => {
    await images.close();
    await rm(folder, { recursive: true });
  });

  test.each(versions)(
    "makes an image of %s for each platform, from at most one download",
    async (version) => {
      const contents: ImageContents = await list(await readFile(archiveOf(version)));
      for (const platform of ["linux_amd64", "linux_arm64"]) {
        expect(contents.get(`${platform}/configure`)).toMatchObject({ uid: 0, mode: 0o755 });
      }
      const name = `${version}/Python-${version}.tar.xz`;
      // None where the cache mount has it from an earlier run.
      expect(images.mirror.requests.filter((path) => path === name).length).toBeLessThanOrEqual(1);
    },
  );

  test("makes one for a platform that pyverify has no image for, without emulation", async () => {
    await bake(join(repository, "examples/bake"), {
      variables: {},
      flags: ["--file", overrides, nameOf("3.14.0"), "--set=*.platform=linux/s390x"],
    });
    const contents = await list(await readFile(archiveOf("3.14.0")));
    expect(contents.get("configure")).toMatchObject({ uid: 0, mode: 0o755 });
  });

  function archiveOf(version: string): string {
    return join(folder, `${version}.tar`);
  }
});

/** As `docker-bake.hcl` names its targets. */
function nameOf(version: string): string {
  return `python-${version.replaceAll(".", "-")}`;
}
