import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { docker, dockerIsThere, tryDocker } from "../image/docker.ts";
import type { Run } from "../support/pyverify.ts";
import { type BuildSite, compilableRelease, createBuildSite } from "./build-site.ts";
import { goIsThere } from "./go.ts";
import { buildPack, createBuilder, onThisMachine, type Pack } from "./pack.ts";

const engineIsThere = await dockerIsThere();
if (!engineIsThere) console.warn("\nNO DOCKER ENGINE: every test with the real pack is skipped\n");

const base = "pyverify-pack-base:test";
const builder = "pyverify-pack-builder:test";
const app = "pyverify-pack-app";

describe.skipIf(!engineIsThere || !(await goIsThere()))("with the real pack", () => {
  let site: BuildSite;
  let pack: Pack;

  beforeAll(async () => {
    site = await createBuildSite();
    pack = await buildPack(site);
    await createBuilder(site, pack, { name: builder, base });
  });

  afterAll(async () => {
    await removeTraces();
    await tryDocker(["image", "rm", "--force", builder, base]);
    await site.close();
  });

  beforeEach(async () => {
    await removeTraces();
    await site.publish(await compilableRelease("3.14.99"));
    await site.write(".python-version", "3.14\n");
  });

  function packBuild(): Promise<Run> {
    const settings = { ...site.settings, PYVERIFY_TRUSTED_ROOT: "/trusted_root.json" };
    return pack([
      ...["build", app, "--builder", builder, "--trust-builder", "--path", site.app],
      ...Object.entries(settings).flatMap(([name, value]) => ["--env", `${name}=${value}`]),
      ...["--volume", `${site.settings["PYVERIFY_TRUSTED_ROOT"]}:/trusted_root.json`],
      ...onThisMachine,
    ]);
  }

  test("an app becomes an image with the CPython that it asks for; the same again takes it from there", async () => {
    const first = await packBuild();
    expect(first.stdout).toContain("-----> Compiling CPython 3.14.99, configured with ");
    expect(first.stdout).toContain(`Successfully built image '${app}'\n`);
    expect(first.exitCode).toBe(0);
    const python = await runInApp("python3");
    expect(python).toMatch(/^Python 3\.14\.99, /);

    const before = site.mirror.requests.length;
    const second = await packBuild();
    expect(second.stdout).toContain("-----> CPython 3.14.99 is taken from the last build: sha256:");
    expect(second.stdout).toContain("Reusing layer 'pyverify/cpython:cpython'\n");
    expect(second.exitCode).toBe(0);
    expect(await runInApp("python3")).toBe(python);
    expect(site.mirror.requests.slice(before)).not.toContain("3.14.99/Python-3.14.99.tar.xz");
  });

  test("source that somebody else signed becomes no image", async () => {
    await site.publish(await compilableRelease("3.14.99"), { identity: "thomas@python.org" });
    const { exitCode, stdout } = await packBuild();
    expect(stdout).toContain("pyverify: error: signed by thomas@python.org");
    expect(stdout).toContain("ERROR: failed to build: exit status 6\n");
    expect(exitCode).not.toBe(0);
    expect((await tryDocker(["image", "inspect", app])).exitCode).not.toBe(0);
  });
});

async function runInApp(...command: readonly string[]): Promise<string> {
  const { stdout } = await docker(["run", "--rm", "--entrypoint=launcher", app, ...command]);
  return stdout.toString();
}

/** The app's image, and the volumes in which pack keeps what the next build is to take again. */
async function removeTraces(): Promise<void> {
  await tryDocker(["image", "rm", "--force", app]);
  const { stdout } = await docker(["volume", "ls", "--quiet", "--filter", `name=${app}`]);
  const volumes = stdout.toString().split("\n").filter(Boolean);
  if (volumes.length > 0) await docker(["volume", "rm", "--force", ...volumes]);
}
