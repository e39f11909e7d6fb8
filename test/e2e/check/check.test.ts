import { createHash } from "node:crypto";
import { mkdir, rm, symlink, truncate, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { PinCheckReport } from "../../../src/pins/report/report.ts";
import { expectRefusal } from "../../support/expect-refusal.ts";
import { createLocalWorld, type LocalWorld } from "../../support/local-world.ts";
import { pinCheckViolations } from "../../support/pin-check-schema.ts";
import { pyverify, type Run } from "../../support/pyverify.ts";
import { bytesOf } from "../../support/sigstore/bundle.ts";
import type { SigningOptions } from "../../support/sigstore/local-sigstore.ts";

const signedAt = new Date("2026-03-01T12:00:00Z");
const tarXz = "Python-3.14.0.tar.xz";
const tgz = "Python-3.14.0.tgz";
const installer = "python-3.14.0-amd64.exe";

let world: LocalWorld;
let work: string;

beforeAll(async () => {
  world = await createLocalWorld();
  work = world.workspace.work;
  for (const name of [tarXz, tgz, installer]) await sign(name);
});

afterAll(async () => {
  await world.close();
});

beforeEach(async () => {
  await rm(join(work, "files"), { recursive: true, force: true });
});

/** A file of a release is its own name here: nothing looks into it. */
function sha256(name: string): string {
  return createHash("sha256").update(name).digest("hex");
}

async function sign(name: string, options: SigningOptions = {}): Promise<void> {
  const bundle = bytesOf(world.sigstore.sign(Buffer.from(name), { signedAt, ...options }));
  await put(`3.14.0/${name}.sigstore`, bundle);
}

async function put(path: string, content: Buffer | string): Promise<void> {
  const file = join(world.workspace.path, "python.org", path);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, content);
}

async function write(name: string, content: Buffer | string): Promise<string> {
  const file = join("files", name);
  await mkdir(dirname(join(work, file)), { recursive: true });
  await writeFile(join(work, file), content);
  return file;
}

function check(...args: readonly string[]): Promise<Run> {
  return pyverify(world.workspace, ["check", ...args, ...world.flags, "--retries", "0"]);
}

async function reportOf(
  ...args: readonly string[]
): Promise<PinCheckReport & { exitCode: number }> {
  const run = await check(...args, "--json");
  const report: PinCheckReport = JSON.parse(run.stdout);
  expect(pinCheckViolations(report)).toEqual([]);
  return { ...report, exitCode: run.exitCode };
}

function verdictsOf(report: PinCheckReport): string[] {
  return report.pins.map(({ verdict, reason }) => reason?.code ?? verdict);
}

describe("check", () => {
  it("says of each pin who signed its file, and when", async () => {
    const file = await write("SHA256SUMS", `${sha256(tarXz)}  ${tarXz}\n`);
    const run = await check(file);
    expect(run.exitCode).toBe(0);
    expect(run.stdout).toMatch(
      /^✓ files\/SHA256SUMS:1: Python-3\.14\.0\.tar\.xz: signed by hugo@python\.org \(https:\/\/github\.com\/login\/oauth\) at 2026-03-01T12:00:00Z, log index \d+\n\n✓ 1 verified   ✗ 0 wrong   \? 0 unknown, in 1 file\n$/,
    );
  });

  it("gets bundles alone, and none for a file without pins", async () => {
    const before = world.mirror.requests.length;
    await check(await write("README.md", "CPython is good for you\n"));
    expect(world.mirror.requests.slice(before)).toEqual([]);
    await check(await write("SHA256SUMS", `${sha256(tarXz)}  ${tarXz}\n`));
    expect(world.mirror.requests.slice(before)).toEqual([`3.14.0/${tarXz}.sigstore`]);
  });

  it("fails with 6 for one wrong pin among right ones, and says whose digest it is", async () => {
    const file = await write(
      "Dockerfile",
      `ADD --checksum=sha256:${sha256(tarXz)} https://www.python.org/ftp/python/3.14.0/${tarXz} /\n` +
        `ADD --checksum=sha256:${sha256(installer)} https://www.python.org/ftp/python/3.14.0/${tgz} /\n`,
    );
    const report = await reportOf(file);
    expect(report.exitCode).toBe(6);
    expect(report.pins).toMatchObject([
      {
        line: 1,
        column: 23,
        verdict: "verified",
        signed: [{ file: tarXz, sha256: sha256(tarXz) }],
      },
      { line: 2, verdict: "wrong", isOf: installer, signed: [{ file: tgz, sha256: sha256(tgz) }] },
    ]);
  });

  it("knows nothing of what was never signed, and has nothing against it", async () => {
    const sums = [
      `${sha256("old")}  Python-3.6.15.tgz`,
      `${sha256("gone")}  Python-3.14.97.tgz`,
      `${sha256("docs")}  python-3.14.0-amd64.zip`,
      `${sha256("older")}  python-3.10.8-amd64.exe`,
    ];
    const file = await write("SHA256SUMS", sums.join("\n"));
    const report = await reportOf(file);
    expect(verdictsOf(report)).toEqual([
      "not-signed",
      "bundle-not-found",
      "not-signed",
      "not-signed",
    ]);
    expect(report.exitCode).toBe(0);
    expect((await reportOf(file, "--fail-on-unknown")).exitCode).toBe(6);
  });

  it("says that it looks like a pin where it cannot be read", async () => {
    const file = await write("Dockerfile", "ENV PYTHON_SHA256 {{ .checksums.source.sha256 }}\n");
    const report = await reportOf(file);
    expect(verdictsOf(report)).toEqual(["unreadable"]);
    expect(report.exitCode).toBe(0);
  });

  it("holds a lockfile's digest of a bundle against the bundle", async () => {
    const run = await pyverify(world.workspace, ["pin", "3.14.0", ...world.flags]);
    const file = await write("pyverify.lock", run.stdout);
    expect(verdictsOf(await reportOf(file))).toEqual(["verified", "verified"]);
    const renewed = run.stdout.replace(/(bundle-sha256 = ")\w{8}/, "$100000000");
    await write("pyverify.lock", renewed);
    const report = await reportOf(file);
    expect(verdictsOf(report)).toEqual(["verified", "another-bundle"]);
    expect(report.exitCode).toBe(0);
  });

  it("looks into every file of a folder, and follows no links", async () => {
    await write("a/Dockerfile", `${sha256(tarXz)}  ${tarXz}`);
    await write("b/deep/PKGBUILD", `${sha256(tgz)}  ${tgz}`);
    await write(".git/objects", `${sha256("wrong")}  ${tgz}`);
    await symlink("/dev/zero", join(work, "files/zero"));
    const report = await reportOf("files");
    expect(report.pins.map(({ file }) => file)).toEqual([
      "files/a/Dockerfile",
      "files/b/deep/PKGBUILD",
    ]);
    expect(report.summary).toMatchObject({ files: 2, verified: 2 });
  });

  it.each(["utf-16le with a mark", "utf-16le without", "utf-8 with a mark", "latin-1"])(
    "reads %s",
    async (encoding) => {
      const text = `# für Windows\n$sha256 = "${sha256(installer)}" # ${installer}\n`;
      const content = {
        "utf-16le with a mark": Buffer.from(`\ufeff${text}`, "utf16le"),
        "utf-16le without": Buffer.from(text, "utf16le"),
        "utf-8 with a mark": Buffer.from(`\ufeff${text}`),
        "latin-1": Buffer.from(text, "latin1"),
      }[encoding];
      const report = await reportOf(await write("get.ps1", content ?? ""));
      expect(report.pins).toMatchObject([{ line: 2, column: 12, verdict: "verified" }]);
    },
  );
});

describe("check where something stands in the way", () => {
  it("fails with 6 for a bundle of another person, whatever the pin", async () => {
    await sign("python-3.14.0.exe", { identity: "mallory@example.com" });
    const file = await write("SHA256SUMS", `${sha256("python-3.14.0.exe")}  python-3.14.0.exe\n`);
    const report = await reportOf(file);
    expect(verdictsOf(report)).toEqual(["identity-mismatch"]);
    expect(report.exitCode).toBe(6);
  });

  it("trusts neither of two files whose bundles sign the same", async () => {
    const bundle = bytesOf(world.sigstore.sign(Buffer.from(tarXz), { signedAt }));
    await put("3.14.1/Python-3.14.1.tar.xz.sigstore", bundle);
    const file = await write(
      "SHA256SUMS",
      `${sha256(tarXz)}  ${tarXz}\n${sha256(tarXz)}  Python-3.14.1.tar.xz\n`,
    );
    const report = await reportOf(file);
    expect(verdictsOf(report)).toEqual(["release-mismatch", "release-mismatch"]);
    expect(report.exitCode).toBe(6);
  });

  it("fails with 4 where the mirror cannot be reached, and lists the pins", async () => {
    const file = await write("SHA256SUMS", `${sha256(tarXz)}  ${tarXz}\n`);
    const unreachable = ["--mirror", "http://127.0.0.1:9/", ...world.flags.slice(2)];
    const command = ["check", file, "--json", "--retries", "0"];
    const run = await pyverify(world.workspace, command.concat(unreachable));
    const report: PinCheckReport = JSON.parse(run.stdout);
    expect(verdictsOf(report)).toEqual(["unreachable"]);
    expect(run.exitCode).toBe(4);
  });

  it("fails with 5 where there is no trusted root, and lists the pins", async () => {
    const file = await write("SHA256SUMS", `${sha256(tarXz)}  ${tarXz}\n`);
    const command = ["check", file, "--json", "--retries", "0", "--mirror", world.mirror.url];
    const noTuf = ["--tuf-mirror", "http://127.0.0.1:9/", "--tuf-root", "root.json"];
    const run = await pyverify(world.workspace, command.concat(noTuf));
    const report: PinCheckReport = JSON.parse(run.stdout);
    expect(pinCheckViolations(report)).toEqual([]);
    expect(report).toMatchObject({ trustedRoot: null, summary: { unknown: 1 } });
    expect(verdictsOf(report)).toEqual(["tuf-unreachable"]);
    expect(run.exitCode).toBe(5);
  });

  it("fails with 8 for a file that is not there or too large, after all others", async () => {
    const file = await write("SHA256SUMS", `${sha256(tarXz)}  ${tarXz}\n`);
    const large = await write("large", "");
    await truncate(join(work, large), 1024 ** 3);
    const report = await reportOf(large, "files/none", file);
    expect(report.unread.map(({ code }) => code)).toEqual(["file-too-large", "not-readable"]);
    expect(report.summary).toMatchObject({ files: 1, verified: 1, unread: 2 });
    expect(report.exitCode).toBe(8);
    const run = await check(large);
    expect(run.stdout).toContain("files/large is too large to look into");
  });

  it("passes over a large file of a folder, and says so", async () => {
    await write("SHA256SUMS", `${sha256(tarXz)}  ${tarXz}\n`);
    await truncate(join(work, await write("disk.img", "")), 1024 ** 3);
    const report = await reportOf("files");
    expect(report.unread.map(({ file }) => file)).toEqual(["files/disk.img"]);
    expect(report.exitCode).toBe(0);
  });

  it("refuses --as with --json, --offline without --from, and no file", async () => {
    const usage = { kind: "usage", says: [] } as const;
    await expectRefusal(world.workspace, ["check", "x", "--as", "sarif"], {
      ...usage,
      code: "conflicting-flags",
    });
    await expectRefusal(world.workspace, ["check", "x", "--offline"], {
      ...usage,
      code: "conflicting-flags",
    });
    await expectRefusal(world.workspace, ["check"], { ...usage, code: "missing-argument" });
  });
});

describe("check for machines", () => {
  it("annotates the lines of a change on GitHub", async () => {
    const file = await write("a, b.txt", `x\n${sha256("none")}  ${tarXz}\n`);
    await write("c.txt", `${sha256("docs")}  python-3.14.0-amd64.zip\n`);
    const run = await check("files", "--as", "github");
    expect(run.exitCode).toBe(6);
    const [error, warning] = run.stdout.split("\n");
    expect(error).toMatch(
      new RegExp(
        `^::error file=files/a%2C b.txt,line=2,col=1,endColumn=65,title=wrong digest of CPython::${sha256("none")} was not signed for ${tarXz}: ${sha256(tarXz)} was, signed by hugo@python.org`,
      ),
    );
    expect(warning).toBe(
      "::warning file=files/c.txt,line=1,col=1,endColumn=65,title=unverified digest::python-3.14.0-amd64.zip: it is none of the files that release managers sign",
    );
    expect(file).toBe("files/a, b.txt");
  });

  it("prints SARIF for code scanning", async () => {
    await write("a b.txt", `x\n${sha256("none")}  ${tarXz}\n${sha256(tgz)}  ${tgz}\n`);
    const run = await check("files", "--as", "sarif");
    const log = JSON.parse(run.stdout);
    expect(log).toMatchObject({
      version: "2.1.0",
      runs: [{ tool: { driver: { name: "pyverify" } } }],
    });
    expect(log.runs[0].results).toMatchObject([
      {
        ruleId: "wrong-pin",
        ruleIndex: 0,
        level: "error",
        locations: [
          {
            physicalLocation: {
              artifactLocation: { uri: "files/a%20b.txt" },
              region: { startLine: 2, startColumn: 1, endColumn: 65 },
            },
          },
        ],
      },
    ]);
  });
});
