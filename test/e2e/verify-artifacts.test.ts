import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { expectRefusal } from "../support/expect-refusal.ts";
import { createLocalWorld, type LocalWorld } from "../support/local-world.ts";
import { madeUpArtifacts, silentProgram } from "../support/made-up-artifact.ts";
import { pyverify, type Run } from "../support/pyverify.ts";
import { bytesOf } from "../support/sigstore/bundle.ts";

let world: LocalWorld;
let files: Readonly<Record<string, Buffer>>;

beforeAll(async () => {
  world = await createLocalWorld();
  files = await madeUpArtifacts("3.14.0");
  for (const [name, bytes] of Object.entries(files)) await put(name, bytes);
});
afterAll(async () => world.close());

/** Writes a file, and beside it the bundle that the release manager would have made. */
async function put(name: string, bytes: Buffer): Promise<void> {
  const file = join(world.workspace.work, name);
  await writeFile(file, bytes);
  await writeFile(`${file}.sigstore`, bytesOf(world.sigstore.sign(bytes)));
}

function verify(...args: readonly string[]): Promise<Run> {
  return pyverify(world.workspace, ["verify", ...args, ...world.flags.slice(2)]);
}

describe("verify", () => {
  it("takes every kind of file by its name, and says what proves its release", async () => {
    const { exitCode, stdout } = await verify(...Object.keys(files));
    expect(exitCode).toBe(0);
    const lines = stdout.trim().split("\n");
    expect(lines).toHaveLength(Object.keys(files).length);
    for (const [index, name] of Object.keys(files).entries()) {
      expect(lines[index]).toMatch(
        new RegExp(`^${name}: signed by hugo@python.org .*; CPython 3\\.14\\.0 by [a-zA-Z]`),
      );
    }
  });

  it("says in JSON what proves it, too", async () => {
    const { stdout } = await verify("python-3.14.0-amd64.exe", "--json");
    expect(JSON.parse(stdout)).toMatchObject({
      files: [
        {
          verified: true,
          release: { version: "3.14.0", proven: true, by: "its version resource" },
        },
      ],
    });
  });

  it("says so where the file does not say which release it is", async () => {
    await put("python-3.14.7-amd64.exe", silentProgram());
    const { exitCode, stdout } = await verify("python-3.14.7-amd64.exe");
    expect(exitCode).toBe(0);
    expect(stdout).toContain(
      "; release not proven: the version resource of the program is not in it",
    );
  });

  it("says so of a digest", async () => {
    const digest = "sha256:" + "0".repeat(64);
    const bundle = "python-3.14.0.exe.sigstore";
    const run = await verify(digest, "--bundle", bundle, "--release", "3.14.0");
    expect(run.exitCode).toBe(6);
    const { stdout } = await verify("python-3.14.0.exe", "--json");
    const { sha256 } = JSON.parse(stdout).files[0];
    const known = await verify(`sha256:${sha256}`, "--bundle", bundle, "--release", "3.14.0");
    expect(known.stdout).toContain("; release not proven: a signature names no release");
  });

  it.each([
    ["python-3.14.3-amd64.exe", "python-3.14.0-amd64.exe", "is of CPython 3.14.0"],
    ["python-3.14.3-macos11.pkg", "python-3.14.0-macos11.pkg", "is of CPython 3.14.0"],
    ["python-3.14.3-embed-win32.zip", "python-3.14.0-embed-win32.zip", "is of CPython 3.14.0"],
    ["windows-3.14.3.json", "windows-3.14.0.json", "is of CPython 3.14.0"],
    ["python-3.14.3-arm64.exe", "python-3.14.0-embed-arm64.zip", "is no program for Windows"],
  ])("refuses %s where it is %s", async (name, actual, words) => {
    await put(name, files[actual] ?? Buffer.alloc(0));
    const args = ["verify", name, ...world.flags.slice(2)];
    await expectRefusal(world.workspace, args, {
      kind: "verification",
      code: "release-mismatch",
      says: [`of CPython 3.14.3, but the file ${words}`, "do not use this file"],
    });
  });
});
