import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type TakenApart, takeApart } from "../support/detached-signature.ts";
import { expectRefusal } from "../support/expect-refusal.ts";
import type { LoopbackServer } from "../support/loopback-server.ts";
import { pyverify } from "../support/pyverify.ts";
import { readRealBundle } from "../support/real-bundles.ts";
import { startRekor } from "../support/rekor.ts";
import { createWorkspace, type Workspace } from "../support/workspace.ts";

/** Real bundles, taken apart into what CPython published before there were bundles. */
const releases = ["3.11.2", "3.13.5", "3.14.0"] as const;

describe("a detached signature", () => {
  let workspace: Workspace;
  let rekor: LoopbackServer | undefined;

  beforeEach(async () => {
    workspace = await createWorkspace();
  });
  afterEach(async () => {
    await rekor?.close();
    await workspace.remove();
  });

  it.each(releases)("of %s verifies with the log entry that Rekor has of it", async (version) => {
    const bundle = await layOut(version);
    rekor = await startRekor(bundle.entries);
    const run = await pyverify(workspace, commandLine(version, rekor));
    expect(run.stderr).toBe("");
    expect(run.stdout).toMatch(`log index ${bundle.entries[0]?.logIndex}`);
    expect(run.exitCode).toBe(0);
  });

  it("is refused when the log knows nothing of it", async () => {
    await layOut("3.14.0");
    rekor = await startRekor([]);
    await expectRefusal(workspace, commandLine("3.14.0", rekor), {
      kind: "verification",
      code: "log-entry-not-found",
      says: ["the transparency log has no entry"],
    });
  });

  it("is refused when the log's answer is not genuine", async () => {
    const bundle = await layOut("3.14.0");
    const [entry] = bundle.entries;
    if (entry === undefined) throw new Error("the bundle has no entry");
    const later = { ...entry, integratedTime: String(Number(entry.integratedTime) + 1) };
    rekor = await startRekor([later]);
    await expectRefusal(workspace, commandLine("3.14.0", rekor), {
      kind: "verification",
      code: "transparency-log-invalid",
      says: [/inclusion promise/],
    });
  });

  it("is refused when the certificate is another's", async () => {
    const other = await layOut("3.13.5");
    const certificate = await readFile(join(workspace.work, "file.crt"));
    const bundle = await layOut("3.14.0");
    await writeFile(join(workspace.work, "file.crt"), certificate);
    rekor = await startRekor([...other.entries, ...bundle.entries]);
    await expectRefusal(workspace, commandLine("3.14.0", rekor), {
      kind: "verification",
      code: "log-entry-not-found",
      says: ["check that the three belong together"],
    });
  });

  it("is refused when it is not one", async () => {
    await layOut("3.14.0");
    await writeFile(join(workspace.work, "file.sig"), "not base64!");
    rekor = await startRekor([]);
    await expectRefusal(workspace, commandLine("3.14.0", rekor), {
      kind: "verification",
      code: "detached-malformed",
      says: ["file.sig is not a signature in base64"],
    });
  });

  it("needs its certificate, and the network", async () => {
    await layOut("3.14.0");
    rekor = await startRekor([]);
    const line = commandLine("3.14.0", rekor);
    await expectRefusal(workspace, [...line, "--offline"], {
      kind: "usage",
      code: "conflicting-flags",
      says: ["--offline and --signature exclude each other"],
    });
    await expectRefusal(
      workspace,
      line.filter((word) => !word.startsWith("--certificate=")),
      {
        kind: "usage",
        code: "conflicting-flags",
        says: ["only accepted together"],
      },
    );
  });

  async function layOut(version: string): Promise<TakenApart> {
    const detached = readDetached(version);
    await writeFile(join(workspace.work, "file.sig"), detached.signature);
    await writeFile(join(workspace.work, "file.crt"), detached.certificate);
    return detached;
  }
});

function readDetached(version: string): TakenApart {
  return takeApart(readRealBundle({ path: `${version}/Python-${version}.tar.xz.sigstore` }));
}

function commandLine(version: string, server: LoopbackServer): string[] {
  return [
    "verify",
    `sha256:${readDetached(version).sha256}`,
    `--release=${version}`,
    "--signature=file.sig",
    "--certificate=file.crt",
    `--rekor-url=${server.origin}`,
    "--trusted-root=embedded",
  ];
}
