import { chmod, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { build } from "../image/build.ts";
import { dockerIsThere } from "../image/docker.ts";
import type { LoopbackServer } from "../support/loopback-server.ts";
import { type BuildSite, compilableRelease, createBuildSite } from "./build-site.ts";
import { goIsThere } from "./go.ts";
import { buildLifecycle, type Lifecycle } from "./lifecycle.ts";
import { serveStandalone, writeImage } from "./oci-layout.ts";

const buildImage = "pyverify-buildpack-build:test";
const engineIsThere = await dockerIsThere();
if (!engineIsThere)
  console.warn("\nNO DOCKER ENGINE: the test with the real extender is skipped\n");

describe.skipIf(!engineIsThere || !(await goIsThere()))("with the real extender", () => {
  let site: BuildSite;
  let lifecycle: Lifecycle;
  let registry: LoopbackServer;

  beforeAll(async () => {
    site = await createBuildSite();
    lifecycle = await buildLifecycle(site);
    registry = await serveStandalone(site);
    // The image extension brings it: the buildpack has to do without.
    await rm(join(site.buildpack, "bin/pyverify"));
    await build(["--tag", buildImage, "-"], buildImageFile(lifecycle.uid));
    await site.publish(await compilableRelease("3.14.99"));
  });

  afterAll(async () => {
    await registry.close();
    await site.close();
  });

  test("the build image gets pyverify and the verified source, which the buildpack compiles", async () => {
    const image = new URL(registry.origin).host;
    await site.setPlatform({ ...site.settings, BP_PYVERIFY_IMAGE: `${image}/pyverify:standalone` });
    await site.write(".python-version", "3.14\n");
    await describeBuildImage(site);
    expect(await lifecycle.detector("with the extension")).toMatchObject({ exitCode: 0 });
    const { exitCode, stdout, stderr } = await lifecycle.extender(buildImage);
    expect(stdout.toString()).toContain("CPython 3.14.99 is verified and in /opt/cpython/tree\n");
    expect(stdout.toString()).toContain("-----> Compiling CPython 3.14.99, configured with ");
    expect(stderr).toContain("USER ${user_id}");
    expect(exitCode).toBe(0);
    const layers = join(site.layers, "pyverify_cpython");
    const receipt = await readFile(join(layers, "cpython/evidence/receipt.json"), "utf8");
    expect(JSON.parse(receipt)).toMatchObject({ tree: { path: "/opt/cpython/tree" } });
    expect((await lifecycle.launcher("python3")).stdout).toMatch(/^Python 3\.14\.99, /);
  });
});

/** The official image has make, a stand-in of it may not; and the lifecycle wants to know its user. */
function buildImageFile(uid: number): string {
  return `FROM node:24-trixie
RUN command -v make || { apt-get update -qq && apt-get install -y -qq make; }
RUN getent passwd ${uid} || useradd --uid ${uid} builder
`;
}

/** What the phases before leave: which image is extended, and its configuration. */
async function describeBuildImage(site: BuildSite): Promise<void> {
  const folder = join(site.path, "build-images");
  const config = { User: "1000:1000", Env: ["PATH=/usr/local/bin:/usr/bin:/bin"] };
  const digest = await writeImage(join(folder, "new"), { config });
  await rename(join(folder, "new"), join(folder, digest));
  const analyzed = `[build-image]\nreference = "build.test/image@${digest}"\n`;
  await writeFile(join(site.layers, "analyzed.toml"), analyzed);
  // Whoever the detector runs as writes it again.
  await chmod(join(site.layers, "analyzed.toml"), 0o666);
}
