import { randomUUID } from "node:crypto";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { madeUpRelease } from "../support/made-up-release.ts";
import { type Mirror, serveMirror } from "../support/mirror.ts";
import { pyverify } from "../support/pyverify.ts";
import { bytesOf } from "../support/sigstore/bundle.ts";
import { createLocalSigstore } from "../support/sigstore/local-sigstore.ts";
import { createWorkspace, type Workspace } from "../support/workspace.ts";
import { publishedName, tryBuild } from "./build.ts";
import { dockerIsThere, type DockerRun, tryDocker } from "./docker.ts";
import { realTarballs, realTarballsAreThere } from "../support/real-tarballs.ts";

const canBuild = realTarballsAreThere && (await dockerIsThere());

describe.skipIf(!canBuild)("what pin prints for BuildKit", () => {
  let workspace: Workspace;
  const mirrors: Mirror[] = [];
  beforeAll(async () => {
    workspace = await createWorkspace();
  });
  afterAll(async () => {
    await Promise.all([...mirrors.map((mirror) => mirror.close()), workspace.remove()]);
  });

  test("keeps BuildKit from taking other bytes, whatever the Dockerfile says", async () => {
    // New each time: BuildKit does not even ask for bytes that it has had before.
    const release = await madeUpRelease({ version: "3.14.99", bundled: randomUUID() });
    const sigstore = createLocalSigstore();
    const folder = join(workspace.work, "3.14.99");
    await mkdir(folder);
    await writeFile(
      join(folder, `${release.name}.sigstore`),
      bytesOf(sigstore.sign(release.tarball)),
    );
    const root = join(workspace.work, "trusted_root.json");
    await writeFile(root, JSON.stringify(sigstore.trustedRoot()));
    const mirror = await serve(workspace.work);
    const policy = join(workspace.work, "policy.json");
    await writeFile(policy, await pin("3.14.99", "buildkit-policy", mirror, root));

    const file = `FROM scratch\nADD ${mirror.url}3.14.99/${release.name} /\n`;
    await writeFile(join(folder, release.name), "other bytes");
    const refused = await buildWithPolicy(policy, file);
    expect(refused.exitCode).not.toBe(0);
    expect(refused.stderr).toContain("digest mismatch");
    await writeFile(join(folder, release.name), release.tarball);
    expect(await buildWithPolicy(policy, file)).toMatchObject({ exitCode: 0 });
  });

  test("makes a stage that verifies with no network, as whatever user", async () => {
    const mirror = await serve(realTarballs);
    const lines = await pin("3.14.0", "dockerfile", mirror, "embedded");
    const fetch = 'RUN --network=none ["pyverify", "fetch", "--offline", "--from", "/downloads"]';
    const file = `FROM ${publishedName}\n${lines}USER 65532\n${fetch}\n`;
    const run = await tryBuild(["--no-cache", "-"], file);
    expect({ exitCode: run.exitCode, said: run.stderr }).toEqual({
      exitCode: 0,
      said: expect.stringContaining("CPython 3.14.0 is verified and in /out"),
    });
  });

  test("does not build where ADD's checksums would be ignored", async () => {
    const mirror = await serve(realTarballs);
    const lines = await pin("3.14.0", "dockerfile", mirror, "embedded");
    const classic = { input: `FROM ${publishedName}\n${lines}`, env: { DOCKER_BUILDKIT: "0" } };
    const run = await tryDocker(["build", "--network=host", "-"], classic);
    expect(run.exitCode).not.toBe(0);
    expect(run.stderr).toContain("requires BuildKit");
  });

  async function serve(folder: string): Promise<Mirror> {
    const mirror = await serveMirror(folder);
    mirrors.push(mirror);
    return mirror;
  }

  async function pin(version: string, as: string, mirror: Mirror, root: string): Promise<string> {
    const flags = ["--mirror", mirror.url, "--trusted-root", root];
    const run = await pyverify(workspace, ["pin", version, "--as", as, ...flags]);
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
