import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { cp, mkdtemp, readFile, rm, utimes } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { bake, repository } from "./build.ts";
import { docker } from "./docker.ts";
import { canEmulate } from "./emulation.ts";
import { realTarballs } from "../support/real-tarballs.ts";

const version = "9.8.7";
const image = "ghcr.io/pyverify/pyverify";

describe.skipIf(!canEmulate)("the image for both platforms", () => {
  const folders: string[] = [];
  const archives: string[] = [];
  beforeAll(async () => {
    // Two clean checkouts in different places, their files with different times. The first may
    // take steps from an earlier build's cache, the second does each of them anew.
    for (const [index, time] of [1_700_000_000, 1_750_000_000].entries()) {
      const folder = await mkdtemp(join(tmpdir(), `pyverify-checkout-${"x".repeat(index * 7)}`));
      folders.push(folder);
      for (const name of checkedOut) await copy(name, folder, time);
      archives.push(join(folder, "image.tar"));
      await bake(folder, {
        variables: { VERSION: version, SOURCE_DATE_EPOCH: "1760000000" },
        flags: [
          ...(index === 0 ? [] : ["--no-cache"]),
          "--set",
          `image.output=type=oci,dest=${join(folder, "image.tar")},rewrite-timestamp=true`,
        ],
      });
    }
    await docker(["load", "--input", archives[0] ?? ""]);
  });
  afterAll(async () => {
    for (const folder of folders) await rm(folder, { recursive: true });
  });

  test("is the same bit for bit from two clean builds in different folders", async () => {
    const digests = await Promise.all(archives.map(async (file) => sha256(await readFile(file))));
    expect(digests).toHaveLength(2);
    expect(digests[0]).toBe(digests[1]);
  });

  test("says what it is in the annotations of its index, where registries look", () => {
    const archive = archives[0] ?? "";
    const read = (name: string): Buffer => execFileSync("tar", ["-xOf", archive, name]);
    const { manifests } = JSON.parse(read("index.json").toString());
    const digest: string = manifests[0].digest;
    const index = JSON.parse(read(`blobs/${digest.replace(":", "/")}`).toString());
    expect(index.annotations).toMatchObject({
      "org.opencontainers.image.title": "pyverify",
      "org.opencontainers.image.version": version,
      "org.opencontainers.image.licenses": "Apache-2.0",
    });
  });

  test("carries the three tags of its version", async () => {
    const { stdout } = await docker(["images", "--format", "{{.Tag}}", image]);
    expect(stdout.toString().split("\n")).toEqual(expect.arrayContaining([version, "9.8", "9"]));
  });

  test.each(["linux/amd64", "linux/arm64"])(
    "fetches on %s with an addon of that platform",
    async (platform) => {
      const { stdout } = await docker([
        ...["run", "--rm", "--network=none", `--platform=${platform}`, "--tmpfs=/out:mode=1777"],
        `--volume=${join(realTarballs, "3.14.0")}:/in:ro`,
        ...[`${image}:${version}`, "fetch", "3.14.0", "--offline", "--from", "/in"],
      ]);
      // Of both platforms the same tree, too.
      expect(stdout.toString()).toContain(
        "sha256:e36953c269907382bf4683a03f0b6550041e3c464c919554f72ce61f01ae18fb, 5045 files",
      );
    },
  );
});

/** What the Containerfile copies, and what it is built by. */
const checkedOut = [
  "Containerfile",
  "docker-bake.hcl",
  ".dockerignore",
  "package.json",
  "package-lock.json",
  "tsconfig.json",
  "build.mjs",
  "LICENSE",
  "schemas",
  "scripts",
  "src",
];

async function copy(name: string, folder: string, time: number): Promise<void> {
  const to = join(folder, name);
  await cp(join(repository, name), to, { recursive: true });
  await utimes(to, time, time);
}

function sha256(bytes: Buffer): string {
  return createHash("sha256").update(bytes).digest("hex");
}
