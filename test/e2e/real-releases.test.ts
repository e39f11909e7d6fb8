import { execFile } from "node:child_process";
import { cp, lstat, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { expectRefusal } from "../support/expect-refusal.ts";
import { type Mirror, serveMirror } from "../support/mirror.ts";
import { pyverify } from "../support/pyverify.ts";
import { realData, realDataIsThere } from "../support/real-data.ts";
import { createWorkspace, type Workspace } from "../support/workspace.ts";

const run = promisify(execFile);

function fetch(version: string, ...args: readonly string[]): readonly string[] {
  return ["fetch", version, "--out", "source", "--trusted-root", "embedded", ...args];
}

describe.runIf(realDataIsThere)("a real release", () => {
  let workspace: Workspace;
  let mirror: Mirror;
  let pythonOrg: string;

  beforeAll(async () => {
    workspace = await createWorkspace();
    // The published .tgz files are made again from the .tar.xz files, and checked by their digests.
    const copy = join(workspace.path, "copy");
    await run("sh", [join(realData, "recompress"), copy]);
    pythonOrg = join(copy, "ftp/python");
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

  it("is refused with one byte changed, or another file's or release's bundle beside it", async () => {
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

    await cp(join(pythonOrg, "3.13.5/Python-3.13.5.tar.xz.sigstore"), `${name}.sigstore`);
    await expectRefusal(workspace, fetch("3.14.0", "--from", from), {
      kind: "verification",
      code: "identity-mismatch",
      says: ["thomas@python.org", "hugo@python.org"],
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

  it("is refused when somebody else had to sign it", async () => {
    const hugo = ["--certificate-identity", "hugo@python.org"];
    const gitHub = ["--certificate-oidc-issuer", "https://github.com/login/oauth"];
    const args = fetch("3.13.5", "--mirror", mirror.url, "--format", "tgz", ...hugo, ...gitHub);
    await expectRefusal(workspace, args, {
      kind: "verification",
      code: "identity-mismatch",
      says: ["signed by thomas@python.org", "hugo@python.org"],
    });
  });

  it("is refused with a bundle without checkpoint, as python.org once had them", async () => {
    const from = join(workspace.work, "downloads");
    await mkdir(from);
    const tarball = join(pythonOrg, "3.11.2/Python-3.11.2.tgz");
    const bundle = join(realData, "refuse/no-checkpoint.Python-3.10.12.tar.xz.sigstore");
    await cp(tarball, join(from, "Python-3.10.12.tgz"));
    await cp(bundle, join(from, "Python-3.10.12.tgz.sigstore"));
    await expectRefusal(workspace, fetch("3.10.12", "--from", from, "--format", "tgz"), {
      kind: "verification",
      code: "no-checkpoint",
      says: ["2024-09-11"],
    });
    await rm(from, { recursive: true });
  });
});

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
