import { execFileSync } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { bake, repository } from "./build.ts";
import { canEmulate } from "./emulation.ts";

interface Image {
  readonly annotations?: Readonly<Record<string, string>>;
  readonly layers: readonly { readonly mediaType: string; readonly size: number }[];
}

describe.skipIf(!canEmulate)("the image with zstd layers", () => {
  let folder: string;
  let images: readonly Image[];
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "pyverify-image-"));
    const archive = join(folder, "image.tar");
    // As the bake file has it, but into a file.
    const options = Object.entries({ ...(await outputOfBakeFile()), type: "oci", dest: archive });
    const output = options.map(([name, value]) => `${name}=${value}`).join(",");
    await bake(repository, {
      variables: {},
      flags: ["--provenance=false", `--set=image-zstd.output=${output}`, "image-zstd"],
    });
    images = imagesIn(archive);
  });
  afterAll(() => rm(folder, { recursive: true }));

  test("is there for both platforms, and says so to whoever chooses by compression", () => {
    expect(images.map(({ annotations }) => annotations)).toEqual([
      expect.objectContaining({ "io.github.containers.compression.zstd": "true" }),
      expect.objectContaining({ "io.github.containers.compression.zstd": "true" }),
    ]);
  });

  test("has no layer of another compression, not even of its base", () => {
    const types = images.flatMap(({ layers }) => layers.map(({ mediaType }) => mediaType));
    expect(new Set(types)).toEqual(new Set(["application/vnd.oci.image.layer.v1.tar+zstd"]));
  });

  test("is at most 50 MB to pull", () => {
    const sizes = images.map(({ layers }) => layers.reduce((sum, { size }) => sum + size, 0));
    expect(sizes.filter((size) => size > 50_000_000)).toEqual([]);
  });
});

async function outputOfBakeFile(): Promise<Readonly<Record<string, string>>> {
  const { stdout } = await bake(repository, { variables: {}, flags: ["--print", "image-zstd"] });
  return JSON.parse(stdout.toString()).target["image-zstd"].output[0];
}

/** The images of an OCI archive, one for each platform, with what the index says of each. */
function imagesIn(archive: string): readonly Image[] {
  const read = (name: string) =>
    JSON.parse(execFileSync("tar", ["-xOf", archive, name]).toString());
  const blob = (digest: string) => read(`blobs/${digest.replace(":", "/")}`);
  const { manifests } = blob(read("index.json").manifests[0].digest);
  return manifests.map(({ digest, annotations }: Described) => ({
    annotations,
    layers: blob(digest).layers,
  }));
}

interface Described {
  readonly digest: string;
  readonly annotations?: Readonly<Record<string, string>>;
}
