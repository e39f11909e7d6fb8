import { describe, expect, it } from "vitest";
import { parseBundle } from "../../../src/verify/bundle/bundle.ts";
import { isCanonicalBase64 } from "../../../src/verify/bundle/bundle-schema.ts";
import { signedAt } from "../../../src/verify/verification.ts";
import {
  type BundleJson,
  bytesOf,
  inclusionProofOf,
  logEntryOf,
} from "../../support/sigstore/bundle.ts";
import { sha256 } from "../../support/sigstore/key.ts";
import { createLocalSigstore, type SigningOptions } from "../../support/sigstore/local-sigstore.ts";

const sigstore = createLocalSigstore();
const artifact = Buffer.from("a source tarball");

/** A good bundle, read after a change to it. */
function read(change: (bundle: BundleJson) => void = () => {}, options: SigningOptions = {}) {
  const bundle = sigstore.sign(artifact, options);
  change(bundle);
  return parseBundle(bytesOf(bundle));
}

describe("a bundle that is read", () => {
  it("has the digests of its file and of what it signs", () => {
    const bundle = bytesOf(sigstore.sign(artifact));
    const { sha256: ofFile, digest } = parseBundle(bundle);
    expect(ofFile).toBe(sha256(bundle).toString("hex"));
    expect(digest).toBe(sha256(artifact).toString("hex"));
  });

  it("may leave out the hashes of its proof, as the first entry of a log does", () => {
    const { document } = read((bundle) => {
      Object.assign(inclusionProofOf(bundle), { hashes: undefined });
    });
    expect(document.verificationMaterial.tlogEntries[0]?.inclusionProof.hashes).toEqual([]);
  });

  it.each(["0", "7", "999999999999999"])("may count up to %s", (count) => {
    const { document } = read((bundle) => {
      logEntryOf(bundle).logIndex = count;
    });
    expect(document.verificationMaterial.tlogEntries[0]?.logIndex).toBe(count);
  });

  it.each(["", "00", "07", "-1", "1.5", "1e3", "0x1", " 1", "1 ", "1\n", "1000000000000000"])(
    "may not count %j",
    (count) => {
      const change = (bundle: BundleJson) => void (logEntryOf(bundle).logIndex = count);
      expect(() => read(change)).toThrow(
        expect.objectContaining({
          code: "bundle-malformed",
          because: "verificationMaterial.tlogEntries.0.logIndex: not a decimal number",
        }),
      );
    },
  );

  it.each([
    ["a list", "[]"],
    ["a text", '"bundle"'],
    ["nothing", "null"],
  ])("may not be %s", (_what, text) => {
    expect(() => parseBundle(Buffer.from(text))).toThrow(
      expect.objectContaining({ code: "bundle-malformed" }),
    );
  });

  it.each([
    ["a list", []],
    ["a text", "material"],
    ["nothing", null],
  ])("may not have %s for its material", (_what, material) => {
    const change = (bundle: BundleJson) =>
      void Object.assign(bundle, { verificationMaterial: material });
    expect(() => read(change)).toThrow(
      expect.objectContaining({
        code: "bundle-malformed",
        because: expect.stringMatching(/^verificationMaterial/),
      }),
    );
  });
});

describe("the time of signing", () => {
  const early = new Date("2026-03-01T12:00:00Z");
  const late = new Date("2026-03-01T12:05:00Z");

  it("is the log's, whatever a timestamp says", () => {
    const bundle = read(
      ({ verificationMaterial, messageSignature }) => {
        const signature = Buffer.from(messageSignature?.signature ?? "", "base64");
        const stamp = sigstore.services.timestampAuthority.stamp(signature, early);
        verificationMaterial.timestampVerificationData = {
          rfc3161Timestamps: [{ signedTimestamp: stamp.toString("base64") }],
        };
      },
      { signedAt: late },
    );
    expect(signedAt(bundle)).toEqual(late);
  });

  it("is the earliest of several timestamps, since all of them are proven", () => {
    const bundle = read(
      ({ verificationMaterial, messageSignature }) => {
        const signature = Buffer.from(messageSignature?.signature ?? "", "base64");
        verificationMaterial.timestampVerificationData = {
          rfc3161Timestamps: [late, early].map((time) => {
            const stamp = sigstore.services.timestampAuthority.stamp(signature, time);
            return { signedTimestamp: stamp.toString("base64") };
          }),
        };
      },
      { rekor: "v2" },
    );
    expect(signedAt(bundle)).toEqual(early);
  });
});

describe("base64", () => {
  it.each(["AA==", "AAA=", "AAAA", "+/+/"])("is canonical as %s", (text) => {
    expect(isCanonicalBase64(text)).toBe(true);
  });

  it.each(["", "A", "AA", "AB==", "AAB=", "-_-_", "AAAA\n", " AAAA", "AA==AA=="])(
    "is not canonical as %j",
    (text) => {
      expect(isCanonicalBase64(text)).toBe(false);
    },
  );
});
