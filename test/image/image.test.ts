import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import manifest from "../../package.json" with { type: "json" };
import { publishedName, repository } from "./build.ts";
import { docker, dockerIsThere, tryDocker } from "./docker.ts";
import { baseName } from "./emulation.ts";
import { addedTo, type ImageContents, listImage } from "./image-contents.ts";
import { refusedBundles } from "../support/real-bundles.ts";
import { realTarballs, realTarballsAreThere } from "../support/real-tarballs.ts";

const canRun = (await dockerIsThere()) && realTarballsAreThere;
const release = join(realTarballs, "3.14.0");

describe.skipIf(!canRun)("pyverify's image", () => {
  let contents: ImageContents;
  let base: ImageContents;
  beforeAll(async () => {
    contents = await listImage(publishedName);
    base = await listImage(baseName);
  });

  test("holds its base, the bundle, the addon, the licences and the manual, and nothing else", () => {
    const added = addedTo(base, contents).map(({ path }) => path);
    // Folders that one base has and another has not.
    const folders = new Set([
      ...["usr/local", "usr/local/bin", "usr/local/lib"],
      ...["usr/local/share", "usr/local/share/man", "usr/local/share/man/man1"],
    ]);
    expect(added.filter((path) => !folders.has(path)).toSorted()).toEqual([
      "out",
      "usr/local/bin/pyverify",
      "usr/local/lib/pyverify",
      "usr/local/lib/pyverify/LICENSES.txt",
      "usr/local/lib/pyverify/lzma_native.node",
      "usr/local/lib/pyverify/pyverify.mjs",
      "usr/local/share/man/man1/pyverify.1",
    ]);
    expect(contents.get("out")).toMatchObject({ mode: 0o1777, uid: 0, gid: 0 });
  });

  test("adds nothing with the time of its build, so that its layer is always the same", () => {
    expect(addedTo(base, contents).filter(({ mtime }) => mtime !== 0)).toEqual([]);
  });

  test("has no shell", () => {
    const shells = [...contents.keys()].filter((path) => /(^|\/)(ba|da|z|k)?sh$/.test(path));
    expect(shells).toEqual([]);
  });

  test("says what it is in labels of the OCI image specification", async () => {
    const { stdout } = await docker([
      "image",
      "inspect",
      "--format",
      "{{json .Config}}",
      publishedName,
    ]);
    expect(JSON.parse(stdout.toString())).toMatchObject({
      Entrypoint: ["pyverify"],
      User: "0:0",
      WorkingDir: "/",
      Labels: {
        "org.opencontainers.image.title": "pyverify",
        "org.opencontainers.image.licenses": "Apache-2.0",
        "org.opencontainers.image.version": manifest.version,
        "org.opencontainers.image.base.name": baseName,
      },
    });
  });

  test("answers with its own version", async () => {
    const { version } = JSON.parse(await readFile(join(repository, "package.json"), "utf8"));
    const { stdout } = await docker(["run", "--rm", "--network=none", publishedName, "--version"]);
    expect(stdout.toString()).toContain(version);
  });

  test.each(["65532:65532", "0:0", "12345:0", "12345:12345"])(
    "fetches as %s with a read-only root, no HOME, no capabilities and no network",
    async (user) => {
      const { stdout } = await docker([
        ...["run", "--rm", "--read-only", "--network=none", "--cap-drop=ALL", "--env=HOME="],
        ...["--security-opt=no-new-privileges", `--user=${user}`],
        ...["--tmpfs=/out:mode=1777", `--volume=${release}:/in:ro`],
        ...[publishedName, "fetch", "3.14.0", "--offline", "--from", "/in"],
      ]);
      expect(stdout.toString()).toContain("CPython 3.14.0 is verified and in /out");
    },
  );

  test.each(["65532:65532", "0:0", "12345:12345"])(
    "as %s writes to /out alone, whatever it is asked to fetch",
    async (user) => {
      const changes = await changesOf(user, ["fetch", "3.14.0", "--offline", "--from", "/in"]);
      expect(changes).toContain("A /out/configure");
      expect(changes.filter((line) => !/^[AC] \/(out(\/|$)|in$)/.test(line))).toEqual([]);
    },
  );

  test("verifies a tarball that is mounted, and leaves nothing", async () => {
    const changes = await changesOf("65532:65532", [
      "verify",
      ...["--trusted-root", "embedded", "/in/Python-3.14.0.tar.xz"],
    ]);
    expect(changes.filter((line) => line !== "A /in")).toEqual([]);
  });

  test("ends with the exit code of its failure, and leaves nothing", async () => {
    const run = await tryDocker([
      ...["run", "--rm", "--network=none", `--volume=${refusedBundles}:/in:ro`],
      ...[publishedName, "fetch", "3.14.0", "--offline", "--from", "/in"],
    ]);
    expect(run.exitCode).toBe(3);
    expect(run.stderr).toMatch(/^pyverify: error: /m);
  });
});

/** What a run with the real release at `/in` changed in the container's own file system. */
async function changesOf(user: string, args: readonly string[]): Promise<readonly string[]> {
  const { stdout } = await docker([
    ...["create", "--network=none", `--user=${user}`, `--volume=${release}:/in:ro`],
    ...[publishedName, ...args],
  ]);
  const container = stdout.toString().trim();
  try {
    await docker(["start", "--attach", container]);
    const { stdout: changes } = await docker(["diff", container]);
    return changes.toString().trim().split("\n").filter(Boolean);
  } finally {
    await docker(["rm", container]);
  }
}
