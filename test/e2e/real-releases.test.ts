import { execFile } from "node:child_process";
import { cp, lstat, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { expectRefusal } from "../support/expect-refusal.ts";
import { type Mirror, serveMirror } from "../support/mirror.ts";
import { pyverify } from "../support/pyverify.ts";
import { realData, realTarballs, realTarballsAreThere } from "../support/real-tarballs.ts";
import { createWorkspace, exists, type Workspace } from "../support/workspace.ts";

const run = promisify(execFile);

function fetch(version: string, ...args: readonly string[]): readonly string[] {
  return ["fetch", version, "--out", "source", "--trusted-root", "embedded", ...args];
}

describe.runIf(realTarballsAreThere)("a real release", () => {
  let workspace: Workspace;
  let mirror: Mirror;
  let pythonOrg: string;

  beforeAll(async () => {
    workspace = await createWorkspace();
    pythonOrg = await withEveryTgz(join(workspace.path, "copy"));
    mirror = await serveMirror(pythonOrg);
  }, 300_000);

  afterAll(async () => {
    await mirror.close();
    await workspace.remove();
  });

  beforeEach(async () => {
    await rm(join(workspace.work, "source"), { recursive: true, force: true });
    await rm(join(workspace.work, "expected"), { recursive: true, force: true });
  });

  const releases = [
    ["3.11.2", "tar.xz", "pablogsal@python.org (https://accounts.google.com)"],
    ["3.11.2", "tgz", "pablogsal@python.org (https://accounts.google.com)"],
    ["3.13.5", "tar.xz", "thomas@python.org (https://accounts.google.com)"],
    ["3.13.5", "tgz", "thomas@python.org (https://accounts.google.com)"],
    ["3.14.0", "tar.xz", "hugo@python.org (https://github.com/login/oauth)"],
    ["3.14.0", "tgz", "hugo@python.org (https://github.com/login/oauth)"],
  ] as const;

  it.each(releases)(
    "%s as %s gives the tree that tar makes of it",
    async (version, format, signer) => {
      const args = fetch(version, "--format", format, "--mirror", mirror.url);
      const result = await pyverify(workspace, args);
      expect(result).toMatchObject({ exitCode: 0 });
      expect(result.stdout).toContain(`signed by     ${signer}`);

      const expected = join(workspace.work, "expected");
      await mkdir(expected);
      const tarball = join(pythonOrg, version, `Python-${version}.${format}`);
      await run("tar", ["--extract", "--file", tarball, "--strip-components=1", "-C", expected]);
      const source = join(workspace.work, "source");
      expect(await filesOf(source)).toEqual(await filesOf(expected));
      // Prints nothing and exits with 0 only if all contents are equal.
      expect(await run("diff", ["--recursive", source, expected])).toMatchObject({ stdout: "" });
    },
  );

  it("comes from a folder with no network at all", async () => {
    const asked = mirror.requests.length;
    const args = ["fetch", "3.14.0", "--out", "source", "--offline"];
    const from = ["--format", "tgz", "--from", join(pythonOrg, "3.14.0")];
    const result = await pyverify(workspace, [...args, ...from], {
      // Any request would go to a port where nobody listens.
      env: { https_proxy: "http://127.0.0.1:9", http_proxy: "http://127.0.0.1:9" },
    });
    expect(result).toMatchObject({ exitCode: 0 });
    expect(mirror.requests).toHaveLength(asked);
  });

  it("is refused with one byte changed, or another file's bundle beside it", async () => {
    const from = join(workspace.work, "downloads");
    const name = join(from, "Python-3.14.0.tar.xz");
    await cp(join(pythonOrg, "3.14.0"), from, { recursive: true });

    const tarball = await readFile(name);
    tarball.writeUInt8(tarball.readUInt8(tarball.length >> 1) ^ 1, tarball.length >> 1);
    await writeFile(name, tarball);
    await expectRefusal(workspace, fetch("3.14.0", "--from", from), {
      kind: "verification",
      code: "digest-mismatch",
      says: ["not the one that was signed", "2299dae5"],
    });

    await cp(join(pythonOrg, "3.14.0/Python-3.14.0.tar.xz"), name);
    await cp(join(pythonOrg, "3.14.0/Python-3.14.0.tgz.sigstore"), `${name}.sigstore`);
    await expectRefusal(workspace, fetch("3.14.0", "--from", from), {
      kind: "verification",
      code: "digest-mismatch",
      says: ["not the one that was signed", "2299dae5"],
    });
    await rm(from, { recursive: true });
  });

  it("is refused under another release's name", async () => {
    const from = join(workspace.work, "downloads");
    await mkdir(from);
    for (const ending of ["", ".sigstore"]) {
      const genuine = join(pythonOrg, `3.14.0/Python-3.14.0.tar.xz${ending}`);
      await cp(genuine, join(from, `Python-3.14.4.tar.xz${ending}`));
    }
    await expectRefusal(workspace, fetch("3.14.4", "--from", from), {
      kind: "verification",
      code: "release-mismatch",
      says: ["3.14.4", "Python-3.14.0"],
    });
    await rm(from, { recursive: true });
  });

  it.each(["source", "Python-3.14.0(1).tar.xz"])(
    "is refused under another release's number, although its file is called %s",
    async (name) => {
      const file = join(workspace.work, name);
      await cp(join(pythonOrg, "3.14.0/Python-3.14.0.tar.xz"), file);
      await cp(join(pythonOrg, "3.14.0/Python-3.14.0.tar.xz.sigstore"), `${file}.sigstore`);
      const verify = ["verify", file, "--offline", "--trusted-root", "embedded"];
      expect((await pyverify(workspace, verify)).stderr).toContain(
        "does not say which release it is",
      );
      expect(await pyverify(workspace, [...verify, "--release", "3.14.0"])).toMatchObject({
        exitCode: 0,
      });
      const other = await pyverify(workspace, [...verify, "--release", "3.14.9"]);
      expect(other.exitCode).toBe(6);
      expect(other.stderr).toContain("asked for CPython 3.14.9, but the tarball holds");
      await rm(file);
      await rm(`${file}.sigstore`);
    },
  );
});

/**
 * The real releases, in a copy where their .tgz files are not among them: a script beside them makes
 * these again from the .tar.xz files, and holds them against the published digests.
 *
 * @returns the folder to serve
 */
async function withEveryTgz(copy: string): Promise<string> {
  const recompress = join(realData, "recompress");
  if (!(await exists(recompress))) return realTarballs;
  await run("sh", [recompress, copy]);
  return join(copy, "ftp/python");
}

/** Every file below a folder with what a tree has to keep: size, time, and whether it can be run. */
async function filesOf(root: string): Promise<readonly string[]> {
  const lines: string[] = [];
  for (const entry of await readdir(root, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    const { mode, size, mtimeMs } = await lstat(path);
    const name = path.slice(root.length);
    if (entry.isDirectory()) lines.push(`${name}/`);
    else lines.push(`${name} ${(mode & 0o100) === 0 ? "0644" : "0755"} ${size} ${mtimeMs}`);
  }
  return lines.toSorted();
}
