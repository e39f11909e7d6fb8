import { describe, expect, it } from "vitest";
import { findSignedSeries } from "../../../src/release/release-managers.ts";
import { release } from "../../../src/release/release.ts";
import { parseVersion, type Series } from "../../../src/release/version.ts";
import { revokedCertificates, withdrawnFiles } from "../../../src/release/withdrawn.ts";
import { embeddedTrustedRoot } from "../../../src/trust/embedded.ts";
import { parseTrustedRoot } from "../../../src/trust/trusted-root.ts";
import { parseBundle } from "../../../src/verify/bundle/bundle.ts";
import { describeBundle } from "../../../src/verify/bundle/describe-bundle.ts";
import { verifyDigest } from "../../../src/verify/verify.ts";
import { withdrawal } from "../../../src/verify/withdrawal.ts";
import { readRefusedBundle } from "../../support/real-bundles.ts";
import { bytesOf } from "../../support/sigstore/bundle.ts";
import { sha256 } from "../../support/sigstore/key.ts";
import { createLocalSigstore, type SigningOptions } from "../../support/sigstore/local-sigstore.ts";

/*
 * Signatures about which everything is genuine, and which must not count all the same.
 */

const sigstore = createLocalSigstore();
const root = parseTrustedRoot(Buffer.from(JSON.stringify(sigstore.trustedRoot())), "file");
const artifact = Buffer.from("a source tarball");
const digest = sha256(artifact).toString("hex");

function verifyAs(version: string, options: SigningOptions) {
  const bundle = bytesOf(sigstore.sign(artifact, options));
  return verifyDigest(digest, bundle, release(parseVersion(version)).signers, root);
}

describe("a release manager", () => {
  it.each([
    ["3.14.9", "2024-09-01T00:00:00Z"],
    ["3.14.9", "2031-10-31T23:59:59Z"],
    ["3.15.0a1", "2025-09-01T00:00:00Z"],
  ])("signs %s at %s", (version, time) => {
    const verification = verifyAs(version, { signedAt: new Date(time) });
    expect(verification.signedAt).toEqual(new Date(time));
  });

  it.each([
    ["3.14.9", "2024-08-31T23:59:59Z", "from 2024-09 to 2031-10"],
    ["3.14.9", "2031-11-01T00:00:00Z", "from 2024-09 to 2031-10"],
    ["3.15.0a1", "2025-08-31T23:59:59Z", "from 2025-09 to 2032-10"],
  ])("does not sign %s at %s", (version, time, period) => {
    expect(() => verifyAs(version, { signedAt: new Date(time) })).toThrow(
      expect.objectContaining({
        kind: "verification",
        code: "signed-out-of-time",
        message: expect.stringContaining(time),
        because: expect.stringContaining(period),
      }),
    );
  });

  it.each(["3.7", "3.8", "3.9", "3.10", "3.11", "3.12", "3.13", "3.16", "3.17"] as const)(
    "of %s does not sign for ever",
    (series: Series) => {
      const identity = findSignedSeries(series)?.releaseManagers[0].identity;
      const options = {
        identity: identity?.subject ?? "",
        issuer: identity?.issuer ?? "",
        signedAt: new Date("2040-01-01T00:00:00Z"),
      };
      expect(() => verifyAs(`${series}.20`, options)).toThrow(
        expect.objectContaining({ code: "signed-out-of-time" }),
      );
    },
  );
});

describe("a withdrawn file", () => {
  const { bundle, sha256: signed } = readRefusedBundle(
    "replaced-file.Python-3.14.0a5.tgz.sigstore",
  );

  it("is refused with its own, genuine bundle, and named with what took its place", () => {
    const real = embeddedTrustedRoot({ observe: () => {}, signal: new AbortController().signal });
    const { signers } = release(parseVersion("3.14.0a5"));
    expect(() => verifyDigest(signed, bundle, signers, real)).toThrow(
      expect.objectContaining({
        kind: "verification",
        code: "file-withdrawn",
        message: "the signed file was withdrawn: Python-3.14.0a5.tgz",
        hint: expect.stringContaining(withdrawnFiles[0]?.replacedBy ?? "?"),
      }),
    );
  });

  it("is remarked on by a description of its bundle", () => {
    expect(describeBundle(bundle).remarks).toEqual([
      expect.stringContaining("the signed file was withdrawn: Python-3.14.0a5.tgz"),
    ]);
  });
});

describe("every withdrawn file", () => {
  const { bundle } = readRefusedBundle("replaced-file.Python-3.14.0a5.tgz.sigstore");
  const { signingCertificate } = parseBundle(bundle);

  it.each(withdrawnFiles)("$file is refused by its digest, and told what to use", (withdrawn) => {
    const { sha256: taken, replacedBy, sources } = withdrawn;
    const refusal = withdrawal({ digest: taken, signingCertificate });
    expect(refusal).toMatchObject({ code: "file-withdrawn" });
    expect(refusal?.because).toContain(sources[0]);
    expect(refusal?.hint).toContain(replacedBy);
    expect(withdrawal({ digest: replacedBy, signingCertificate })).toBeUndefined();
  });
});

describe("a revoked certificate", () => {
  it.each(revokedCertificates)("$serial is refused, whatever it signed", ({ serial }) => {
    const certificateContent: SigningOptions["certificateContent"] = (content) => ({
      ...content,
      serialNumber: Buffer.from(serial, "hex"),
    });
    expect(() => verifyAs("3.14.0", { certificateContent })).toThrow(
      expect.objectContaining({
        kind: "verification",
        code: "certificate-revoked",
        message: expect.stringContaining(serial),
      }),
    );
  });
});
