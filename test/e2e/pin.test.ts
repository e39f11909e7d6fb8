import { createHash } from "node:crypto";
import { cp, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { expectRefusal } from "../support/expect-refusal.ts";
import { createLocalWorld, type LocalWorld } from "../support/local-world.ts";
import { madeUpArtifacts, madeUpProgram } from "../support/made-up-artifact.ts";
import { artifactKinds } from "../../src/release/artifact-types.ts";
import { type MadeUpRelease, madeUpRelease } from "../support/made-up-release.ts";
import { pyverify } from "../support/pyverify.ts";
import { bytesOf } from "../support/sigstore/bundle.ts";

const earlier = { signedAt: new Date("2026-01-10T12:00:00Z") };
const later = { signedAt: new Date("2026-03-01T12:00:00Z") };

let world: LocalWorld;
let work: string;
let older: MadeUpRelease;
let newer: MadeUpRelease;

beforeAll(async () => {
  world = await createLocalWorld();
  work = world.workspace.work;
  older = await madeUpRelease({ version: "3.14.98" });
  newer = await madeUpRelease({ version: "3.14.99" });
});

afterAll(async () => {
  await world.close();
});

beforeEach(async () => {
  await rm(join(world.workspace.path, "python.org"), { recursive: true, force: true });
  for (const name of ["source", "pyverify.lock"]) {
    await rm(join(work, name), { recursive: true, force: true });
  }
  await world.publish(older, { signing: earlier });
});

function pin(...args: readonly string[]) {
  return pyverify(world.workspace, ["pin", ...args, ...world.flags]);
}

function digestOf({ tarball }: MadeUpRelease): string {
  return createHash("sha256").update(tarball).digest("hex");
}

/** Pins the older release, and publishes the newer one then. */
async function lockOlder(): Promise<string> {
  const run = await pin("3.14");
  expect(run).toMatchObject({ exitCode: 0 });
  await writeFile(join(work, "pyverify.lock"), run.stdout);
  return run.stdout;
}

function fetchLocked(...args: readonly string[]) {
  return ["fetch", "--lock", "pyverify.lock", "--out", "source", ...world.flags.slice(2), ...args];
}

describe("pin", () => {
  it("locks a release by its bundle alone, and says that the version is not proven", async () => {
    const before = world.mirror.requests.length;
    const run = await pin("3.14.98");
    expect(run).toMatchObject({ exitCode: 0 });
    expect(run.stdout).toContain(`tarball-sha256 = "${digestOf(older)}"`);
    expect(run.stdout).toContain('certificate-identity = "hugo@python.org"');
    expect(run.stdout).toContain('signed-at = "2026-01-10T12:00:00Z"');
    expect(run.stdout).toContain("release-proven = false");
    expect(world.mirror.requests.slice(before)).toEqual(["3.14.98/Python-3.14.98.tar.xz.sigstore"]);
  });

  it("downloads the tarball too with --full, and proves the version", async () => {
    const before = world.mirror.requests.length;
    const run = await pin("3.14.98", "--full");
    expect(run).toMatchObject({ exitCode: 0 });
    expect(run.stdout).toContain("release-proven = true");
    expect(run.stderr).toContain("pyverify: reading Python-3.14.98.tar.xz\n");
    expect(world.mirror.requests.slice(before)).toContain("3.14.98/Python-3.14.98.tar.xz");
  });

  it("gives the same text every time", async () => {
    expect((await pin("3.14")).stdout).toBe((await pin("3.14")).stdout);
  });

  it("writes a release once that two SPECs mean, so that the lockfile can be read", async () => {
    const run = await pin("3.14.98", "3.14");
    expect(run).toMatchObject({ exitCode: 0 });
    expect(run.stdout).toBe((await pin("3.14")).stdout);
    await writeFile(join(work, "pyverify.lock"), run.stdout);
    expect(await pyverify(world.workspace, fetchLocked())).toMatchObject({ exitCode: 0 });
  });

  it("prints lines for a Dockerfile that anybody in the image may read", async () => {
    const run = await pin("3.14", "--as", "dockerfile");
    expect(run.stdout).toContain(
      `ADD --chmod=755 --checksum=sha256:${digestOf(older)} ${world.mirror.url}3.14.98/Python-3.14.98.tar.xz /downloads/`,
    );
    expect(run.stdout).toContain("ARG PYTHON_VERSION=3.14.98\n");
    expect(run.stderr).toContain("warning: the signature covers the digest and names no version");
  });

  it("prints variables", async () => {
    const { stdout } = await pin("3.14", "--as", "env", "--full");
    expect(stdout.split("\n")).toEqual(
      expect.arrayContaining(["PYTHON_VERSION=3.14.98", `PYTHON_SHA256=${digestOf(older)}`]),
    );
  });

  it("prints docker-library's fields, of several releases at once", async () => {
    const prerelease = await madeUpRelease({ version: "3.15.0b3" });
    await world.publish(prerelease);
    const { stdout } = await pin("3.14", "3.15.0b3", "--as", "docker-library");
    expect(JSON.parse(stdout)).toEqual({
      "3.14": { checksums: { source: { sha256: digestOf(older) } }, version: "3.14.98" },
      "3.15-rc": { checksums: { source: { sha256: digestOf(prerelease) } }, version: "3.15.0b3" },
    });
  });

  it("prints a source policy that pins both addresses", async () => {
    const { stdout } = await pin("3.14", "--as", "buildkit-policy");
    const url = `${world.mirror.url}3.14.98/Python-3.14.98.tar.xz`;
    expect(JSON.parse(stdout)).toMatchObject({
      version: 1,
      rules: [
        {
          action: "CONVERT",
          selector: { identifier: url, matchType: "EXACT" },
          updates: { attrs: { "http.checksum": `sha256:${digestOf(older)}` } },
        },
        { selector: { identifier: `${url}.sigstore` } },
      ],
    });
  });

  it("prints JSON, with --json as with --as json", async () => {
    const { stdout } = await pin("3.14", "--json");
    expect(stdout).toBe((await pin("3.14", "--as", "json")).stdout);
    expect(JSON.parse(stdout)).toMatchObject([
      { version: "3.14.98", tarball: { sha256: digestOf(older) }, releaseProven: false },
    ]);
  });
});

describe("pin --artifact", () => {
  // A version resource has no room for a micro version above 64.
  let release: MadeUpRelease;
  beforeEach(async () => {
    release = await madeUpRelease({ version: "3.14.12" });
    await world.publish(release);
    const folder = join(world.workspace.path, "python.org", "3.14.12");
    for (const [name, bytes] of Object.entries(await madeUpArtifacts("3.14.12"))) {
      await writeFile(join(folder, name), bytes);
      await writeFile(join(folder, `${name}.sigstore`), bytesOf(world.sigstore.sign(bytes)));
    }
  });

  it("pins the Windows installer beside the source for docker-library", async () => {
    const { stdout } = await pin("3.14.12", "--as", "docker-library");
    expect(JSON.parse(stdout)).toEqual({
      "3.14": {
        checksums: {
          source: { sha256: digestOf(release) },
          windows: { sha256: expect.stringMatching(/^[0-9a-f]{64}$/) },
        },
        version: "3.14.12",
      },
    });
  });

  it("warns of an installer that has no bundle, and leaves it out", async () => {
    const name = "python-3.14.12-amd64.exe";
    await rm(join(world.workspace.path, "python.org", "3.14.12", `${name}.sigstore`));
    const { stdout, stderr } = await pin("3.14.12", "--as", "docker-library");
    expect(JSON.parse(stdout)["3.14"].checksums).toEqual({ source: { sha256: digestOf(release) } });
    expect(stderr).toContain(`warning: ${name} has no bundle, and is left out`);
  });

  it.each(["windows-amd64", "macos", "embed-arm64", "windows-index"])(
    "pins the %s alone, and with --full proves it",
    async (kind) => {
      const [plain] = JSON.parse((await pin("3.14.12", "--artifact", kind, "--json")).stdout);
      expect(plain).toMatchObject({ version: "3.14.12", artifact: kind, releaseProven: false });
      const [full] = JSON.parse(
        (await pin("3.14.12", "--artifact", kind, "--json", "--full")).stdout,
      );
      expect(full).toEqual({ ...plain, releaseProven: true });
    },
  );

  it("pins every file that is signed", async () => {
    const { stdout } = await pin("3.14.12", "--artifact", "all", "--json");
    const pins: { artifact: string }[] = JSON.parse(stdout);
    expect(new Set(pins.map(({ artifact }) => artifact))).toEqual(new Set(artifactKinds));
  });

  it("refuses another release's installer with --full", async () => {
    const folder = join(world.workspace.path, "python.org", "3.14.12");
    const name = "python-3.14.12-amd64.exe";
    const bytes = madeUpProgram("3.14.11");
    await writeFile(join(folder, name), bytes);
    await writeFile(join(folder, `${name}.sigstore`), bytesOf(world.sigstore.sign(bytes)));
    const args = ["--artifact", "windows-amd64", "--full"];
    await expectRefusal(world.workspace, ["pin", "3.14.12", ...args, ...world.flags], {
      kind: "verification",
      code: "release-mismatch",
      says: ["of CPython 3.14.12, but the file is of CPython 3.14.11"],
    });
  });

  it.each([
    [["--as", "lock", "--artifact", "macos"], "a lockfile has no room for --artifact macos"],
    [["--as", "env", "--artifact", "all"], "--as env has room for one file"],
    [["--as", "docker-library", "--artifact", "source"], "exclude each other"],
    [["--as", "docker-library", "3.14.98"], "room for one release in 3.14"],
  ])("refuses %j", async (args, words) => {
    const run = await pin("3.14.12", ...args);
    expect(run).toMatchObject({ exitCode: 2, stdout: "" });
    expect(run.stderr).toContain(words);
  });
});

describe("pin takes a folder", () => {
  it.each([["--offline"], []])(
    "of bundles alone as it takes a mirror, with %j",
    async (...flags) => {
      const wanted = (await pin("3.14")).stdout;
      const onMirror = join(world.workspace.path, "python.org", "3.14.98");
      await cp(onMirror, join(work, "source", "3.14.98"), { recursive: true });
      await rm(join(work, "source", "3.14.98", older.name));
      await writeFile(
        join(work, "trusted_root.json"),
        JSON.stringify(world.sigstore.trustedRoot()),
      );
      const asked = world.mirror.requests.length;
      const place = ["--from", "source", "--mirror", world.mirror.url];
      const trust = ["--trusted-root", "trusted_root.json"];
      const run = await pyverify(world.workspace, ["pin", "3.14", ...place, ...trust, ...flags]);
      expect(run.stdout).toBe(wanted);
      expect(world.mirror.requests.length).toBe(asked);
    },
  );

  it("and no network without one", async () => {
    await expectRefusal(world.workspace, ["pin", "3.14", "--offline"], {
      kind: "usage",
      code: "conflicting-flags",
      says: ["--offline needs --from DIR"],
    });
  });
});

describe("pin refuses", () => {
  it("a bundle that somebody else signed", async () => {
    await world.publish(older, { signing: { identity: "hugo@pythom.org" } });
    await expectRefusal(world.workspace, ["pin", "3.14.98", ...world.flags], {
      kind: "verification",
      code: "identity-mismatch",
      says: ["signed by hugo@pythom.org"],
    });
  });

  it("a bundle whose digest was changed", async () => {
    const bundle = world.sigstore.sign(older.tarball);
    if (bundle.messageSignature !== undefined) {
      bundle.messageSignature.messageDigest.digest = Buffer.alloc(32, 7).toString("base64");
    }
    await world.publish(older, { bundle: bytesOf(bundle) });
    await expectRefusal(world.workspace, ["pin", "3.14.98", ...world.flags], {
      kind: "verification",
      code: "transparency-log-invalid",
      says: ["the log entry is for another digest"],
    });
  });

  it("an older release under a newer name with --full, which reads it", async () => {
    await world.publish({ ...newer, tarball: older.tarball });
    await expectRefusal(world.workspace, ["pin", "3.14.99", "--full", ...world.flags], {
      kind: "verification",
      code: "release-mismatch",
      says: ["asked for CPython 3.14.99", "Python-3.14.98"],
    });
  });

  it.each([
    [["pin"], "missing-argument", "nothing to pin is given"],
    [["pin", "3.14", "--update", "pyverify.lock"], "conflicting-flags", "a SPEC"],
    [["pin", "--update", "pyverify.lock", "--as", "env"], "conflicting-flags", "--as"],
    [["pin", "--update", "pyverify.lock", "--format", "tgz"], "conflicting-flags", "--format"],
    [["pin", "3.14", "3.13", "--as", "env"], "conflicting-flags", "room for one release"],
  ] as const)("%j", async (args, code, says) => {
    await expectRefusal(world.workspace, args, { kind: "usage", code, says: [says] });
  });
});

describe("pin --update", () => {
  it("moves a release to the newest of its series, and shows what changed", async () => {
    await lockOlder();
    await world.publish(newer, { signing: later });
    const run = await pin("--update", "pyverify.lock");
    expect(run).toMatchObject({ exitCode: 0 });
    expect(run.stdout).toContain("3.14 (tar.xz): 3.14.98 -> 3.14.99\n");
    expect(run.stdout).toContain(`tarball-sha256: ${digestOf(older)} -> ${digestOf(newer)}\n`);
    const renewed = await readFile(join(work, "pyverify.lock"), "utf8");
    expect(renewed).toBe((await pin("3.14")).stdout);
  });

  it("leaves the file alone where nothing is newer", async () => {
    await lockOlder();
    const before = await world.workspace.contents();
    const run = await pin("--update", "pyverify.lock");
    expect(run.stdout).toBe("3.14 (tar.xz): 3.14.98 is the newest\n");
    expect(await world.workspace.contents()).toEqual(before);
  });

  it("keeps what was proven, and proves it with --full", async () => {
    await lockOlder();
    const run = await pin("--update", "pyverify.lock", "--full", "--json");
    expect(JSON.parse(run.stdout)).toMatchObject([{ changed: ["release-proven"] }]);
    expect((await pin("--update", "pyverify.lock")).stdout).toContain("is the newest");
    expect(await readFile(join(work, "pyverify.lock"), "utf8")).toContain("release-proven = true");
  });

  it("moves a pre-release to the next, and to the final release in the end", async () => {
    await world.publish(await madeUpRelease({ version: "3.15.0b3" }), { signing: earlier });
    await writeFile(join(work, "pyverify.lock"), (await pin("3.15.0b3")).stdout);
    await world.publish(await madeUpRelease({ version: "3.15.0rc1" }), { signing: later });
    expect((await pin("--update", "pyverify.lock")).stdout).toContain("3.15.0b3 -> 3.15.0rc1");
    await world.publish(await madeUpRelease({ version: "3.15.0" }));
    expect((await pin("--update", "pyverify.lock")).stdout).toContain("3.15.0rc1 -> 3.15.0\n");
  });

  it("never goes back where the mirror lags behind", async () => {
    await world.publish(newer, { signing: later });
    const lock = await lockOlder();
    await cp(
      join(world.workspace.path, "python.org/3.14.99"),
      join(world.workspace.path, "aside"),
      { recursive: true },
    );
    await rm(join(world.workspace.path, "python.org/3.14.99"), { recursive: true });
    // The release itself is still there, only not listed: its folder comes back for the bundle.
    await expectRefusal(world.workspace, ["pin", "--update", "pyverify.lock", ...world.flags], {
      kind: "release",
      code: "tarball-not-found",
      says: ["older than the locked 3.14.99"],
    });
    expect(await readFile(join(work, "pyverify.lock"), "utf8")).toBe(lock);
    await rm(join(world.workspace.path, "aside"), { recursive: true });
  });

  it("refuses an older release under a newer name, and leaves the file as it was", async () => {
    await world.publish(newer, { signing: later });
    await lockOlder();
    const replayed = { ...newer, name: "Python-3.14.100.tar.xz", tarball: older.tarball };
    const version = { ...newer.version, micro: 100, text: "3.14.100" };
    await world.publish({ ...replayed, version }, { signing: earlier });
    await expectRefusal(world.workspace, ["pin", "--update", "pyverify.lock", ...world.flags], {
      kind: "verification",
      code: "release-mismatch",
      says: ["may be an older release", "it was signed at 2026-01-10", "--full"],
    });
  });

  it("refuses a tarball that has changed since it was locked", async () => {
    await lockOlder();
    await world.publish({ ...older, tarball: newer.tarball }, { signing: later });
    await expectRefusal(world.workspace, ["pin", "--update", "pyverify.lock", ...world.flags], {
      kind: "verification",
      code: "lock-mismatch",
      says: ["has changed since it was locked", digestOf(older), digestOf(newer)],
    });
  });
});

describe("fetch --lock", () => {
  it("takes version, place and signer from the lockfile", async () => {
    await lockOlder();
    await world.publish(newer, { signing: later });
    const run = await pyverify(world.workspace, fetchLocked());
    expect(run).toMatchObject({ exitCode: 0 });
    expect(run.stdout).toContain("CPython 3.14.98 is verified");
    expect(run.stdout).toContain("locked by     pyverify.lock");
  });

  it("works with a folder and no network", async () => {
    await lockOlder();
    const from = join(world.workspace.path, "python.org/3.14.98");
    await writeFile(join(work, "trusted.json"), JSON.stringify(world.sigstore.trustedRoot()));
    const flags = "fetch --lock pyverify.lock --out source --offline --trusted-root trusted.json";
    const run = await pyverify(world.workspace, [...flags.split(" "), "--from", from]);
    expect(run).toMatchObject({ exitCode: 0 });
  });

  it("refuses a bundle that was made anew, and names each field that differs", async () => {
    await lockOlder();
    await world.publish(older, { signing: later });
    await expectRefusal(world.workspace, fetchLocked(), {
      kind: "verification",
      code: "lock-mismatch",
      says: ["bundle-sha256, signed-at, log-index", "2026-01-10T12:00:00Z is locked"],
    });
  });

  it("refuses another tarball, genuine as it is", async () => {
    await lockOlder();
    await world.publish({ ...older, tarball: newer.tarball }, { signing: earlier });
    await expectRefusal(world.workspace, fetchLocked(), {
      kind: "verification",
      code: "lock-mismatch",
      says: ["tarball-sha256", digestOf(older), digestOf(newer)],
    });
  });

  it("refuses a release that was locked under a wrong name, since its content tells", async () => {
    await world.publish({ ...newer, tarball: older.tarball });
    const run = await pin("3.14.99");
    expect(run).toMatchObject({ exitCode: 0 });
    await writeFile(join(work, "pyverify.lock"), run.stdout);
    await expectRefusal(world.workspace, fetchLocked(), {
      kind: "verification",
      code: "release-mismatch",
      says: ["asked for CPython 3.14.99, but the tarball holds Python-3.14.98"],
    });
  });

  it("refuses another signer than the locked one", async () => {
    const lock = await lockOlder();
    await writeFile(join(work, "pyverify.lock"), lock.replace("hugo@", "guido@"));
    await expectRefusal(world.workspace, fetchLocked(), {
      kind: "usage",
      code: "signer-not-accepted",
      says: ["the lockfile pyverify.lock names guido@python.org", "is signed by hugo@python.org"],
    });
  });

  it("refuses a version that is not locked, and a signer beside the locked one", async () => {
    await lockOlder();
    await expectRefusal(world.workspace, fetchLocked("3.14.99"), {
      kind: "usage",
      code: "not-locked",
      says: ["3.14.99 is not in the lockfile", "it locks 3.14.98"],
    });
    const signer = ["--certificate-identity", "a@b.c", "--certificate-oidc-issuer", "https://d"];
    await expectRefusal(world.workspace, fetchLocked(...signer), {
      kind: "usage",
      code: "conflicting-flags",
      says: ["--certificate-identity and the lockfile pyverify.lock name two signers", "a@b.c"],
    });
  });

  it("refuses a lockfile that is missing or is none", async () => {
    await expectRefusal(world.workspace, fetchLocked(), {
      kind: "filesystem",
      code: "not-readable",
      says: ["pyverify.lock does not exist"],
    });
    await writeFile(join(work, "pyverify.lock"), "lock-version = 7\n");
    await expectRefusal(world.workspace, fetchLocked(), {
      kind: "usage",
      code: "lock-malformed",
      says: ["is not a lockfile of pyverify"],
    });
  });
});
