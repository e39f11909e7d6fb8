import * as fc from "fast-check";
import { expect, it } from "vitest";
import { PyverifyError } from "../../../src/base/errors.ts";
import { release } from "../../../src/release/release.ts";
import { parseVersion } from "../../../src/release/version.ts";
import { parseTrustedRoot } from "../../../src/trust/trusted-root.ts";
import { describeBundle } from "../../../src/verify/bundle/describe-bundle.ts";
import { verifyDigest } from "../../../src/verify/verify.ts";
import { bytesOf } from "../../support/sigstore/bundle.ts";
import { sha256 } from "../../support/sigstore/key.ts";
import { createLocalSigstore } from "../../support/sigstore/local-sigstore.ts";

const sigstore = createLocalSigstore();
const { fulcio } = sigstore.services;
const root = parseTrustedRoot(Buffer.from(JSON.stringify(sigstore.trustedRoot())), "file");
const { signers } = release(parseVersion("3.14.0"));
const artifact = Buffer.from("a source tarball");
const digest = sha256(artifact).toString("hex");

/** A bundle whose certificate was changed before it was logged, so that the log agrees with it. */
function signedWith(change: (certificate: Buffer) => void): Buffer {
  const issue: typeof fulcio.issue = (request) => {
    const certificate = fulcio.issue(request);
    change(certificate);
    return certificate;
  };
  return bytesOf(sigstore.sign(artifact, { services: { fulcio: { ...fulcio, issue } } }));
}

function verdictOn(bundle: Buffer): string {
  try {
    verifyDigest(digest, bundle, signers, root);
    return "accepted";
  } catch (error) {
    // Anything else is a mistake of ours.
    if (error instanceof PyverifyError) return error.kind;
    throw error;
  }
}

it("any certificate that is not as Fulcio issued it is refused by name, and described", () => {
  expect(verdictOn(signedWith(() => {}))).toBe("accepted");
  fc.assert(
    fc.property(fc.nat(), fc.integer({ min: 1, max: 255 }), (at, bits) => {
      const bundle = signedWith((certificate) => {
        const index = at % certificate.length;
        certificate.writeUInt8(certificate.readUInt8(index) ^ bits, index);
      });
      expect(verdictOn(bundle)).toBe("verification");
      expect(describeBundle(bundle).verified).toBe(false);
    }),
    { numRuns: 200 },
  );
});
