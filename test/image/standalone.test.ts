import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { madeUpRelease } from "../support/made-up-release.ts";
import { type Mirror, serveMirror } from "../support/mirror.ts";
import { bytesOf } from "../support/sigstore/bundle.ts";
import { createLocalSigstore } from "../support/sigstore/local-sigstore.ts";
import { build, standaloneName } from "./build.ts";
import { docker, dockerIsThere } from "./docker.ts";
import { listImage } from "./image-contents.ts";

const tag = "pyverify-standalone-in-debian:test";

describe.skipIf(!(await dockerIsThere()))("the standalone executable", () => {
  let folder: string;
  let mirror: Mirror;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "pyverify-image-"));
    await writeReleases(folder);
    mirror = await serveMirror(folder);
    await build(
      ["--tag", tag, "-"],
      `FROM debian:trixie-slim\nCOPY --from=${standaloneName} /pyverify /usr/local/bin/\n`,
    );
  });
  afterAll(async () => {
    await mirror.close();
    await rm(folder, { recursive: true });
  });

  test("has no time of its build, so that its layer is always the same", async () => {
    const contents = await listImage(standaloneName);
    expect([...contents.values()].filter(({ mtime }) => mtime !== 0)).toEqual([]);
    expect([...contents.keys()]).toContain("pyverify");
  });

  test("fetches a .tar.xz in an image that has no Node", async () => {
    const { stdout } = await run([], "pyverify fetch --out /tmp/python && ls -A /tmp");
    expect(stdout).toContain("CPython 3.14.99 is verified and in /tmp/python");
    expect(mirror.requests.at(-1)).toContain(".tar.xz");
    // Of the addon that it had to write there for a moment, nothing is left.
    expect(stdout.trim().split("\n").at(-1)).toBe("python");
  });

  test("verifies a .tar.xz that is already there", async () => {
    const tarball = "/in/3.14.99/Python-3.14.99.tar.xz";
    const { stdout } = await run([], `pyverify verify --offline ${tarball} && ls -A /tmp`);
    expect(stdout).toMatch(/^\/in\/3\.14\.99\/Python-3\.14\.99\.tar\.xz: signed by .*\n$/);
  });

  test("says that it cannot load its decoder, and takes the .tgz, where nothing may be mapped", async () => {
    const flags = ["--read-only", "--tmpfs=/tmp", "--tmpfs=/out"];
    const { stdout, stderr } = await run(flags, "pyverify fetch");
    expect(stderr).toContain("the .xz decoder cannot be loaded, so the .tgz is taken");
    expect(stdout).toContain("CPython 3.14.99 is verified and in /out");
    expect(mirror.requests.at(-1)).toContain(".tgz");
  });

  async function run(
    flags: readonly string[],
    script: string,
  ): Promise<{ readonly stdout: string; readonly stderr: string }> {
    const { stdout, stderr } = await docker([
      ...["run", "--rm", "--network=host", `--volume=${folder}:/in:ro`, ...flags],
      ...[`--env=PYVERIFY_MIRROR=${mirror.url}`, "--env=PYTHON_VERSION=3.14.99"],
      ...["--env=PYVERIFY_TRUSTED_ROOT=/in/trusted_root.json", "--env=HTTP_PROXY="],
      ...["--env=http_proxy=", tag, "/bin/sh", "-c", script],
    ]);
    return { stdout: stdout.toString(), stderr };
  }
});

/** A made-up release in both formats, signed as its release manager would, and what to trust. */
async function writeReleases(folder: string): Promise<void> {
  const sigstore = createLocalSigstore();
  await mkdir(join(folder, "3.14.99"));
  for (const format of ["tar.xz", "tgz"] as const) {
    const { name, tarball } = await madeUpRelease({ version: "3.14.99", format });
    const file = join(folder, "3.14.99", name);
    await writeFile(file, tarball);
    await writeFile(`${file}.sigstore`, bytesOf(sigstore.sign(tarball)));
  }
  await writeFile(join(folder, "trusted_root.json"), JSON.stringify(sigstore.trustedRoot()));
}
