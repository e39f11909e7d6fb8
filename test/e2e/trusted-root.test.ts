import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { FailureCode } from "../../src/base/errors.ts";
import { expectRefusal } from "../support/expect-refusal.ts";
import { createLocalWorld, type LocalWorld } from "../support/local-world.ts";
import { madeUpRelease } from "../support/made-up-release.ts";
import { pyverify } from "../support/pyverify.ts";
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
