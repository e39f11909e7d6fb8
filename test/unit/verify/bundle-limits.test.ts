import { expect, it } from "vitest";
import { PyverifyError } from "../../../src/base/errors.ts";
import { parseBundle } from "../../../src/verify/bundle/bundle.ts";
import {
  type BundleJson,
  bytesOf,
  inclusionProofOf,
  logEntryOf,
} from "../../support/sigstore/bundle.ts";
import { createLocalSigstore } from "../../support/sigstore/local-sigstore.ts";

const sigstore = createLocalSigstore();
const artifact = Buffer.from("a source tarball");

/** In units of three bytes where it is base64, which is divided so. */
const limited: readonly (readonly [
  what: string,
  field: string,
  most: number,
  fill: (bundle: BundleJson, count: number) => void,
])[] = [
  [
    "its log entries",
    "tlogEntries",
    8,
    ({ verificationMaterial: material }, count) => {
      material.tlogEntries = Array.from({ length: count }, () => material.tlogEntries).flat();
    },
  ],
  [
    "the hashes of a proof",
    "tlogEntries.0.inclusionProof.hashes",
    64,
    (bundle, count) => {
      inclusionProofOf(bundle).hashes = Array.from({ length: count }, () => base64(32));
    },
  ],
  [
    "a checkpoint's characters",
    "tlogEntries.0.inclusionProof.checkpoint.envelope",
    16_384,
    (bundle, count) => {
      inclusionProofOf(bundle).checkpoint = { envelope: "x".repeat(count) };
    },
  ],
  [
    "a log entry's body",
    "tlogEntries.0.canonicalizedBody",
    Math.ceil(65_536 / 3),
    (bundle, count) => {
      logEntryOf(bundle).canonicalizedBody = base64(count * 3);
    },
  ],
  [
    "a signed entry timestamp",
    "tlogEntries.0.inclusionPromise.signedEntryTimestamp",
    Math.ceil(1024 / 3),
    (bundle, count) => {
      logEntryOf(bundle).inclusionPromise = { signedEntryTimestamp: base64(count * 3) };
    },
  ],
  [
    "a certificate",
    "certificate.rawBytes",
    Math.ceil(16_384 / 3),
    ({ verificationMaterial }, count) => {
      verificationMaterial.certificate = { rawBytes: base64(count * 3) };
    },
  ],
  [
    "its timestamps",
    "timestampVerificationData.rfc3161Timestamps",
    8,
    ({ verificationMaterial }, count) => {
      const rfc3161Timestamps = Array.from({ length: count }, () => ({
        signedTimestamp: base64(3),
      }));
      verificationMaterial.timestampVerificationData = { rfc3161Timestamps };
    },
  ],
  [
    "a timestamp",
    "timestampVerificationData.rfc3161Timestamps.0.signedTimestamp",
    Math.ceil(32_768 / 3),
    ({ verificationMaterial }, count) => {
      const rfc3161Timestamps = [{ signedTimestamp: base64(count * 3) }];
      verificationMaterial.timestampVerificationData = { rfc3161Timestamps };
    },
  ],
];

it.each(limited)("a bundle is bounded in %s", (_what, field, most, fill) => {
  const reasonFor = (count: number): string => {
    try {
      const bundle = sigstore.sign(artifact);
      fill(bundle, count);
      parseBundle(bytesOf(bundle));
      return "accepted";
    } catch (error) {
      return error instanceof PyverifyError ? (error.because ?? "") : String(error);
    }
  };
  expect(reasonFor(most)).not.toContain(field);
  expect(reasonFor(most + 1)).toMatch(
    new RegExp(`^verificationMaterial\\.${field}(?:: | has a length)`),
  );
});

function base64(length: number): string {
  return Buffer.alloc(length, 1).toString("base64");
}
