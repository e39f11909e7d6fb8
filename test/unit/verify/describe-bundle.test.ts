import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { describeBundle } from "../../../src/verify/bundle/describe-bundle.ts";
import { allFaults } from "../../support/faults/all-faults.ts";
import { createFaultWorld } from "../../support/faults/fault.ts";
import {
  type BundleJson,
  bytesOf,
  inclusionProofOf,
  logEntryOf,
} from "../../support/sigstore/bundle.ts";
import { bitString, objectIdentifier, sequence } from "../../support/sigstore/der.ts";
import { generateKey, type Key } from "../../support/sigstore/key.ts";
import { createLocalSigstore, type SigningOptions } from "../../support/sigstore/local-sigstore.ts";

const sigstore = createLocalSigstore();
const artifact = Buffer.from("a source tarball");
const digest = createHash("sha256").update(artifact).digest("hex");
const signedAt = new Date("2026-03-01T12:00:00Z");

/** What is said of a good bundle after a change to it. */
function described(change: (bundle: BundleJson) => void = () => {}, options: SigningOptions = {}) {
  const bundle = sigstore.sign(artifact, { signedAt, ...options });
  change(bundle);
  return describeBundle(bytesOf(bundle));
}

function withCertificate(rawBytes: string): (bundle: BundleJson) => void {
  return (bundle) => {
    bundle.verificationMaterial.certificate = { rawBytes };
  };
}

function withKey(key: Key): (bundle: BundleJson) => void {
  const der = sigstore.services.fulcio.issue({
    key,
    identity: "hugo@python.org",
    identityType: "email",
    issuer: "https://github.com/login/oauth",
    issuerExtensions: "both",
    validity: { notBefore: signedAt, notAfter: signedAt },
    ctLogs: [],
  });
  return withCertificate(der.toString("base64"));
}

describe("the description of a good bundle", () => {
  it("says all that is in it, and that nothing is odd", () => {
    const bundle = sigstore.sign(artifact, { signedAt, timestamp: true });
    const { logIndex } = logEntryOf(bundle);
    expect(describeBundle(bytesOf(bundle))).toEqual({
      verified: false,
      mediaType: "application/vnd.dev.sigstore.bundle.v0.3+json",
      content: "message signature",
      digest,
      certificate: {
        subject: "email:hugo@python.org",
        issuer: "https://github.com/login/oauth",
        serial: expect.stringMatching(/^3e[0-9a-f]{38}$/),
        key: "ec prime256v1",
        validFrom: "2026-03-01T12:00:00Z",
        validTo: "2026-03-01T12:10:00Z",
      },
      transparencyLog: [
        {
          logId: sigstore.services.rekorV1.logId.toString("hex"),
          logIndex,
          // The public search would show somebody else's entry.
          url: undefined,
          kind: "hashedrekord 0.0.1",
          integratedAt: "2026-03-01T12:00:00Z",
          checkpointOrigin: "rekor.sigstore.local - 1193050959916656506",
          treeSize: inclusionProofOf(bundle).treeSize,
        },
      ],
      timestamps: ["2026-03-01T12:00:00Z"],
      remarks: [],
    });
  });

  it("says no time of the log's where Rekor v2 has none", () => {
    const { transparencyLog, timestamps, remarks } = described(undefined, { rekor: "v2" });
    expect(transparencyLog).toMatchObject([
      { kind: "hashedrekord 0.0.2", integratedAt: undefined },
    ]);
    expect(timestamps).toEqual(["2026-03-01T12:00:00Z"]);
    expect(remarks).toEqual([]);
  });

  it.each(["old", "new"] as const)("reads the issuer from the %s extension", (issuerExtensions) => {
    const { certificate } = described(undefined, { issuerExtensions });
    expect(certificate?.issuer).toBe("https://github.com/login/oauth");
  });

  it("reads the certificate from a chain of one, as older bundles have it", () => {
    const { certificate, remarks } = described(undefined, { bundleVersion: "0.2", curve: "P-384" });
    expect(certificate).toMatchObject({ subject: "email:hugo@python.org", key: "ec secp384r1" });
    expect(remarks).toEqual([]);
  });
});

describe("the description of an odd bundle", () => {
  it("says what an attestation is", () => {
    const bundle = sigstore.signEnvelope(Buffer.from("{}"), { signedAt });
    expect(describeBundle(bytesOf(bundle))).toMatchObject({
      content: "DSSE envelope",
      digest: undefined,
      remarks: [expect.stringMatching(/^the bundle signs an attestation, .+: it has a DSSE/)],
    });
  });

  it("says what is missing from an empty one", () => {
    expect(describeBundle(Buffer.from("{}"))).toEqual({
      verified: false,
      mediaType: "",
      content: "nothing",
      digest: undefined,
      certificate: undefined,
      transparencyLog: [],
      timestamps: [],
      remarks: [expect.stringContaining("mediaType")],
    });
  });

  it("says what is missing from one whose parts are empty", () => {
    const parts = { verificationMaterial: { tlogEntries: [{}] }, messageSignature: {} };
    expect(describeBundle(Buffer.from(JSON.stringify(parts)))).toMatchObject({
      content: "message signature",
      digest: undefined,
      certificate: undefined,
      transparencyLog: [
        {
          logId: undefined,
          logIndex: "0",
          kind: "unknown",
          integratedAt: undefined,
          checkpointOrigin: undefined,
          treeSize: undefined,
        },
      ],
    });
  });

  it("says of a log entry what it has, where it has no checkpoint", () => {
    const { transparencyLog, remarks } = described((bundle) => {
      delete inclusionProofOf(bundle).checkpoint;
    });
    expect(transparencyLog).toMatchObject([
      { checkpointOrigin: undefined, treeSize: expect.stringMatching(/^\d+$/) },
    ]);
    expect(remarks).toEqual([expect.stringContaining("has no checkpoint")]);
  });

  it("leaves out a chain without a certificate", () => {
    const { certificate } = described(
      ({ verificationMaterial }) => {
        verificationMaterial.x509CertificateChain = { certificates: [] };
      },
      { bundleVersion: "0.2" },
    );
    expect(certificate).toBeUndefined();
  });

  it("leaves out a certificate that cannot be read, and says so", () => {
    const { certificate, remarks } = described(withCertificate("AAAA"));
    expect(certificate).toBeUndefined();
    expect(remarks).toEqual([expect.stringContaining("certificate cannot be read")]);
  });

  it("names the key of a certificate that has no curve", () => {
    const { certificate } = described(withKey(generateKey("Ed25519")));
    expect(certificate?.key).toBe("ed25519");
  });

  it("says that the key of a certificate is unreadable", () => {
    const spki = sequence(sequence(objectIdentifier("1.2.3.4")), bitString(Buffer.of(1)));
    const { certificate } = described(withKey({ ...generateKey("P-256"), spki }));
    expect(certificate).toMatchObject({ subject: "email:hugo@python.org", key: "unreadable" });
  });

  it("says that the times of a certificate are unreadable", () => {
    const { certificate, remarks } = described(({ verificationMaterial }) => {
      const der = Buffer.from(verificationMaterial.certificate?.rawBytes ?? "", "base64");
      for (const year of ["xx", "yy"]) der.write(year, der.indexOf("260301"), "latin1");
      verificationMaterial.certificate = { rawBytes: der.toString("base64") };
    });
    expect(certificate).toMatchObject({ validFrom: "unreadable", validTo: "unreadable" });
    expect(remarks).toEqual([
      "the certificate can be read in more than one way: Fulcio issues none in which this is so: no such time",
    ]);
  });

  it("names no issuer where two are named", () => {
    const bundle =
      allFaults["an issuer that differs in the older extension"].bundle(createFaultWorld());
    const { certificate, remarks } = describeBundle(bundle);
    expect(certificate).toMatchObject({ subject: "email:hugo@python.org", issuer: "unreadable" });
    expect(remarks).toEqual([expect.stringContaining("it names two issuers")]);
  });

  it("names no issuer where the certificate does not", () => {
    const [authority] = sigstore.services.fulcio.chain;
    const { certificate } = described(withCertificate(authority?.toString("base64") ?? ""));
    expect(certificate).toMatchObject({ subject: undefined, issuer: undefined });
  });

  it("says that a timestamp is unreadable", () => {
    const { timestamps } = described((bundle) => {
      bundle.verificationMaterial.timestampVerificationData = {
        rfc3161Timestamps: [{ signedTimestamp: "AAAA" }],
      };
    });
    expect(timestamps).toEqual(["unreadable"]);
  });

  it("says that the log entry contradicts the bundle", () => {
    const { remarks } = described((bundle) => {
      const other = sigstore.sign(artifact, { signedAt });
      bundle.verificationMaterial.tlogEntries = other.verificationMaterial.tlogEntries;
    });
    expect(remarks).toEqual(["the log entry was made with another certificate"]);
  });

  it.each([
    [-1, ["the log took the entry in at 2026-03-01T11:59:59Z, when the certificate was not valid"]],
    [0, []],
    [600, []],
    [
      601,
      ["the log took the entry in at 2026-03-01T12:10:01Z, when the certificate was not valid"],
    ],
  ])("says whether the log's time, %i s after the first, is the certificate's", (seconds, odd) => {
    const { remarks } = described((bundle) => {
      const entry = logEntryOf(bundle);
      entry.integratedTime = String(Number(entry.integratedTime) + seconds);
    });
    expect(remarks).toEqual(odd);
  });

  it.each(["0", "-1", "yesterday", "99999999999999"])("takes %s for no time", (integratedTime) => {
    const { transparencyLog, remarks } = described((bundle) => {
      logEntryOf(bundle).integratedTime = integratedTime;
    });
    expect(transparencyLog).toMatchObject([{ integratedAt: undefined }]);
    expect(remarks.filter((remark) => remark.includes("the entry in at"))).toEqual([]);
  });
});

it.each([
  ["no JSON", "<!DOCTYPE html>", "compare its bundle with python.org's own"],
  [
    "JSON of another shape",
    '{"messageSignature":{"signature":5}}',
    "give the .sigstore file that python.org publishes",
  ],
])("what is %s is not described", (_what, text, hint) => {
  expect(() => describeBundle(Buffer.from(text))).toThrow(
    expect.objectContaining({
      kind: "verification",
      code: "bundle-malformed",
      because: expect.stringMatching(/./),
      hint: expect.stringContaining(hint),
      cause: expect.any(Error),
    }),
  );
});
