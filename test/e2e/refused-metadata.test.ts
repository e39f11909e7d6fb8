import { execFileSync, spawnSync } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { expectRefusal } from "../support/expect-refusal.ts";
import { createLocalWorld, type LocalWorld } from "../support/local-world.ts";
import { madeUpRelease } from "../support/made-up-release.ts";
import { trusting } from "../support/published-release.ts";
import { type Program, programUnderTest, pyverify } from "../support/pyverify.ts";

/*
 * SMB shares, Azure Files and some FUSE mounts refuse to set modes or times. Here a library before
 * libc does. It takes a C compiler to make.
 */
const compiler = "cc";
const compilerIsThere = spawnSync(compiler, ["--version"]).status === 0;
if (!compilerIsThere) {
  console.warn(
    "SKIPPED: no C compiler, so every test of a file system that refuses modes or times",
  );
}

const library = `
#include <errno.h>
#include <sys/stat.h>
#ifdef MODES
int chmod(const char *path, mode_t mode) { errno = EPERM; return -1; }
int fchmod(int file, mode_t mode) { errno = EPERM; return -1; }
#endif
#ifdef TIMES
int utimensat(int folder, const char *path, const struct timespec times[2], int flags) {
  errno = EPERM;
  return -1;
}
int futimens(int file, const struct timespec times[2]) { errno = EPERM; return -1; }
#endif
`;

let world: LocalWorld;
let args: readonly string[];

function refusing(what: "MODES" | "TIMES"): Record<string, string> {
  return { LD_PRELOAD: join(world.workspace.home, `${what}.so`) };
}

/** The program with a umask that takes away what a tree needs. */
function withUmask(umask: string): Program {
  const { command, arguments: words, env } = programUnderTest();
  const script = `umask ${umask} && exec "$@"`;
  return { command: "sh", arguments: ["-c", script, "sh", command, ...words], ...(env && { env }) };
}

describe.runIf(compilerIsThere)("where the file system refuses", () => {
  beforeAll(async () => {
    world = await createLocalWorld();
    await world.publish(await madeUpRelease({ version: "3.14.7" }));
    const trust = await trusting(world.sigstore, world.workspace);
    args = ["fetch", "3.14.7", "--mirror", world.mirror.url, ...trust];
    const source = join(world.workspace.home, "refusing.c");
    await writeFile(source, library);
    for (const what of ["MODES", "TIMES"] as const) {
      const out = refusing(what)["LD_PRELOAD"] ?? "";
      execFileSync(compiler, ["-shared", "-fPIC", `-D${what}`, "-o", out, source]);
    }
  });
  afterAll(() => world.close());

  const refusal = {
    kind: "filesystem",
    code: "metadata-refused",
    says: [/cannot hold the modes and times of a source tree \(EPERM\)/],
  } as const;

  test.each([
    ["the tree", ["--out", "tree"]],
    ["an evidence folder", ["--out", "tree", "--evidence", "evidence"]],
    ["an image of it", ["--out", "tree", "--oci-layout", "image"]],
    ["a tarball beside it", ["--out", "tree", "--keep-tarball", "kept"]],
  ])("times, %s is refused and nothing is left", async (_what, outputs) => {
    const options = { ...refusal, env: refusing("TIMES") };
    await expectRefusal(world.workspace, [...args, ...outputs], options);
  });

  test("modes that a umask makes it need, the tree is refused and nothing is left", async () => {
    const options = { ...refusal, env: refusing("MODES"), program: withUmask("077") };
    await expectRefusal(world.workspace, [...args, "--out", "tree"], options);
  });

  test("times, doctor says so and leaves nothing", async () => {
    const { workspace } = world;
    const before = await workspace.contents();
    const flags = ["--out", "tree", "--offline", "--trusted-root", "embedded", "--json"];
    const run = await pyverify(workspace, ["doctor", ...flags], { env: refusing("TIMES") });
    expect(run.exitCode).toBe(8);
    expect(run.stdout).toContain('"metadata-refused"');
    expect(await workspace.contents()).toEqual(before);
  });

  test("modes that nothing makes it need, the tree is there", async () => {
    const options = { env: refusing("MODES"), program: withUmask("022") };
    const run = await pyverify(world.workspace, [...args, "--out", "tree"], options);
    expect(run).toMatchObject({ exitCode: 0, stderr: expect.not.stringContaining("error") });
  });
});
