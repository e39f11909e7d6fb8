import { X509Certificate } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { expectRefusal } from "../support/expect-refusal.ts";
import type { LoopbackServer } from "../support/loopback-server.ts";
import { pyverify } from "../support/pyverify.ts";
import { readRealBundle } from "../support/real-bundles.ts";
import { type BundledLogEntry, startRekor } from "../support/rekor.ts";
import { createWorkspace, type Workspace } from "../support/workspace.ts";

interface BundleFile {
  readonly verificationMaterial: {
    readonly tlogEntries: readonly BundledLogEntry[];
    readonly certificate?: { readonly rawBytes: string };
    readonly x509CertificateChain?: {
      readonly certificates: readonly { readonly rawBytes: string }[];
    };
  };
  readonly messageSignature: {
    readonly messageDigest: { readonly digest: string };
    readonly signature: string;
  };
}

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
    const bundle = await takeApart(version);
    rekor = await startRekor(bundle.verificationMaterial.tlogEntries);
    const run = await pyverify(workspace, await commandLine(version, rekor));
    expect(run.stderr).toBe("");
    expect(run.stdout).toMatch(`log index ${bundle.verificationMaterial.tlogEntries[0]?.logIndex}`);
    expect(run.exitCode).toBe(0);
  });

  it("is refused when the log knows nothing of it", async () => {
    await takeApart("3.14.0");
    rekor = await startRekor([]);
    await expectRefusal(workspace, await commandLine("3.14.0", rekor), {
      kind: "verification",
      code: "log-entry-not-found",
      says: ["the transparency log has no entry"],
    });
  });

  it("is refused when the log's answer is not genuine", async () => {
    const bundle = await takeApart("3.14.0");
    const [entry] = bundle.verificationMaterial.tlogEntries;
    if (entry === undefined) throw new Error("the bundle has no entry");
    const later = { ...entry, integratedTime: String(Number(entry.integratedTime) + 1) };
    rekor = await startRekor([later]);
    await expectRefusal(workspace, await commandLine("3.14.0", rekor), {
      kind: "verification",
      code: "transparency-log-invalid",
      says: [/inclusion promise/],
    });
  });

  it("is refused when the certificate is another's", async () => {
    const other = await takeApart("3.13.5");
    const certificate = await readFile(join(workspace.work, "file.crt"));
    const bundle = await takeApart("3.14.0");
    await writeFile(join(workspace.work, "file.crt"), certificate);
    rekor = await startRekor([
      ...other.verificationMaterial.tlogEntries,
      ...bundle.verificationMaterial.tlogEntries,
    ]);
    await expectRefusal(workspace, await commandLine("3.14.0", rekor), {
      kind: "verification",
      code: "log-entry-not-found",
      says: ["check that the three belong together"],
    });
  });

  it("is refused when it is not one", async () => {
    await takeApart("3.14.0");
    await writeFile(join(workspace.work, "file.sig"), "not base64!");
    rekor = await startRekor([]);
    await expectRefusal(workspace, await commandLine("3.14.0", rekor), {
      kind: "verification",
      code: "detached-malformed",
      says: ["the .sig file is not a signature in base64"],
    });
  });

  it("needs its certificate, and the network", async () => {
    await takeApart("3.14.0");
    rekor = await startRekor([]);
    const line = await commandLine("3.14.0", rekor);
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

  async function takeApart(version: string): Promise<BundleFile> {
    const bundle = readBundle(version);
    const material = bundle.verificationMaterial;
    const der =
      material.certificate?.rawBytes ?? material.x509CertificateChain?.certificates[0]?.rawBytes;
    const certificate = new X509Certificate(Buffer.from(der ?? "", "base64"));
    await writeFile(join(workspace.work, "file.sig"), bundle.messageSignature.signature);
    await writeFile(join(workspace.work, "file.crt"), certificate.toString());
    return bundle;
  }
});

function readBundle(version: string): BundleFile {
  const bytes = readRealBundle({ path: `${version}/Python-${version}.tar.xz.sigstore` });
  return JSON.parse(bytes.toString("utf8")) as BundleFile;
}

async function commandLine(version: string, server: LoopbackServer): Promise<string[]> {
  const bundle = readBundle(version);
  const digest = Buffer.from(bundle.messageSignature.messageDigest.digest, "base64").toString(
    "hex",
  );
  return [
    "verify",
    `sha256:${digest}`,
    `--release=${version}`,
    "--signature=file.sig",
    "--certificate=file.crt",
    `--rekor-url=${server.origin}`,
    "--trusted-root=embedded",
  ];
}
