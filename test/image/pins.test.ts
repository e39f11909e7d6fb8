import { existsSync } from "node:fs";
import { copyFile, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { pyverify } from "../support/pyverify.ts";
import { createWorkspace, type Workspace } from "../support/workspace.ts";
import { publishedName, tryBuild } from "./build.ts";
import { dockerIsThere, type DockerRun, tryDocker } from "./docker.ts";
import { mirroredImages, type MirroredImages, realData } from "./mirrored-image.ts";

const canBuild = existsSync(realData) && (await dockerIsThere());
const release = "3.14.0/Python-3.14.0.tar.xz";

describe.skipIf(!canBuild)("what pin prints for BuildKit", () => {
  let folder: string;
  let images: MirroredImages;
  let workspace: Workspace;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "pyverify-image-"));
    await mkdir(join(folder, "3.14.0"));
    await publish(release);
    await publish(`${release}.sigstore`);
    images = await mirroredImages(folder);
    workspace = await createWorkspace();
  });
  afterAll(async () => {
    await Promise.all([images.mirror.close(), workspace.remove(), rm(folder, { recursive: true })]);
  });

  test("keeps BuildKit from taking other bytes, whatever the Dockerfile says", async () => {
    const policy = join(workspace.work, "policy.json");
    await writeFile(policy, await pin("buildkit-policy"));
    const file = `FROM scratch\nADD ${images.mirror.url}${release} /\n`;
    await publish(`${release}.sigstore`, release);
    const refused = await buildWithPolicy(policy, file);
    expect(refused.exitCode).not.toBe(0);
    expect(refused.stderr).toContain("digest mismatch");
    await publish(release);
    expect(await buildWithPolicy(policy, file)).toMatchObject({ exitCode: 0 });
  });

  test("makes a stage that verifies with no network, as whatever user", async () => {
    const fetch = 'RUN --network=none ["pyverify", "fetch", "--offline", "--from", "/downloads"]';
    const file = `FROM ${publishedName}\n${await pin("dockerfile")}USER 65532\n${fetch}\n`;
    const run = await tryBuild(["--no-cache", "-"], file);
    expect({ exitCode: run.exitCode, said: run.stderr }).toEqual({
      exitCode: 0,
      said: expect.stringContaining("CPython 3.14.0 is verified and in /out"),
    });
  });

  /** Puts a real file onto the mirror, under its own name or another. */
  async function publish(file: string, name = file): Promise<void> {
    // The real files are read-only, and so are their copies.
    await rm(join(folder, name), { force: true });
    await copyFile(join(realData, "ftp/python", file), join(folder, name));
  }

  async function pin(as: string): Promise<string> {
    const flags = ["--mirror", images.mirror.url, "--trusted-root", "embedded"];
    const run = await pyverify(workspace, ["pin", "3.14.0", "--as", as, ...flags]);
    expect(run).toMatchObject({ exitCode: 0 });
    return run.stdout;
  }
});

async function buildWithPolicy(policy: string, file: string): Promise<DockerRun> {
  return tryDocker(["buildx", "build", "--progress=plain", "--no-cache", "-"], {
    input: file,
    env: { EXPERIMENTAL_BUILDKIT_SOURCE_POLICY: policy },
  });
}
