import { cp, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { docker, dockerIsThere, tryDocker } from "../image/docker.ts";
import { programsAreThere } from "../image/buildah.ts";
import { type ImageRegistry, startImageRegistry } from "../image/image-registry.ts";
import type { LoopbackServer } from "../support/loopback-server.ts";
import type { Run } from "../support/pyverify.ts";
import { type BuildSite, compilableRelease, createBuildSite } from "./build-site.ts";
import { goIsThere } from "./go.ts";
import { serveStandalone } from "./oci-layout.ts";
import { buildBase, buildPack, createBuilder, onThisMachine, type Pack } from "./pack.ts";

const engineIsThere = await dockerIsThere();
if (!engineIsThere) console.warn("\nNO DOCKER ENGINE: every test with the real pack is skipped\n");

const registryIsThere = programsAreThere("docker-registry");

const example = join(import.meta.dirname, "../../examples/buildpack");
const base = "pyverify-pack-base:test";
const builder = "pyverify-pack-builder:test";
const app = "pyverify-pack-app";

describe.skipIf(!engineIsThere || !(await goIsThere()))("with the real pack", () => {
  let site: BuildSite;
  let pack: Pack;

  beforeAll(async () => {
    site = await createBuildSite();
    pack = await buildPack(site);
    await buildBase(base);
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

  const packBuild = (): Promise<Run> =>
    buildApp(pack, site, ["--builder", builder, "--trust-builder"]);

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

  test.runIf(registryIsThere)(
    "the buildpack goes into a registry and comes out of it, as the README says",
    async () => {
      const registry = await startImageRegistry();
      try {
        const pushed = await registry.push(builder, "builder");
        const [packaging, building] = await commandsOfReadme({
          // Pack takes no docker:// with a port, and a name with a port without it.
          "docker://registry.example/cpython": `${registry.address}/cpython`,
          "registry.example/cpython": `${registry.address}/cpython`,
          "registry.example/builder": pushed,
          "my-app": app,
        });
        const folder = join(site.path, "example");
        await cp(site.buildpack, join(folder, "buildpack"), { recursive: true });
        const { exitCode, stderr } = await pack(packaging ?? [], folder);
        expect({ exitCode, stderr }).toMatchObject({ exitCode: 0 });
        const flags = ["--lifecycle-image", pushed, "--pull-policy", "if-not-present"];
        const built = await pack([...(building ?? []), ...flags, ...buildFlags(site)]);
        expect(built).toEqual({ ...built, exitCode: 0 });
        expect(built.stdout).toContain(`Successfully built image '${app}'\n`);
        expect(await runInApp("python3")).toMatch(/^Python 3\.14\.99, /);
      } finally {
        await registry.stop();
      }
    },
  );

  test("source that somebody else signed becomes no image", async () => {
    await site.publish(await compilableRelease("3.14.99"), { identity: "thomas@python.org" });
    const { exitCode, stdout } = await packBuild();
    expect(stdout).toContain("pyverify: error: signed by thomas@python.org");
    expect(stdout).toContain("ERROR: failed to build: exit status 6\n");
    expect(exitCode).not.toBe(0);
    expect((await tryDocker(["image", "inspect", app])).exitCode).not.toBe(0);
  });
});

describe.skipIf(!engineIsThere || !registryIsThere || !(await goIsThere()))(
  "with the real pack and the extension",
  () => {
    let site: BuildSite;
    let pack: Pack;
    let registry: ImageRegistry;
    let standalone: LoopbackServer;

    beforeAll(async () => {
      site = await createBuildSite();
      pack = await buildPack(site);
      registry = await startImageRegistry();
      standalone = await serveStandalone(site);
      // The extension brings it: the buildpack has to do without.
      await rm(join(site.buildpack, "bin/pyverify"));
      await buildBase(base);
      const pushed = await registry.push(base, "base");
      const name = `${registry.address}/builder`;
      await createBuilder(site, pack, { name, base: pushed, isExtended: true });
    });

    afterAll(async () => {
      await removeTraces();
      await tryDocker(["image", "rm", "--force", base]);
      await standalone?.close();
      await registry?.stop();
      await site.close();
    });

    beforeEach(async () => {
      await removeTraces();
      await site.write(".python-version", "3.14\n");
    });

    test("the build image gets the verified source, which the buildpack compiles", async () => {
      await site.publish(await compilableRelease("3.14.99"));
      const { stdout, exitCode } = await buildExtended();
      expect(stdout).toContain("CPython 3.14.99 is verified and in /opt/cpython/tree\n");
      expect(stdout).toContain("-----> Compiling CPython 3.14.99, configured with ");
      expect(exitCode).toBe(0);
      expect(await runInApp("python3")).toMatch(/^Python 3\.14\.99, /);
    });

    test("source that somebody else signed becomes no image", async () => {
      await site.publish(await compilableRelease("3.14.99"), { identity: "thomas@python.org" });
      const { stdout, stderr, exitCode } = await buildExtended();
      expect(stderr).toContain("pyverify: error: signed by thomas@python.org");
      expect(stdout).toContain("waiting for process to exit: exit status 6\n");
      expect(exitCode).not.toBe(0);
      expect((await tryDocker(["image", "inspect", app])).exitCode).not.toBe(0);
    });

    /** Pack takes its phases out of the builder, since the one that runs them all knows no extension. */
    function buildExtended(): Promise<Run> {
      const extended = `${registry.address}/builder`;
      const image = `${new URL(standalone.origin).host}/pyverify:standalone`;
      return buildApp(
        pack,
        site,
        ["--builder", extended, "--lifecycle-image", extended, "--pull-policy", "always"],
        { BP_PYVERIFY_IMAGE: image },
      );
    }
  },
);

/** The README's commands for pack, with names of this machine in place of its own. */
async function commandsOfReadme(
  names: Readonly<Record<string, string>>,
): Promise<readonly (readonly string[])[]> {
  const readme = await readFile(join(example, "README.md"), "utf8");
  const commands = [...readme.matchAll(/^ {4}pack (.*)$/gm)].map(([, words = ""]) => {
    const named = Object.entries(names).reduce(
      (text, [old, ours]) => text.replace(old, ours),
      words,
    );
    return named.split(" ");
  });
  expect(commands.map(([first]) => first)).toEqual(["buildpack", "build"]);
  return commands;
}

/** Runs `pack build`. */
function buildApp(
  pack: Pack,
  site: BuildSite,
  flags: readonly string[],
  settings: Readonly<Record<string, string>> = {},
): Promise<Run> {
  return pack(["build", app, ...flags, ...buildFlags(site, settings)]);
}

/** The app, and what leads pyverify to the mirror and to the local Sigstore. */
function buildFlags(site: BuildSite, more: Readonly<Record<string, string>> = {}): string[] {
  const settings = { ...site.settings, PYVERIFY_TRUSTED_ROOT: "/trusted_root.json", ...more };
  return [
    ...["--path", site.app],
    ...Object.entries(settings).flatMap(([name, value]) => ["--env", `${name}=${value}`]),
    ...["--volume", `${site.settings["PYVERIFY_TRUSTED_ROOT"]}:/trusted_root.json`],
    ...onThisMachine,
  ];
}

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
