import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { expectRefusal } from "../support/expect-refusal.ts";
import { createLocalWorld, type LocalWorld } from "../support/local-world.ts";
import { type MadeUpRelease, madeUpRelease } from "../support/made-up-release.ts";
import { pyverify } from "../support/pyverify.ts";

/*
 * Whatever may redefine trust says so: another signer, trusted root or mirror than pyverify's own is
 * stated in all that comes out, and refused where it may not be named.
 */

const gitHub = "https://github.com/login/oauth";
const mallory = ["--certificate-identity", "mallory@example.com"];
const byMallory = [...mallory, "--certificate-oidc-issuer", gitHub];
const environment = {
  PYVERIFY_CERTIFICATE_IDENTITY: "mallory@example.com",
  PYVERIFY_CERTIFICATE_OIDC_ISSUER: gitHub,
};

let world: LocalWorld;
let work: string;
let release: MadeUpRelease;

beforeAll(async () => {
  world = await createLocalWorld();
  work = world.workspace.work;
  release = await madeUpRelease({ version: "3.14.99" });
  await writeFile(join(work, "trusted_root.json"), JSON.stringify(world.sigstore.trustedRoot()));
});
afterAll(async () => {
  await world.close();
});
beforeEach(async () => {
  for (const name of ["source", "evidence", "pyverify.lock", release.name]) {
    await rm(join(work, name), { recursive: true, force: true });
    await rm(join(work, `${name}.sigstore`), { force: true });
  }
  await world.publish(release, { signing: { identity: "mallory@example.com" } });
});

function fetch(...args: readonly string[]): readonly string[] {
  return ["fetch", "3.14.99", "--out", "source", ...world.flags, ...args];
}

/** A lockfile that names mallory, made with the flags that it takes. */
async function lockToMallory(): Promise<string> {
  const run = await pyverify(world.workspace, ["pin", "3.14", ...world.flags, ...byMallory]);
  expect(run).toMatchObject({ exitCode: 0 });
  expect(run.stderr).toContain(`warning: mallory@example.com (${gitHub}) is accepted`);
  await writeFile(join(work, "pyverify.lock"), run.stdout);
  return run.stdout;
}

describe("a signer who is no release manager", () => {
  it("is stated in summary, warning, receipt, policy and SBOMs", async () => {
    const run = await pyverify(world.workspace, fetch("--evidence", "evidence", ...byMallory));
    expect(run).toMatchObject({ exitCode: 0 });
    expect(run.stderr).toContain(
      `warning: mallory@example.com (${gitHub}) is accepted as the signer, in place of CPython 3.14's`,
    );
    expect(run.stdout).toContain(`(${gitHub}), NOT the release manager of 3.14`);
    expect(run.stdout).toContain(`  trusted root  tuf, from ${world.tuf.url}`);
    expect(run.stdout).toContain(`  mirror        ${world.mirror.url}`);
    const documents = await Promise.all(
      ["receipt.json", "vsa.intoto.json", "sbom.spdx.json", "sbom.cdx.json"].map((name) =>
        readFile(join(work, "evidence", name), "utf8"),
      ),
    );
    const [receipt = "", summary = "", spdx = "", cycloneDx = ""] = documents;
    const overrides = [
      { what: "signer", value: `mallory@example.com (${gitHub})` },
      { what: "trusted-root", value: expect.stringContaining(world.tuf.url) },
      { what: "mirror", value: world.mirror.url },
    ];
    expect(JSON.parse(receipt)).toMatchObject({ overrides });
    const { content } = JSON.parse(summary).predicate.policy;
    expect(JSON.parse(Buffer.from(content, "base64").toString())).toMatchObject({ overrides });
    for (const sbom of [spdx, cycloneDx]) {
      expect(sbom).toContain("in place of the release manager of CPython 3.14");
      expect(sbom).not.toContain("Python Software Foundation");
    }
  });

  it("is refused where a lockfile names them, and accepted with the flags again", async () => {
    const lock = await lockToMallory();
    expect(lock).toContain("# NOT signed by a release manager");
    await expectRefusal(world.workspace, fetch("--lock", "pyverify.lock"), {
      kind: "usage",
      code: "signer-not-accepted",
      says: ["the lockfile pyverify.lock names mallory@example.com"],
    });
    const run = await pyverify(world.workspace, fetch("--lock", "pyverify.lock", ...byMallory));
    expect(run).toMatchObject({ exitCode: 0 });
    expect(run.stdout).toContain("NOT the release manager of 3.14");
  });

  it("is not kept by pin --update without the flags", async () => {
    const lock = await lockToMallory();
    const update = ["pin", "--update", "pyverify.lock", ...world.flags];
    await expectRefusal(world.workspace, update, {
      kind: "usage",
      code: "signer-not-accepted",
      says: ["the lockfile pyverify.lock names mallory@example.com"],
    });
    expect(await readFile(join(work, "pyverify.lock"), "utf8")).toBe(lock);
    const run = await pyverify(world.workspace, [...update, ...byMallory]);
    expect(run).toMatchObject({ exitCode: 0 });
  });

  it.each([
    ["fetch", ["fetch", "3.14.99", "--out", "source"]],
    ["resolve", ["resolve", "3.14"]],
    ["pin", ["pin", "3.14"]],
  ])("is refused where the environment names them, by %s", async (name, command) => {
    const flags = name === "resolve" ? world.flags.slice(0, 2) : world.flags;
    await expectRefusal(world.workspace, [...command, ...flags], {
      kind: "usage",
      code: "signer-not-accepted",
      says: ["PYVERIFY_CERTIFICATE_IDENTITY names mallory@example.com"],
      env: environment,
    });
  });

  it("is refused and stated by verify alike", async () => {
    await writeFile(join(work, release.name), release.tarball);
    const bundle = world.sigstore.sign(release.tarball, { identity: "mallory@example.com" });
    await writeFile(join(work, `${release.name}.sigstore`), JSON.stringify(bundle));
    const verify = ["verify", release.name, "--trusted-root", "trusted_root.json"];
    await expectRefusal(world.workspace, verify, {
      kind: "usage",
      code: "signer-not-accepted",
      says: ["PYVERIFY_CERTIFICATE_IDENTITY names mallory@example.com"],
      env: environment,
    });
    const run = await pyverify(world.workspace, [...verify, ...byMallory]);
    expect(run).toMatchObject({ exitCode: 0 });
    expect(run.stdout).toContain("NOT a release manager");
    expect(run.stdout).toContain("; trusted root: file, sha256:");
    const json = await pyverify(world.workspace, [...verify, ...byMallory, "--json"]);
    expect(JSON.parse(json.stdout).files).toMatchObject([
      { overrides: [{ what: "signer" }, { what: "trusted-root" }] },
    ]);
  });

  it("is marked by resolve", async () => {
    const command = ["resolve", "3.14", "--mirror", world.mirror.url, ...byMallory];
    const run = await pyverify(world.workspace, command);
    expect(run.stdout).toContain(`mallory@example.com (${gitHub}), NOT the release manager`);
    const json = await pyverify(world.workspace, [...command, "--json"]);
    expect(JSON.parse(json.stdout)).toMatchObject({ signerIsReleaseManager: false });
  });
});

describe("--strict", () => {
  const refusal = { kind: "usage", code: "override-refused" } as const;

  it.each([
    ["fetch", ["fetch", "3.14.99", "--out", "source"]],
    ["pin", ["pin", "3.14"]],
    ["verify", ["verify", "Python-3.14.99.tgz"]],
    ["audit", ["audit", "3.14"]],
    ["doctor", ["doctor", "--out", "source"]],
  ])("makes %s refuse a trusted root of one's own", async (_name, command) => {
    await expectRefusal(
      world.workspace,
      [...command, "--trusted-root", "trusted_root.json", "--strict"],
      { ...refusal, says: ["--strict refuses a trusted root of one's own: trusted_root.json"] },
    );
  });

  it.each([
    ["fetch", ["fetch", "3.14.99", "--out", "source"]],
    ["resolve", ["resolve", "3.14"]],
    ["pin", ["pin", "3.14"]],
    ["audit", ["audit", "3.14"]],
    ["doctor", ["doctor", "--out", "source"]],
  ])("makes %s refuse a mirror from the environment", async (_name, command) => {
    await expectRefusal(world.workspace, command, {
      ...refusal,
      says: ["--strict refuses another mirror"],
      env: { PYVERIFY_MIRROR: world.mirror.url, PYVERIFY_STRICT: "1" },
    });
  });

  it("makes fetch refuse a signer of the command line's", async () => {
    const command = ["fetch", "3.14.99", "--out", "source", "--from", ".", "--strict"];
    await expectRefusal(world.workspace, [...command, "--offline", ...byMallory], {
      kind: "usage",
      code: "signer-not-accepted",
      says: ["--certificate-identity names mallory@example.com", "without --strict"],
    });
  });

  it("makes fetch refuse a mirror that only its lockfile names", async () => {
    await world.publish(release);
    const run = await pyverify(world.workspace, ["pin", "3.14", ...world.flags]);
    await writeFile(join(work, "pyverify.lock"), run.stdout);
    await expectRefusal(
      world.workspace,
      ["fetch", "--lock", "pyverify.lock", "--out", "source", "--strict"],
      { ...refusal, says: ["--strict refuses another mirror"] },
    );
  });
});
