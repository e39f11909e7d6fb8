import { cp, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Run } from "../support/pyverify.ts";
import { exists } from "../support/workspace.ts";
import { type BuildSite, compilableRelease, createBuildSite } from "./build-site.ts";
import { run } from "./run.ts";

/*
 * bin/build as the specification calls it:
 * https://github.com/buildpacks/spec/blob/main/buildpack.md
 */
let site: BuildSite;

beforeAll(async () => {
  site = await createBuildSite();
});

afterAll(() => site.close());

beforeEach(async () => {
  await site.clear();
  await site.publish(await compilableRelease("3.14.99"));
});

describe("build", () => {
  test("compiles the source that it fetched, for launch, for later buildpacks and for the next build", async () => {
    const { stdout, stderr, exitCode } = await build();
    expect({ exitCode, errors: stderr.match(/error|warning/gi) }).toEqual({
      exitCode: 0,
      errors: null,
    });
    expect(stdout).toMatch(/^-----> CPython 3\.14, as \.python-version asks\n/);
    expect(stdout).toContain("-----> Configured; make\n-----> Made; make install\n");
    expect(await python("python")).toMatch(/^Python 3\.14\.99, epoch 315532801, compilation /);
    expect(await exists(join(site.layers, "cpython/lib/python3.14/this.py"))).toBe(true);
    expect(await exists(join(site.layers, "cpython/lib/python3.14/test"))).toBe(false);
    const digest = await signedDigest();
    expect(await readLayer("cpython.toml")).toMatch(
      new RegExp(
        `^\\[types\\]\nbuild = true\nlaunch = true\ncache = true\n\\[metadata\\]\nversion = "3.14.99"\nsha256 = "${digest}"\nrecipe = "[0-9a-f]{64}"\n$`,
      ),
    );
    expect(await readLayer("source.toml")).toBe(
      `[types]\ncache = true\n[metadata]\nversion = "3.14.99"\nsha256 = "${digest}"\n`,
    );
  });

  test("writes both SBOMs of the launch layer, about the tarball that was compiled", async () => {
    await build();
    const digest = await signedDigest();
    const cycloneDx = JSON.parse(await readLayer("cpython.sbom.cdx.json"));
    expect(cycloneDx).toMatchObject({ bomFormat: "CycloneDX" });
    expect(JSON.stringify(cycloneDx)).toContain(digest);
    const spdx = JSON.parse(await readLayer("cpython.sbom.spdx.json"));
    expect(spdx).toMatchObject({ spdxVersion: "SPDX-2.3" });
    expect(JSON.stringify(spdx)).toContain(digest);
  });

  test("takes layers of the same digest again, and downloads nothing but the signature", async () => {
    await build();
    const before = { python: await python("python3"), requests: site.mirror.requests.length };
    await restore();
    const { stdout, exitCode } = await build();
    expect(exitCode).toBe(0);
    expect(stdout).toContain("-----> CPython 3.14.99 is taken from the last build: sha256:");
    expect(await python("python3")).toBe(before.python);
    expect(requestsSince(before.requests)).not.toContain("3.14.99/Python-3.14.99.tar.xz");
    expect(requestsSince(before.requests)).toContain("3.14.99/Python-3.14.99.tar.xz.sigstore");
    expect(await readLayer("cpython.toml")).toContain("launch = true");
    expect(await readLayer("source.toml")).toContain("cache = true");
    expect(await exists(join(site.layers, "cpython.sbom.cdx.json"))).toBe(true);
  });

  test("compiles anew when another tarball of the same version is signed", async () => {
    await build();
    const before = { python: await python("python3"), digest: await signedDigest() };
    await restore();
    await site.publish(await compilableRelease("3.14.99", { comment: "as it was replaced" }));
    const { exitCode } = await build();
    expect(exitCode).toBe(0);
    expect(await python("python3")).not.toBe(before.python);
    expect(await signedDigest()).not.toBe(before.digest);
  });

  test("compiles anew, from the source of the last build, with other flags and for another target", async () => {
    await build();
    const seen = new Set([await python("python3")]);
    const requests = site.mirror.requests.length;
    for (const change of [
      { BP_CPYTHON_CONFIGURE_FLAGS: "--with-ensurepip=no" },
      { CNB_TARGET_DISTRO_VERSION: "14" },
    ]) {
      await restore();
      const { stdout, exitCode } = await build(change);
      expect(exitCode).toBe(0);
      expect(stdout).toContain("-----> The source of CPython 3.14.99 is taken from the last build");
      seen.add(await python("python3"));
    }
    expect(seen.size).toBe(3);
    expect(requestsSince(requests)).not.toContain("3.14.99/Python-3.14.99.tar.xz");
  });

  test("drops a source layer that belongs to another digest, and never relabels it", async () => {
    await build();
    const digest = await signedDigest();
    await restore();
    const older = (await readLayer("source.toml")).replace(digest, "0".repeat(64));
    await writeFile(join(site.layers, "source.toml"), older);
    expect(await build()).toMatchObject({ exitCode: 0 });
    expect(await readLayer("source.toml")).toBe(older);
    expect(await readLayer("cpython.toml")).toContain(digest);
  });

  test("moves a series on to its newest release", async () => {
    await build();
    await restore();
    await site.publish(await compilableRelease("3.14.100"));
    const { exitCode } = await build();
    expect(exitCode).toBe(0);
    expect(await python("python3")).toContain("Python 3.14.100,");
    await rm(join(site.path, "python.org/3.14.100"), { recursive: true });
  });
});

describe("build stops, and declares no CPython,", () => {
  test("with exit code 6 when somebody else signed", async () => {
    const release = await compilableRelease("3.14.99");
    await site.publish(release, { identity: "thomas@python.org" });
    const outcome = await build();
    expect(outcome.exitCode).toBe(6);
    await expectFailure(outcome, ["pyverify: error: ", "thomas@python.org", "hugo@python.org"]);
  });

  test("with exit code 6 when the tarball is not the one that was signed", async () => {
    const other = await compilableRelease("3.14.99", { comment: "somebody else's" });
    await writeFile(join(site.path, "python.org/3.14.99", other.name), other.tarball);
    const outcome = await build();
    expect(outcome.exitCode).toBe(6);
    await expectFailure(outcome, [
      "pyverify: error: ",
      "the tarball is not the one that was signed",
    ]);
    expect(await exists(join(site.layers, "cpython"))).toBe(false);
  });

  test("with the last lines of the log when it does not compile", async () => {
    const outcome = await build({ BP_CPYTHON_CONFIGURE_FLAGS: "--with-everything" });
    expect(outcome.exitCode).toBe(1);
    await expectFailure(outcome, [
      "configure: error: unrecognized option: --with-everything\n",
      "cpython buildpack: error: CPython 3.14.99 does not compile\nbecause: ",
      "hint: compare BP_CPYTHON_CONFIGURE_FLAGS",
    ]);
  });

  test("when it was packaged without pyverify", async () => {
    const unpackaged = join(site.path, "unpackaged");
    await cp(site.buildpack, unpackaged, { recursive: true });
    await rm(join(unpackaged, "bin/pyverify"));
    const outcome = await build({ CNB_BUILDPACK_DIR: unpackaged });
    expect(outcome.exitCode).toBe(1);
    await expectFailure(outcome, ["bin/pyverify is not in this buildpack", "because: ", "hint: "]);
  });

  test("when the extension was to provide the source and did not", async () => {
    const outcome = await build(
      {},
      planOf("3.14").replace(/\[\[entries\]\]\n.*cpython-source[^]*/, ""),
    );
    expect(outcome.exitCode).toBe(1);
    await expectFailure(outcome, ["/opt/cpython/evidence/receipt.json is not there", "hint: "]);
  });
});

/** Runs bin/build. */
async function build(
  environment: Readonly<Record<string, string>> = {},
  plan = planOf("3.14"),
): Promise<Run> {
  const planFile = join(site.path, "plan.toml");
  await writeFile(planFile, plan);
  const buildpack = environment["CNB_BUILDPACK_DIR"] ?? site.buildpack;
  return run(join(buildpack, "bin/build"), [site.layers, site.platform, planFile], {
    cwd: site.app,
    env: {
      PATH: process.env["PATH"] ?? "",
      CNB_BUILDPACK_DIR: buildpack,
      CNB_LAYERS_DIR: site.layers,
      CNB_PLATFORM_DIR: site.platform,
      CNB_BP_PLAN_PATH: planFile,
      CNB_TARGET_OS: "linux",
      CNB_TARGET_ARCH: "amd64",
      CNB_TARGET_DISTRO_NAME: "debian",
      CNB_TARGET_DISTRO_VERSION: "13",
      ...site.settings,
      ...environment,
    },
  });
}

/** A buildpack plan as the lifecycle writes it. */
function planOf(version: string): string {
  return `[[entries]]
  name = "cpython"
  [entries.metadata]
    build = true
    launch = true
    version = "${version}"
    version-source = ".python-version"

[[entries]]
  name = "cpython-source"
  [entries.metadata]
    version = "${version}"
`;
}

/** What the lifecycle does between two builds: of a layer's TOML its metadata alone come back. */
async function restore(): Promise<void> {
  for (const name of ["cpython.toml", "source.toml"]) {
    const toml = await readLayer(name);
    const metadata = toml.slice(toml.indexOf("[metadata]")).replaceAll(/^(?!\[|$)/gm, "  ");
    await writeFile(join(site.layers, name), metadata);
  }
  await rm(join(site.layers, "cpython.sbom.cdx.json"));
}

async function readLayer(name: string): Promise<string> {
  return readFile(join(site.layers, name), "utf8");
}

async function python(name: string): Promise<string> {
  const { stdout } = await run(join(site.layers, "cpython/bin", name), [], { env: {} });
  return stdout;
}

async function signedDigest(): Promise<string> {
  const receipt = await readLayer("cpython/evidence/receipt.json");
  const { tarball }: { tarball: { sha256: string } } = JSON.parse(receipt);
  return tarball.sha256;
}

function requestsSince(count: number): readonly string[] {
  return site.mirror.requests.slice(count);
}

async function expectFailure({ stderr }: Run, says: readonly string[]): Promise<void> {
  for (const words of says) expect(stderr).toContain(words);
  expect(await exists(join(site.layers, "cpython.toml"))).toBe(false);
}
