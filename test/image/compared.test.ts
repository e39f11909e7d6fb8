import { execFileSync } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { serveRepositories } from "../support/git-server.ts";
import type { LoopbackServer } from "../support/loopback-server.ts";
import { repositoryOf } from "../support/real-tag.ts";
import { realTarballsAreThere } from "../support/real-tarballs.ts";
import { git, writeFiles } from "../support/tagged-checkout.ts";
import { repository, tryBuild } from "./build.ts";
import { dockerIsThere } from "./docker.ts";
import { mirroredImages, type MirroredImages } from "./mirrored-image.ts";

const canBuild = (await dockerIsThere()) && realTarballsAreThere;

describe.skipIf(!canBuild)("the example that compares with the tag", () => {
  let images: MirroredImages;
  let folder: string;
  let server: LoopbackServer;
  let commit: string;
  const checkout = (): string => join(folder, "checkout");

  beforeAll(async () => {
    images = await mirroredImages();
    folder = await mkdtemp(join(tmpdir(), "pyverify-image-"));
    commit = await repositoryOf("3.14.0", checkout());
    publish();
    server = await serveRepositories(folder);
  });
  afterAll(async () => {
    await server?.close();
    await images?.close();
    await rm(folder, { recursive: true, force: true });
  });

  /** Tags what is checked out, and serves it in place of what was there. */
  function publish(): void {
    git(checkout(), "tag", "--force", "v3.14.0");
    execFileSync("rm", ["-rf", join(folder, "cpython.git")]);
    git(folder, "clone", "--quiet", "--bare", checkout(), "cpython.git");
  }

  const build = () => {
    const example = join(repository, "examples/compared");
    const argument = `PYTHON_REPOSITORY=${server.origin}/cpython.git`;
    const file = join(example, "Containerfile");
    return tryBuild([
      ...images.flags,
      "--no-cache",
      "--build-arg",
      argument,
      "--file",
      file,
      example,
    ]);
  };

  test("takes a tarball that is made of the tag, and names the commit", async () => {
    const { exitCode, stderr } = await build();
    expect({ exitCode, stderr }).toMatchObject({ exitCode: 0 });
    expect(stderr).toContain(`made of       commit ${commit}`);
  });

  test("ends the build where the tarball has a line that the tag has not", async () => {
    writeFiles(checkout(), { "aclocal.m4": { content: "dnl\n" } });
    git(checkout(), "commit", "--quiet", "--all", "--message", "another tag");
    publish();
    const { stderr } = await build();
    expect(stderr).toContain("because: changed: aclocal.m4");
    expect(stderr).toContain("exit code: 6");
  });
});
