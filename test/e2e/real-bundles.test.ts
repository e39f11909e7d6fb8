import { describe, expect, it } from "vitest";
import { PyverifyError } from "../../src/base/errors.ts";
import { CertificateIdentity } from "../../src/release/certificate-identity.ts";
import { signedSeries } from "../../src/release/release-managers.ts";
import { type AcceptedSigners, release } from "../../src/release/release.ts";
import { parseVersion } from "../../src/release/version.ts";
import { embeddedTrustedRoot } from "../../src/trust/embedded.ts";
import { verifyDigest } from "../../src/verify/verify.ts";
import {
  listRealArtifactBundles,
  listRealBundles,
  readRealBundle,
  readRefusedBundle,
  type RealBundle,
} from "../support/real-bundles.ts";

const root = embeddedTrustedRoot({ observe: () => {}, signal: new AbortController().signal });

/** Who has to have signed a version, by pyverify's own table. */
function releaseManagers(version: string) {
  return release(parseVersion(version)).signers;
}

/** Everybody who signs some series, except for the one who signed this. */
function otherManagers({ signer }: RealBundle): AcceptedSigners {
  const everybody = signedSeries.flatMap((row) => row.releaseManagers);
  const [first, ...rest] = everybody
    .map((manager) => manager.identity)
    .filter((identity) => identity.subject !== signer.subject);
  if (first === undefined) throw new Error("nobody else signs anything");
  return [first, ...rest];
}

function refusalCode(action: () => unknown): string {
  try {
    action();
  } catch (refusal) {
    if (refusal instanceof PyverifyError) return `${refusal.kind}/${refusal.code}`;
    throw refusal;
  }
  return "accepted";
}

describe("every real bundle", () => {
  const bundles = listRealBundles();

  it("is here: 172 of them, in all three versions of the format", () => {
    expect(bundles).toHaveLength(172);
    expect([...new Set(bundles.map((bundle) => bundle.mediaType))].toSorted()).toEqual([
      "application/vnd.dev.sigstore.bundle+json;version=0.1",
      "application/vnd.dev.sigstore.bundle+json;version=0.2",
      "application/vnd.dev.sigstore.bundle.v0.3+json",
    ]);
  });

  it.each(bundles)("$path verifies by digest, and for nothing and nobody else", (bundle) => {
    const bytes = readRealBundle(bundle);
    const signers = releaseManagers(bundle.version);
    expect(verifyDigest(bundle.sha256, bytes, signers, root)).toMatchObject({
      sha256: bundle.sha256,
      signer: { subject: bundle.signer.subject, issuer: bundle.signer.issuer },
      signedAt: bundle.integratedTime,
      transparencyLog: [
        {
          logIndex: bundle.logIndex,
          url: `https://search.sigstore.dev/?logIndex=${bundle.logIndex}`,
        },
      ],
      bundle: { mediaType: bundle.mediaType },
    });

    const otherDigest = `${bundle.sha256.startsWith("0") ? "1" : "0"}${bundle.sha256.slice(1)}`;
    expect(refusalCode(() => verifyDigest(otherDigest, bytes, signers, root))).toBe(
      "verification/digest-mismatch",
    );
    expect(refusalCode(() => verifyDigest(bundle.sha256, bytes, otherManagers(bundle), root))).toBe(
      "verification/identity-mismatch",
    );
    const otherIssuer = CertificateIdentity.of(bundle.signer.subject, "https://issuer.example");
    expect(refusalCode(() => verifyDigest(bundle.sha256, bytes, [otherIssuer], root))).toBe(
      "verification/issuer-mismatch",
    );
  });
});

describe("every real bundle of what is not source", () => {
  const bundles = listRealArtifactBundles();

  it("is here: 388 of them", () => {
    expect(bundles).toHaveLength(388);
  });

  it.each(bundles)("$path verifies with its series' signer", ({ version, sha256, bundle }) => {
    const signers = releaseManagers(version);
    expect(verifyDigest(sha256, bundle, signers, root).sha256).toBe(sha256);
  });
});

describe("a real bundle that is not to be accepted", () => {
  it("has no checkpoint, as published before 2024-09-11", () => {
    const { bundle, sha256: digest } = readRefusedBundle(
      "no-checkpoint.Python-3.10.12.tar.xz.sigstore",
    );
    expect(refusalCode(() => verifyDigest(digest, bundle, releaseManagers("3.10.12"), root))).toBe(
      "verification/no-checkpoint",
    );
  });

  it("is by another release manager, and has no checkpoint either", () => {
    const { bundle, sha256: digest } = readRefusedBundle(
      "wrong-identity.python-3.11.4.exe.sigstore",
    );
    expect(refusalCode(() => verifyDigest(digest, bundle, releaseManagers("3.11.4"), root))).toBe(
      "verification/no-checkpoint",
    );
  });

  it("is for a tarball that was replaced", () => {
    const { bundle, sha256: replaced } = readRefusedBundle(
      "replaced-file.Python-3.14.0a5.tgz.sigstore",
    );
    const final = "fba0418c29c6ff0c1e7b3c6872a8a611aab472373adbdb831b99456f87549800";
    const signers = releaseManagers("3.14.0a5");
    for (const digest of [replaced, final]) {
      expect(refusalCode(() => verifyDigest(digest, bundle, signers, root))).toBe(
        "verification/file-withdrawn",
      );
    }
  });
});
