import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { SerializedBundle } from "@sigstore/bundle";
import { type BundleVerifier, createVerifier } from "sigstore";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { CertificateIdentity } from "../../src/release/certificate-identity.ts";
import { parseTrustedRoot } from "../../src/trust/trusted-root.ts";
import { verifyDigest } from "../../src/verify/verify.ts";
import { allFaults } from "../support/faults/all-faults.ts";
import { createFaultWorld } from "../support/faults/fault.ts";
import { bytesOf } from "../support/sigstore/bundle.ts";
import { sha256 } from "../support/sigstore/key.ts";
import type { SigningOptions } from "../support/sigstore/local-sigstore.ts";
import { serveTufRepository, type TufRepository } from "../support/sigstore/tuf-repository.ts";
import { createWorkspace, type Workspace } from "../support/workspace.ts";
import { stricterThanSigstore } from "./stricter-than-sigstore.ts";

/*
 * The reference client as an oracle: what it refuses is refused here, what it accepts is accepted
 * here, and each exception is written down with its reason.
 */

type Verdict = "accepted" | "refused";

const world = createFaultWorld();
const { sigstore, artifact } = world;
const digest = sha256(artifact).toString("hex");
const root = parseTrustedRoot(Buffer.from(JSON.stringify(sigstore.trustedRoot())), "file");
const hugo = CertificateIdentity.of("hugo@python.org", "https://github.com/login/oauth");

let workspace: Workspace;
let tuf: TufRepository;
let reference: BundleVerifier;

beforeAll(async () => {
  workspace = await createWorkspace();
  tuf = await serveTufRepository(sigstore.trustedRoot());
  const tufRootPath = join(workspace.work, "root.json");
  await writeFile(tufRootPath, tuf.root);
  reference = await createVerifier({
    tufMirrorURL: tuf.url,
    tufRootPath,
    tufCachePath: workspace.tmp,
    certificateIdentityEmail: hugo.subject,
    certificateIssuer: hugo.issuer,
  });
});

afterAll(async () => {
  await tuf.close();
  await workspace.remove();
});

function sigstoresVerdict(bundle: Buffer): Verdict {
  return verdict(() => {
    const json: SerializedBundle = JSON.parse(bundle.toString("utf8"));
    reference.verify(json, artifact);
  });
}

function ourVerdict(bundle: Buffer): Verdict {
  return verdict(() => verifyDigest(digest, bundle, [hugo], root));
}

function verdict(verification: () => unknown): Verdict {
  try {
    verification();
    return "accepted";
  } catch {
    return "refused";
  }
}

describe("sigstore's own client agrees", () => {
  const shapes: readonly SigningOptions[] = [
    { bundleVersion: "0.1" },
    { bundleVersion: "0.2", curve: "P-384", issuerExtensions: "old" },
    { bundleVersion: "0.3", issuerExtensions: "new" },
    { timestamp: true },
    { rekor: "v2" },
  ];

  it.each(shapes)("that a bundle is good: %j", (options) => {
    const bundle = bytesOf(sigstore.sign(artifact, options));
    expect([sigstoresVerdict(bundle), ourVerdict(bundle)]).toEqual(["accepted", "accepted"]);
  });

  const faults = Object.entries(allFaults);
  const reasons: Readonly<Record<string, string>> = stricterThanSigstore;

  it.each(faults.filter(([name]) => !(name in reasons)))(
    "that a bundle is bad: %s",
    (_name, fault) => {
      const bundle = fault.bundle(world);
      expect([sigstoresVerdict(bundle), ourVerdict(bundle)]).toEqual(["refused", "refused"]);
    },
  );

  it.each(
    faults
      .filter(([name]) => name in reasons)
      .map(([name, fault]) => [name, reasons[name], fault] as const),
  )("not, and we are stricter: %s, because %s", (_name, _reason, fault) => {
    const bundle = fault.bundle(world);
    expect([sigstoresVerdict(bundle), ourVerdict(bundle)]).toEqual(["accepted", "refused"]);
  });
});
