import { readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { FailureCode } from "../../src/base/errors.ts";
import { expectRefusal } from "../support/expect-refusal.ts";
import { createLocalWorld, type LocalWorld } from "../support/local-world.ts";
import { madeUpRelease } from "../support/made-up-release.ts";
import { pyverify } from "../support/pyverify.ts";
import { readRealBundle } from "../support/real-bundles.ts";
import { createLocalSigstore } from "../support/sigstore/local-sigstore.ts";
import type { TrustedRootJson } from "../support/sigstore/trusted-root.ts";
import { serveTufRepository, type TufFault } from "../support/sigstore/tuf-repository.ts";

let world: LocalWorld;

beforeAll(async () => {
  world = await createLocalWorld();
  await world.publish(await madeUpRelease({ version: "3.14.99" }));
});

afterAll(async () => {
  await world.close();
});

beforeEach(async () => {
  await rm(join(world.workspace.work, "source"), { recursive: true, force: true });
});

function fetch(...trust: readonly string[]) {
  return ["fetch", "3.14.99", "--out", "source", "--mirror", world.mirror.url, ...trust];
}

/** Puts a file into the working directory and gives its name. */
async function file(name: string, content: string | Buffer): Promise<string> {
  await writeFile(join(world.workspace.work, name), content);
  return name;
}

/** A `trusted_root.json` that differs from the good one. */
async function rootFile(change: (root: TrustedRootJson) => void): Promise<string> {
  const root = world.sigstore.trustedRoot();
  change(root);
  return file("trusted_root.json", JSON.stringify(root));
}

describe("a trusted root over TUF", () => {
  type TufCode = Extract<FailureCode<"trusted-root">, `t${string}`>;
  const faults: readonly (readonly [string, TufFault, TufCode])[] = [
    ["whose root has expired", { type: "expired", role: "root" }, "tuf-expired"],
    ["whose timestamp has expired", { type: "expired", role: "timestamp" }, "tuf-expired"],
    ["whose snapshot has expired", { type: "expired", role: "snapshot" }, "tuf-expired"],
    ["whose targets have expired", { type: "expired", role: "targets" }, "tuf-expired"],
    ["whose snapshot is an old one", { type: "rolled-back", role: "snapshot" }, "tuf-rolled-back"],
    ["whose targets are old ones", { type: "rolled-back", role: "targets" }, "tuf-rolled-back"],
    ["whose timestamp was changed", { type: "tampered", file: "timestamp" }, "tuf-rejected"],
    ["whose snapshot was changed", { type: "tampered", file: "snapshot" }, "tuf-rejected"],
    ["whose targets were changed", { type: "tampered", file: "targets" }, "tuf-rejected"],
    ["that was changed itself", { type: "tampered", file: "trusted_root.json" }, "tuf-rejected"],
    ["that others signed", { type: "signed-by-others" }, "tuf-rejected"],
    ["that is missing", { type: "target-missing" }, "tuf-rejected"],
    ["that is not JSON", { type: "target-malformed" }, "trusted-root-malformed"],
    ["whose server fails", { type: "status", status: 503 }, "tuf-unreachable"],
    ["whose server says nothing", { type: "silent" }, "tuf-unreachable"],
    ["whose server never stops", { type: "endless" }, "tuf-unreachable"],
  ];

  it.each(faults)("%s is refused", async (_what, fault, code) => {
    const tuf = await serveTufRepository(world.sigstore.trustedRoot(), fault);
    const root = await file("other-root.json", tuf.root);
    // What does answer may take its time on a busy machine.
    const patience = fault.type === "silent" ? ["--stall-timeout", "0.5"] : [];
    const flags = ["--tuf-mirror", tuf.url, "--tuf-root", root, "--retries", "0", ...patience];
    try {
      await expectRefusal(world.workspace, fetch(...flags), {
        kind: "trusted-root",
        code,
        says: [code === "trusted-root-malformed" ? "trusted root" : tuf.url],
      });
    } finally {
      await tuf.close();
    }
  });

  it("is refused when its server is not there", async () => {
    const tuf = await serveTufRepository(world.sigstore.trustedRoot());
    const root = await file("other-root.json", tuf.root);
    await tuf.close();
    const flags = ["--tuf-mirror", tuf.url, "--tuf-root", root, "--retries", "0"];
    await expectRefusal(world.workspace, fetch(...flags), {
      kind: "trusted-root",
      code: "tuf-unreachable",
      says: [tuf.url],
    });
  });

  it("needs a TUF root where the repository is not Sigstore's own", async () => {
    await expectRefusal(world.workspace, fetch("--tuf-mirror", world.tuf.url), {
      kind: "usage",
      code: "conflicting-flags",
      says: ["--tuf-root"],
    });
  });
});

describe("a trusted root from a file", () => {
  it("needs no other server than the mirror", async () => {
    const asked = world.tuf.requests.length;
    const root = await rootFile(() => {});
    const run = await pyverify(world.workspace, fetch("--trusted-root", root));
    expect(run).toMatchObject({ exitCode: 0 });
    expect(world.tuf.requests).toHaveLength(asked);
  });

  it("is refused when a log's key has no start", async () => {
    const root = await rootFile((json) => {
      delete json.tlogs[0]?.publicKey.validFor.start;
    });
    await expectRefusal(world.workspace, fetch("--trusted-root", root), {
      kind: "trusted-root",
      code: "trusted-root-malformed",
      says: ["https://rekor.sigstore.local", "validFor.start"],
    });
  });

  it("is refused when it is not there, or not JSON", async () => {
    await expectRefusal(world.workspace, fetch("--trusted-root", "nowhere.json"), {
      kind: "trusted-root",
      code: "trusted-root-unreadable",
      says: ["nowhere.json"],
    });
    const page = await file("page.json", "<!DOCTYPE html>");
    await expectRefusal(world.workspace, fetch("--trusted-root", page), {
      kind: "trusted-root",
      code: "trusted-root-malformed",
      says: ["JSON"],
    });
  });

  it.each([
    ["log", (root: TrustedRootJson) => root.tlogs.shift(), "log-unknown"],
    [
      "CA",
      (root: TrustedRootJson) => {
        root.certificateAuthorities = createLocalSigstore().trustedRoot().certificateAuthorities;
      },
      "ca-unknown",
    ],
  ] as const)("that does not know the bundle's %s may be too old", async (_what, change, code) => {
    const root = await rootFile(change);
    await expectRefusal(world.workspace, fetch("--trusted-root", root), {
      kind: "verification",
      code,
      says: ["older than the bundle", "--trusted-root tuf"],
    });
  });
});

it("the embedded trusted root does not believe the local Sigstore", async () => {
  await expectRefusal(world.workspace, fetch("--trusted-root", "embedded"), {
    kind: "verification",
    code: "log-unknown",
    says: ["embedded", "--trusted-root tuf"],
  });
});

describe("--trusted-root tuf,embedded", () => {
  const digest = "2299dae542d395ce3883aca00d3c910307cd68e0b2f7336098c8e7b7eee9f3e9";
  const bundle = "3.14.0.sigstore";
  // No network leads to Sigstore's own repository, whether this machine has one or not.
  const unreachable = { HTTPS_PROXY: "http://127.0.0.1:1" };

  function verify(...args: readonly string[]): readonly string[] {
    const named = ["verify", `sha256:${digest}`, "--bundle", bundle, "--release", "3.14.0"];
    return [...named, "--retries", "0", ...args];
  }

  beforeAll(async () => {
    const real = readRealBundle({ path: "3.14.0/Python-3.14.0.tar.xz.sigstore" });
    await file(bundle, real);
  });

  it("takes the embedded one where TUF is unreachable, and says so", async () => {
    const args = verify("--trusted-root", "tuf,embedded", "--json");
    const run = await pyverify(world.workspace, args, { env: unreachable });
    expect(run).toMatchObject({ exitCode: 0 });
    expect(run.stderr).toMatch(
      /warning: the embedded trusted root, \d+ days old, serves instead: /,
    );
    expect(JSON.parse(run.stdout).files).toMatchObject([
      { verified: true, trustedRoot: { origin: "embedded", tufUnreachable: true } },
    ]);
  });

  it("is not the default", async () => {
    await expectRefusal(world.workspace, verify(), {
      kind: "trusted-root",
      code: "tuf-unreachable",
      says: ["cannot be reached"],
      env: unreachable,
    });
  });

  it.each([
    ["the other way round", ["embedded,tuf"], "TUF would never be asked"],
    ["without network", ["tuf,embedded", "--offline"], "TUF needs the network"],
    [
      "with another instance, whose keys are others",
      ["tuf,embedded", "--tuf-mirror", "https://tuf.example", "--tuf-root", "root.json"],
      "--tuf-mirror and --tuf-root need --trusted-root tuf",
    ],
  ])("is refused %s", async (_how, flags, words) => {
    await expectRefusal(world.workspace, verify("--trusted-root", ...flags), {
      kind: "usage",
      code: "conflicting-flags",
      says: [words],
    });
  });
});

describe("what TUF has shown", () => {
  it("is remembered in --cache, and an older repository is refused then", async () => {
    const args = [...fetch("--cache", "cache"), ...world.flags.slice(2)];
    expect(await pyverify(world.workspace, args)).toMatchObject({ exitCode: 0 });
    const folder = join(world.workspace.work, "cache/tuf");
    const [memory = ""] = await readdir(folder);
    const versions: object = JSON.parse(await readFile(join(folder, memory), "utf8"));
    expect(versions).toEqual({ root: 1, timestamp: 2, snapshot: 2, targets: 2 });
    await writeFile(join(folder, memory), JSON.stringify({ ...versions, snapshot: 3 }));
    await rm(join(world.workspace.work, "source"), { recursive: true });
    await expectRefusal(world.workspace, args, {
      kind: "trusted-root",
      code: "tuf-rolled-back",
      says: ["its snapshot has version 2, and 3 was seen", memory],
    });
  });
});
