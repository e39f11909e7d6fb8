import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { realTarballs, realTarballsAreThere } from "../support/real-tarballs.ts";
import { type Mirror, serveMirror } from "../support/mirror.ts";
import { bake, buildImage, ensureBase, publishedName, repository } from "./build.ts";
import { docker, dockerIsThere } from "./docker.ts";
import { addedTo, listImage } from "./image-contents.ts";

const canBuild = realTarballsAreThere && (await dockerIsThere());
const base = "gcr.io/distroless/nodejs24-debian13:debug-nonroot";
const debugName = "ghcr.io/pyverify/pyverify:debug";

interface Job {
  readonly image: { readonly name: string; readonly entrypoint: readonly string[] };
  readonly variables: Readonly<Record<string, string>>;
  readonly script: readonly string[];
  readonly artifacts: { readonly paths: readonly string[] };
}

describe.skipIf(!canBuild)("the image with a shell", () => {
  let mirror: Mirror;
  let folder: string;
  beforeAll(async () => {
    await ensureBase(base);
    const file = join(repository, "Containerfile");
    const flags = ["--build-arg", `BASE_IMAGE=${base}`, "--file", file, repository];
    // As it is after BuildKit has dropped what it kept: the layer has to become the same again.
    await buildImage(["--tag", debugName, "--no-cache-filter=rootfs", ...flags]);
    mirror = await serveMirror(realTarballs);
    folder = await mkdtemp(join(tmpdir(), "pyverify-image-"));
  });
  afterAll(async () => {
    await mirror?.close();
    await rm(folder, { recursive: true, force: true });
  });

  test("is baked from distroless's own variant, for both platforms", async () => {
    const { stdout } = await bake(repository, {
      variables: { VERSION: "9.8.7" },
      flags: ["--print", "image-debug"],
    });
    expect(JSON.parse(stdout.toString()).target["image-debug"]).toMatchObject({
      args: { BASE_IMAGE: base },
      platforms: ["linux/amd64", "linux/arm64"],
      tags: ["debug", "9.8.7-debug", "9.8-debug", "9-debug"].map(
        (tag) => `ghcr.io/pyverify/pyverify:${tag}`,
      ),
    });
  });

  test("is the image without one, layer and all, and busybox in a folder of its own", async () => {
    const [plain, debug] = [await listImage(publishedName), await listImage(debugName)];
    const added = addedTo(plain, debug).map(({ path }) => path);
    expect(added).toContain("busybox/sh");
    expect(added.filter((path) => !`${path}/`.startsWith("busybox/"))).toEqual([]);
    expect(addedTo(debug, plain)).toEqual([]);
    expect(await layerOf(debugName)).toBe(await layerOf(publishedName));
  });

  test("runs the job of the GitLab example, as GitLab runs it", async () => {
    const file = await readFile(join(repository, "examples/gitlab-ci/.gitlab-ci.yml"), "utf8");
    const job: Job = parse(file)["verify-python"];
    expect(job.image.name.replace(/@sha256:.*/, "")).toBe(debugName);
    const variables = { ...job.variables, ...settings(), CI: "true", GITLAB_CI: "true" };
    const environment = Object.entries(variables).map(([name, value]) => `--env=${name}=${value}`);
    const { stdout } = await docker([
      ...["run", "--rm", "--network=host", `--entrypoint=${job.image.entrypoint.join(" ")}`],
      ...[`--volume=${folder}:/builds/project`, "--workdir=/builds/project", ...environment],
      ...[debugName, "sh", "-c", ["set -e", ...job.script, ...listed(job)].join("\n")],
    ]);
    expect(stdout.toString()).toContain("CPython 3.14.0 is verified and in");
    expect(stdout.toString()).toContain("python/configure\n");
    expect(stdout.toString()).toContain("evidence/receipt.json\n");
  });

  function settings(): Record<string, string> {
    const proxies = { HTTP_PROXY: "", HTTPS_PROXY: "", http_proxy: "", https_proxy: "" };
    return { ...proxies, PYVERIFY_MIRROR: mirror.url, PYVERIFY_TRUSTED_ROOT: "embedded" };
  }
});

/** What GitLab would collect. */
function listed({ artifacts }: Job): readonly string[] {
  return artifacts.paths.map((path) => `find ${path} -maxdepth 1`);
}

/** The digest of the layer that pyverify's own files are in. */
async function layerOf(image: string): Promise<string> {
  const format = "{{json .RootFS.Layers}}";
  const { stdout } = await docker(["image", "inspect", "--format", format, image]);
  const layers: readonly string[] = JSON.parse(stdout.toString());
  return layers.at(-1) ?? "";
}
