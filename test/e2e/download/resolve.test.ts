import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { expectRefusal } from "../../support/expect-refusal.ts";
import {
  type Fault,
  type FaultServer,
  only,
  serveFaults,
  status,
} from "../../support/fault-server.ts";
import { pyverify } from "../../support/pyverify.ts";
import { createWorkspace, type Workspace } from "../../support/workspace.ts";

/** A mirror's folders as python.org has them, by what lies in each. */
const folders: Readonly<Record<string, readonly string[]>> = {
  "3.6.15": ["Python-3.6.15.tar.xz", "Python-3.6.15.tgz"],
  "3.12.0": [
    "Python-3.12.0.tar.xz",
    "Python-3.12.0.tar.xz.sigstore",
    "Python-3.12.0a6.tar.xz",
    "Python-3.12.0a6.tar.xz.sig",
    "Python-3.12.0a6.tar.xz.crt",
  ],
  "3.14.0": [
    "Python-3.14.0.tar.xz",
    "Python-3.14.0.tar.xz.sigstore",
    "python-3.14.0-amd64.exe",
    "python-3.14.0-amd64.exe.sigstore",
    "python-3.14.0-macos11.pkg",
  ],
  "3.14.2": ["Python-3.14.2.tar.xz", "Python-3.14.2.tar.xz.sigstore"],
  // The tarball is there already, its bundle is not.
  "3.14.10": ["Python-3.14.10.tar.xz"],
  "3.15.0": ["Python-3.15.0b3.tar.xz", "Python-3.15.0b3.tar.xz.sigstore"],
  "3.14.3": ["Python-3.14.3.tgz", "Python-3.14.3.tgz.sigstore"],
  "3.10.8": ["Python-3.10.8.tar.xz", "Python-3.10.8.tar.xz.sigstore", "python-3.10.8-amd64.exe"],
  "3.11.2": ["Python-3.11.2.tar.xz"],
  "3.13.5": ["Python-3.13.5.tar.xz.sigstore"],
  "3.16.0": ["Python-3.16.0.tgz", "Python-3.16.0.tgz.sigstore"],
  "3.9.9": ["Python-3.9.9.tar.xz", "Python-3.9.9.tar.xz.sigstore.json"],
  "3.8.20": [
    "Python-3.8.20rc1.tar.xz",
    "Python-3.8.20rc1.tar.xz.sigstore",
    "Python-3.8.20rc2.tar.xz",
    "Python-3.8.20.tar.xz",
    "Python-3.8.20.tar.xz.sigstore",
  ],
};

let server: FaultServer;
let workspace: Workspace;

beforeEach(async () => {
  server = await serveFaults(filesOf(folders));
  workspace = await createWorkspace();
});
afterEach(async () => {
  await server.close();
  await workspace.remove();
});

function filesOf(mirrored: typeof folders): Record<string, Buffer> {
  const files: Record<string, Buffer> = { "": listing(Object.keys(mirrored)) };
  for (const [folder, names] of Object.entries(mirrored)) {
    files[`${folder}/`] = listing(names);
    for (const name of names) files[`${folder}/${name}`] = Buffer.from("never looked into");
  }
  return files;
}

function listing(names: readonly string[]): Buffer {
  return Buffer.from(names.map((name) => `<a href="${name}">${name}</a>\n`).join(""));
}

function resolveArgs(spec: string, ...flags: string[]): string[] {
  return ["resolve", spec, "--mirror", server.url, "--retries", "0", ...flags];
}

describe("a SPEC is", () => {
  test.each([
    ["3.14", "3.14.2", "the newest of the series that is signed"],
    ["latest", "3.14.2", "the newest of all that is final"],
    ["3.12", "3.12.0", "never a pre-release that was not named"],
    ["3.15.0b3", "3.15.0b3", "a pre-release that was named"],
    ["3.14.0", "3.14.0", "an older one that was named"],
    ["3.15-rc", "3.15.0b3", "the newest pre-release of a series"],
    ["3.8-rc", "3.8.20rc1", "the newest pre-release that is signed"],
  ])("%s: %s, %s", async (spec, version) => {
    const { exitCode, stdout } = await pyverify(workspace, resolveArgs(spec, "--json"));
    expect(exitCode).toBe(0);
    const [folder] = /^\d+\.\d+\.\d+/.exec(version) ?? [];
    const tarballUrl = `${server.url}${folder}/Python-${version}.tar.xz`;
    expect(JSON.parse(stdout)).toMatchObject({
      version,
      format: "tar.xz",
      tarballUrl,
      bundleUrl: `${tarballUrl}.sigstore`,
    });
  });

  test("the newest in the format that is wanted", async () => {
    const args = resolveArgs("3.14", "--format", "tgz", "--json");
    const { stdout } = await pyverify(workspace, args);
    expect(JSON.parse(stdout)).toMatchObject({
      version: "3.14.3",
      series: "3.14",
      status: expect.any(String),
      endOfLife: "2030-10",
      signers: [{ identity: "hugo@python.org", issuer: "https://github.com/login/oauth" }],
    });
  });

  test("told to a person as well", async () => {
    const { stdout } = await pyverify(workspace, resolveArgs("3.14"));
    expect(stdout).toContain("CPython 3.14.2\n");
    expect(stdout).toContain("hugo@python.org (https://github.com/login/oauth)");
  });
});

describe("resolve --artifact", () => {
  const installer = ["--artifact", "windows-amd64"];

  test("finds the newest release that has the file, and says which is passed over", async () => {
    const { exitCode, stdout, stderr } = await pyverify(
      workspace,
      resolveArgs("3.14", ...installer, "--json"),
    );
    const fileUrl = `${server.url}3.14.0/python-3.14.0-amd64.exe`;
    expect(exitCode).toBe(0);
    const document: unknown = JSON.parse(stdout);
    expect(document).toMatchObject({
      version: "3.14.0",
      artifact: "windows-amd64",
      file: "python-3.14.0-amd64.exe",
      fileUrl,
      bundleUrl: `${fileUrl}.sigstore`,
      signers: [{ identity: "hugo@python.org", issuer: "https://github.com/login/oauth" }],
    });
    expect(document).not.toHaveProperty("tarballUrl");
    expect(stderr).toContain(
      "3.14.2 is passed over for 3.14.0: it has no Windows installer (64-bit) on the mirror",
    );
  });

  test("makes sure that file and bundle of a version are there, and tells a person", async () => {
    const { stdout } = await pyverify(workspace, resolveArgs("3.14.0", ...installer));
    expect(stdout).toContain(`CPython 3.14.0, Windows installer (64-bit)
  file      ${server.url}3.14.0/python-3.14.0-amd64.exe
  bundle    ${server.url}3.14.0/python-3.14.0-amd64.exe.sigstore
  signer    hugo@python.org (https://github.com/login/oauth)
`);
  });

  test.each([
    ["3.14.2", "windows-amd64", "tarball-not-found", "not on the mirror as Windows installer"],
    ["3.14.2", "windows-amd64", "tarball-not-found", "the nearest that are there: 3.14.0"],
    ["3.14.0", "macos", "bundle-not-found", "bundle of the macOS package of CPython 3.14.0 is not"],
    ["3.14.0", "macos", "bundle-not-found", "of 3.14 is signed with Sigstore since 3.14.0a1"],
    ["3.10.8", "windows-amd64", "not-signed", "installer (64-bit) of CPython 3.10.8 was never"],
    ["3.10.8", "windows-amd64", "not-signed", "is signed with Sigstore since 3.10.11"],
    ["3.14", "ios", "release-not-found", "as iOS framework with its bundle"],
  ] as const)("of %s, %s: %s", async (spec, kind, code, words) => {
    const args = resolveArgs(spec, "--artifact", kind);
    await expectRefusal(workspace, args, { kind: "release", code, says: [words] });
  });
});

test("a bundle of the newer name is found as well, and told", async () => {
  const { stdout } = await pyverify(workspace, resolveArgs("3.9.9", "--json"));
  const bundleUrl = `${server.url}3.9.9/Python-3.9.9.tar.xz.sigstore.json`;
  expect(JSON.parse(stdout)).toMatchObject({ version: "3.9.9", bundleUrl });
});

describe("what is passed over is worth a warning", () => {
  test.each([
    ["3.14", "3.14.10 is passed over for 3.14.2: its tar.xz is on the mirror without a bundle"],
    ["3.14", "3.14.3 is passed over for 3.14.2: it is on the mirror as tgz, not as tar.xz"],
    ["3.8-rc", "3.8.20rc2 is passed over for 3.8.20rc1: its tar.xz is on the mirror without"],
    ["3.8-rc", "3.8.20 has been released since 3.8.20rc1"],
  ])("for %s: %s", async (spec, words) => {
    const { exitCode, stderr } = await pyverify(workspace, resolveArgs(spec));
    expect(stderr).toContain(`warning: ${words}`);
    expect(exitCode).toBe(0);
  });

  test("and nothing else is", async () => {
    const { stderr } = await pyverify(workspace, resolveArgs("3.12"));
    expect(stderr).not.toContain("warning");
  });
});

describe("a release that cannot be had is refused", () => {
  test("with the nearest that are there", async () => {
    await expectRefusal(workspace, resolveArgs("3.14.4"), {
      kind: "release",
      code: "tarball-not-found",
      says: ["CPython 3.14.4 is not on the mirror", "the nearest that are there: 3.14.2, 3.14.0"],
    });
  });

  test("with a word about the mirror's address, if that lists no release at all", async () => {
    const elsewhere = await serveFaults({ "": listing(["ftp/", "about.html"]) });
    const args = ["resolve", "3.14.4", "--mirror", elsewhere.url, "--retries", "0"];
    await expectRefusal(workspace, args, {
      kind: "release",
      code: "tarball-not-found",
      says: ["check the mirror's address: it is the folder that holds 3.14.4/, as https://www"],
    });
    await elsewhere.close();
  });

  test("with its own pre-releases, where it has only those", async () => {
    await expectRefusal(workspace, resolveArgs("3.15.0"), {
      kind: "release",
      code: "tarball-not-found",
      says: ["the nearest that are there: 3.15.0b3, 3.14.2, 3.14.0"],
    });
  });

  test("with nothing that leads back to it, where the listing has what the server has not", async () => {
    const gone = only("3.14.2/Python-3.14.2.tar.xz", status(404));
    const mirror = await serveFaults(filesOf(folders), gone);
    const args = ["resolve", "3.14.2", "--mirror", mirror.url];
    const { stderr } = await expectRefusal(workspace, args, {
      kind: "release",
      code: "tarball-not-found",
      says: ["the nearest that are there: 3.14.0"],
    });
    expect(stderr).not.toContain("--format");
    await mirror.close();
  });

  test("with the format that is there", async () => {
    await expectRefusal(workspace, resolveArgs("3.14.3"), {
      kind: "release",
      code: "tarball-not-found",
      says: ["it is there in another format: --format tgz"],
    });
  });

  test("with the time since when its series is signed, if it is older", async () => {
    await expectRefusal(workspace, resolveArgs("3.12.0a6"), {
      kind: "release",
      code: "not-signed",
      says: ["CPython 3.12.0a6", "since 3.12.0a7"],
    });
  });

  test("as one whose bundle is missing, if there should be one", async () => {
    await expectRefusal(workspace, resolveArgs("3.14.10"), {
      kind: "release",
      code: "bundle-not-found",
      says: ["the Sigstore bundle of CPython 3.14.10 is not on the mirror", "since 3.14.0a1"],
    });
  });

  test.each([
    ["3.99", "release-not-found", "there is no CPython 3.99"],
    ["3.6", "not-signed", "CPython is signed with Sigstore since 3.7.14"],
    ["3.15", "release-not-found", "no final release of CPython 3.15 is on the mirror as tar.xz"],
    ["3.15", "release-not-found", "the newest that is there is 3.15.0b3, a pre-release"],
    ["3.15", "release-not-found", "ask for 3.15.0b3 or 3.15-rc, or choose another mirror"],
    ["3.14-rc", "release-not-found", "no pre-release of CPython 3.14 is on the mirror"],
    ["3.11", "release-not-found", "the newest is 3.11.2, and its tar.xz is on the mirror without"],
    ["3.11", "release-not-found", "choose another mirror with --mirror URL"],
    ["3.13", "release-not-found", "the newest is 3.13.5, and its bundle is on the mirror without"],
    ["3.16", "release-not-found", "it is on the mirror as tgz, not as tar.xz"],
    ["3.16", "release-not-found", "take the other format, --format tgz"],
  ] as const)("as a series: %s", async (spec, code, words) => {
    await expectRefusal(workspace, resolveArgs(spec), { kind: "release", code, says: [words] });
  });

  test.each([
    ["nginx/autoindex.xml", "it sent XML (list)"],
    ["s3/list-bucket-result.xml", "it sent XML (ListBucketResult)"],
  ])("with what came, where that is no listing to read: %s", async (page, words) => {
    const sent = await readFile(join(import.meta.dirname, "../../fixtures/listings", page));
    const path = "3.14.0/Python-3.14.0.tar.xz";
    const store = await serveFaults({
      "": sent,
      [path]: Buffer.from("never looked into"),
      [`${path}.sigstore`]: Buffer.from("never looked into"),
    });
    const args = (spec: string): string[] => ["resolve", spec, "--mirror", store.url];
    await expectRefusal(workspace, args("3.14"), {
      kind: "network",
      code: "unexpected-answer",
      says: ["shows no folder listing that can be read", words, "name the exact version"],
    });
    expect(await pyverify(workspace, args("3.14.0"))).toMatchObject({ exitCode: 0 });
    await store.close();
  });

  test("with the server's answer, where it lists nothing", async () => {
    const closed = await serveFaults({}, () => status(403));
    await expectRefusal(workspace, ["resolve", "3.14", "--mirror", closed.url], {
      kind: "network",
      code: "http-status",
      says: ["shows no folder listing", "status 403", "name the exact version"],
    });
    await closed.close();
  });
});

/** Lists 40,000 folders in a megabyte, and nothing in each of them. */
async function flood(): Promise<void> {
  await server.close();
  const names = Array.from(
    { length: 40_000 },
    (_, index) => `3.${index % 40}.${(index / 40) | 0}/`,
  );
  // However fast the machine: a hundred folders are looked into, and each takes its time.
  const empty: Fault = ({ response }) => void setTimeout(() => response.end(listing([])), 10);
  server = await serveFaults({ "": listing(names) }, (path) => (path === "" ? undefined : empty));
}

describe("a mirror that lists folders without end", () => {
  test("is given up when --timeout is over", async () => {
    await flood();
    await expectRefusal(workspace, resolveArgs("latest", "--timeout", "0.2"), {
      kind: "network",
      code: "look-up-too-large",
      says: ["longer than 0.2 s together", "--timeout SECONDS"],
    });
  });
});
