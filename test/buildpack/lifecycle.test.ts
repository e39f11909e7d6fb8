import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { exists } from "../support/workspace.ts";
import { type BuildSite, compilableRelease, createBuildSite } from "./build-site.ts";
import { goIsThere } from "./go.ts";
import { buildLifecycle, type Lifecycle } from "./lifecycle.ts";
import { readLabels } from "./oci-layout.ts";

describe.skipIf(!(await goIsThere()))("with the real lifecycle", () => {
  let site: BuildSite;
  let lifecycle: Lifecycle;

  beforeAll(async () => {
    site = await createBuildSite();
    lifecycle = await buildLifecycle(site);
  });

  afterAll(() => site.close());

  beforeEach(async () => {
    await startAnew();
    await site.publish(await compilableRelease("3.14.99"));
  });

  /** What a platform does before each build of the same app: only image and cache remain. */
  async function startAnew(): Promise<void> {
    await site.clear();
    await site.setPlatform(site.settings);
    await site.write(".python-version", "3.14\n");
  }

  test("an app becomes an image with the CPython that it asks for; the same again takes it from there", async () => {
    const first = await lifecycle.creator("registry.test/app");
    expect(first.stdout).toContain("-----> CPython 3.14, as .python-version asks\n");
    expect(first.stdout).toContain("Adding layer 'pyverify/cpython:cpython'\n");
    expect(first).toMatchObject({ exitCode: 0 });
    const python = await lifecycle.launcher("python3");
    expect(python.stdout).toMatch(/^Python 3\.14\.99, /);

    await startAnew();
    const before = site.mirror.requests.length;
    const second = await lifecycle.creator("registry.test/app");
    expect(second.stdout).toContain('Restoring data for "pyverify/cpython:source" from cache\n');
    expect(second.stdout).toContain("-----> CPython 3.14.99 is taken from the last build: sha256:");
    expect(second.stdout).toContain("Reusing layer 'pyverify/cpython:cpython'\n");
    expect(second).toMatchObject({ exitCode: 0 });
    expect(await lifecycle.launcher("python3")).toEqual(python);
    expect(site.mirror.requests.slice(before)).not.toContain("3.14.99/Python-3.14.99.tar.xz");
    expect(digestIn(second.stdout)).toBe(digestIn(first.stdout));
  });

  test("the image carries the layer with its digest, its SBOMs, and no source", async () => {
    const { stdout } = await lifecycle.creator("registry.test/described");
    const labels = await readLabels(join(lifecycle.images, "registry.test/described/latest"));
    const metadata: unknown = JSON.parse(labels["io.buildpacks.lifecycle.metadata"] ?? "");
    expect(metadata).toMatchObject({
      buildpacks: [
        {
          key: "pyverify/cpython",
          layers: {
            cpython: {
              ...{ launch: true, build: true, cache: true },
              data: { version: "3.14.99", sha256: expect.stringMatching(/^[0-9a-f]{64}$/) },
            },
          },
        },
      ],
      sbom: { sha: expect.stringContaining("sha256:") },
    });
    expect(JSON.stringify(metadata)).not.toContain('"source"');
    expect(stdout).toContain("Adding cache layer 'pyverify/cpython:source'\n");
    for (const format of ["cdx", "spdx"]) {
      const file = `sbom/launch/pyverify_cpython/cpython/sbom.${format}.json`;
      expect(await exists(join(site.layers, file))).toBe(true);
    }
  });

  test("an app that asks for no CPython is not detected, one that asks in vain is an error", async () => {
    await rm(join(site.app, ".python-version"));
    expect(await lifecycle.detector()).toMatchObject({
      exitCode: 20,
      stdout: expect.stringContaining("fail: pyverify/cpython@0.1.0\n"),
    });
    await site.write(".python-version", "3.*\n");
    expect(await lifecycle.detector()).toMatchObject({
      exitCode: 21,
      stdout: expect.stringContaining("cpython buildpack: error: .python-version asks for '3.*'"),
    });
  });

  test("source that somebody else signed becomes no image", async () => {
    await site.publish(await compilableRelease("3.14.99"), { identity: "thomas@python.org" });
    const refused = await lifecycle.creator("registry.test/refused");
    expect(refused.exitCode).toBe(51);
    expect(refused.stdout).toContain("pyverify: error: signed by thomas@python.org");
    expect(refused.stdout).toContain("ERROR: failed to build: exit status 6\n");
    expect(await exists(join(lifecycle.images, "registry.test/refused"))).toBe(false);
  });

  test("the extension takes the source over, by a Dockerfile that the lifecycle accepts", async () => {
    const { exitCode, stdout } = await lifecycle.detector("with the extension");
    expect(exitCode).toBe(0);
    // It would be warned of an instruction that does not belong there.
    expect(stdout).not.toContain("is not recommended");
    const generated = join(site.layers, "generated/pyverify_cpython-source/build.Dockerfile");
    expect(await readFile(generated, "utf8")).toContain('RUN ["pyverify", "fetch", "3.14",');
    const plan = await readFile(join(site.layers, "plan.toml"), "utf8");
    expect(plan).toContain('name = "cpython"');
    expect(plan).not.toContain("cpython-source");
  });
});

function digestIn(log: string): string | undefined {
  return /^\*\*\* Images \(.*@(sha256:[0-9a-f]{64})\):$/m.exec(log)?.[1];
}
