import { readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { expectRefusal } from "../support/expect-refusal.ts";
import { createLocalWorld, type LocalWorld } from "../support/local-world.ts";
import { type MadeUpRelease, madeUpRelease } from "../support/made-up-release.ts";
import { pyverify } from "../support/pyverify.ts";
import { bytesOf, inclusionProofOf } from "../support/sigstore/bundle.ts";

let world: LocalWorld;
let release: MadeUpRelease;

beforeAll(async () => {
  world = await createLocalWorld();
  release = await madeUpRelease({ version: "3.14.99" });
});

afterAll(async () => {
  await world.close();
});

beforeEach(async () => {
  await world.publish(release);
  await rm(join(world.workspace.work, "source"), { recursive: true, force: true });
});

function fetch(...args: readonly string[]) {
  return ["fetch", "3.14.99", "--out", "source", ...world.flags, ...args];
}

describe("fetch", () => {
  it("verifies and extracts a release, and tells who signed it, when, and where that is logged", async () => {
    const signedAt = new Date("2026-03-01T12:00:00Z");
    await world.publish(release, { signing: { signedAt } });
    const run = await pyverify(world.workspace, fetch());
    expect(run).toMatchObject({ exitCode: 0 });
    expect(run.stdout).toContain("signed by     hugo@python.org (https://github.com/login/oauth)");
    expect(run.stdout).toContain("signed at     2026-03-01T12:00:00Z");
    // The public search knows nothing of this log: a link would show somebody else's entry.
    expect(run.stdout).toMatch(/log index {5}\d+\n/);
    const source = join(world.workspace.work, "source");
    expect((await readdir(source)).toSorted()).toEqual(
      ["Include", "LICENSE", "Lib", "Modules", "README.rst", "Tools", "configure"].toSorted(),
    );
    expect(await readFile(join(source, "Include/patchlevel.h"), "utf8")).toContain('"3.14.99"');
  });

  it("leaves nothing but the tree: not in HOME, not in TMPDIR, not beside the tree", async () => {
    const before = await world.workspace.contents();
    expect(await pyverify(world.workspace, fetch())).toMatchObject({ exitCode: 0 });
    const after = await world.workspace.contents();
    const created = after.filter((line) => !before.includes(line));
    expect(created.filter((line) => !line.startsWith("work/source/"))).toEqual([]);
  });

  it("takes a tgz, Rekor v2, and an older bundle as well", async () => {
    const tgz = await madeUpRelease({ version: "3.14.99", format: "tgz" });
    for (const signing of [{ rekor: "v2" }, { bundleVersion: "0.1", curve: "P-384" }] as const) {
      await world.publish(tgz, { signing });
      expect(await pyverify(world.workspace, fetch("--format", "tgz"))).toMatchObject({
        exitCode: 0,
      });
      await rm(join(world.workspace.work, "source"), { recursive: true });
    }
  });

  it("finds the newest release of a series", async () => {
    const [, , ...rest] = fetch();
    const run = await pyverify(world.workspace, ["fetch", "3.14", ...rest, "--json"]);
    expect(run).toMatchObject({ exitCode: 0 });
    expect(JSON.parse(run.stdout)).toMatchObject({
      release: { version: "3.14.99", series: "3.14" },
    });
  });

  it("accepts another signer when both of its flags are given", async () => {
    const identity =
      "https://github.com/example/cpython/.github/workflows/release.yml@refs/heads/main";
    const issuer = "https://token.actions.githubusercontent.com";
    await world.publish(release, { signing: { identity, identityType: "uri", issuer } });
    const flags = ["--certificate-identity", identity, "--certificate-oidc-issuer", issuer];
    expect(await pyverify(world.workspace, fetch(...flags))).toMatchObject({ exitCode: 0 });
  });
});

describe("fetch refuses, and leaves nothing behind,", () => {
  it("a tarball of which one byte was changed", async () => {
    const served = Buffer.from(release.tarball);
    served.writeUInt8(served.readUInt8(200) ^ 1, 200);
    await world.publish(release, { served });
    await expectRefusal(world.workspace, fetch(), {
      kind: "verification",
      code: "digest-mismatch",
      says: ["the tarball is not the one that was signed"],
    });
  });

  it("a tarball that ends early", async () => {
    await world.publish(release, { served: release.tarball.subarray(0, 300) });
    await expectRefusal(world.workspace, fetch(), {
      kind: "verification",
      code: "digest-mismatch",
      says: ["the tarball is not the one that was signed"],
    });
  });

  it("the bundle of another release", async () => {
    const other = await madeUpRelease({ version: "3.14.98" });
    await world.publish(release, { bundle: bytesOf(world.sigstore.sign(other.tarball)) });
    await expectRefusal(world.workspace, fetch(), {
      kind: "verification",
      code: "digest-mismatch",
      says: ["the tarball is not the one that was signed"],
    });
  });

  it("an older release with its genuine bundle in the place of the one asked for", async () => {
    const older = await madeUpRelease({ version: "3.14.98" });
    await world.publish({ ...release, tarball: older.tarball });
    await expectRefusal(world.workspace, fetch(), {
      kind: "verification",
      code: "release-mismatch",
      says: ["3.14.99", "Python-3.14.98"],
    });
  });

  it("a release whose patchlevel.h says another version", async () => {
    await world.publish(await madeUpRelease({ version: "3.14.99", patchlevel: "3.14.98" }));
    await expectRefusal(world.workspace, fetch(), {
      kind: "verification",
      code: "release-mismatch",
      says: ["3.14.99", "3.14.98"],
    });
  });

  it("another signer, and names both who signed and who had to", async () => {
    await world.publish(release, { signing: { identity: "thomas@python.org" } });
    await expectRefusal(world.workspace, fetch(), {
      kind: "verification",
      code: "identity-mismatch",
      says: ["signed by thomas@python.org", "hugo@python.org"],
    });
  });

  it("the right address, vouched for by another issuer", async () => {
    await world.publish(release, { signing: { issuer: "https://accounts.google.com" } });
    await expectRefusal(world.workspace, fetch(), {
      kind: "verification",
      code: "issuer-mismatch",
      says: ["https://accounts.google.com", "https://github.com/login/oauth"],
    });
  });

  it("a bundle without checkpoint, and says which one to take", async () => {
    const bundle = world.sigstore.sign(release.tarball);
    delete inclusionProofOf(bundle).checkpoint;
    await world.publish(release, { bundle: bytesOf(bundle) });
    await expectRefusal(world.workspace, fetch(), {
      kind: "verification",
      code: "no-checkpoint",
      says: ["checkpoint", "2024-09-11"],
    });
  });

  it("a DSSE envelope, however well it is signed", async () => {
    const bundle = world.sigstore.signEnvelope(Buffer.from("{}"));
    await world.publish(release, { bundle: bytesOf(bundle) });
    await expectRefusal(world.workspace, fetch(), {
      kind: "verification",
      code: "bundle-not-a-message-signature",
      says: ["attestation"],
    });
  });

  it("a release without a bundle", async () => {
    await world.publish(release, { bundle: null });
    await expectRefusal(world.workspace, fetch(), {
      kind: "release",
      code: "bundle-not-found",
      says: ["Python-3.14.99.tar.xz.sigstore"],
    });
  });

  it("a release that is not there", async () => {
    await expectRefusal(world.workspace, ["fetch", "3.14.100", "--out", "source", ...world.flags], {
      kind: "release",
      code: "tarball-not-found",
      says: ["3.14.100"],
    });
  });

  it("a series that nobody is known to sign", async () => {
    await expectRefusal(world.workspace, ["fetch", "3.99.0", "--out", "source", ...world.flags], {
      kind: "release",
      code: "unknown-series",
      says: ["3.99"],
    });
  });

  it("a tarball that does not have the digest of --sha256", async () => {
    await expectRefusal(world.workspace, fetch("--sha256", "0".repeat(64)), {
      kind: "verification",
      code: "pin-mismatch",
      says: ["0".repeat(64)],
    });
  });

  it("an output folder that is not empty, and leaves what is in it", async () => {
    await writeFile(join(world.workspace.work, "notes.txt"), "mine");
    await expectRefusal(world.workspace, ["fetch", "3.14.99", "--out", ".", ...world.flags], {
      kind: "filesystem",
      code: "destination-not-empty",
      says: [/empty/],
    });
  });

  it.each([
    [["--certificat-identity", "a@b.c"], "unknown-flag", "--certificat-identity"],
    [["--certificate-identity", "a@b.c"], "conflicting-flags", "--certificate-oidc-issuer"],
    [["--offline"], "conflicting-flags", "--offline"],
    [["--format", "zip"], "invalid-value", "zip"],
    [["--sha256", "abc"], "invalid-value", "--sha256"],
    [["--sha256", ""], "missing-value", "--sha256"],
    [["--out", "elsewhere"], "conflicting-flags", "--out is given twice"],
    [["surplus"], "surplus-argument", "surplus"],
  ] as const)("%s as %s", async (args, code, word) => {
    await expectRefusal(world.workspace, fetch(...args), { kind: "usage", code, says: [word] });
  });
});
