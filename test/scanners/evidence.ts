import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { madeUpRelease } from "../support/made-up-release.ts";
import { trusting } from "../support/published-release.ts";
import { pyverify } from "../support/pyverify.ts";
import { realTarballs } from "../support/real-tarballs.ts";
import { bytesOf } from "../support/sigstore/bundle.ts";
import { createLocalSigstore, type SigningOptions } from "../support/sigstore/local-sigstore.ts";
import type { Workspace } from "../support/workspace.ts";

const expat = {
  SPDXID: "SPDXRef-PACKAGE-expat",
  name: "expat",
  versionInfo: "2.7.3",
  downloadLocation: "https://github.com/libexpat/libexpat/releases/expat-2.7.3.tar.gz",
  checksums: [{ algorithm: "SHA256", checksumValue: "a".repeat(64) }],
  externalRefs: [
    {
      referenceCategory: "SECURITY",
      referenceType: "cpe23Type",
      referenceLocator: "cpe:2.3:a:libexpat_project:libexpat:2.7.3:*:*:*:*:*:*:*",
    },
  ],
  licenseConcluded: "NOASSERTION",
  originator: "Organization: Expat development team",
};

export interface MadeUpEvidence {
  readonly version: string;
  readonly signing?: SigningOptions;
  /** besides those that say where the release is, and whom to believe */
  readonly flags?: readonly string[];
}

/**
 * Fetches a made-up release that bundles expat.
 *
 * @returns the folder of its evidence
 */
export async function madeUpEvidence(
  workspace: Workspace,
  { version, signing, flags = [] }: MadeUpEvidence,
): Promise<string> {
  const bundled = JSON.stringify({ spdxVersion: "SPDX-2.3", packages: [expat] });
  const { name, tarball } = await madeUpRelease({ version, bundled });
  const sigstore = createLocalSigstore();
  const from = join(workspace.path, "downloads");
  await mkdir(from, { recursive: true });
  await writeFile(join(from, name), tarball);
  await writeFile(join(from, `${name}.sigstore`), bytesOf(sigstore.sign(tarball, signing)));
  const trust = await trusting(sigstore, workspace);
  return fetched(workspace, version, ["--from", from, ...trust, ...flags]);
}

/** Fetches a real release that is here, and returns the folder of its evidence. */
export async function realEvidence(workspace: Workspace, version: string): Promise<string> {
  const flags = ["--from", join(realTarballs, version), "--trusted-root", "embedded"];
  return fetched(workspace, version, flags);
}

async function fetched(
  workspace: Workspace,
  version: string,
  flags: readonly string[],
): Promise<string> {
  const out = join(workspace.tmp, "source");
  const evidence = await mkdtemp(join(workspace.work, `evidence-of-${version}-`));
  const args = ["fetch", version, "--out", out, "--evidence", evidence, ...flags];
  const { exitCode, stderr } = await pyverify(workspace, args);
  if (exitCode !== 0) throw new Error(stderr);
  await rm(out, { recursive: true });
  return evidence;
}
