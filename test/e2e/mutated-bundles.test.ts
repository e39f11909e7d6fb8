import { RFC3161Timestamp } from "@sigstore/core";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { PyverifyError } from "../../src/base/errors.ts";
import { type AcceptedSigners, release } from "../../src/release/release.ts";
import { parseVersion } from "../../src/release/version.ts";
import { embeddedTrustedRoot } from "../../src/trust/embedded.ts";
import { parseTrustedRoot, type TrustedRoot } from "../../src/trust/trusted-root.ts";
import { verifyDigest } from "../../src/verify/verify.ts";
import { changed, leavesOf, pathsOf, valueAt } from "../support/json-document.ts";
import { listRealBundles, readRealBundle } from "../support/real-bundles.ts";
import { type BundleJson, bytesOf } from "../support/sigstore/bundle.ts";
import { sha256 } from "../support/sigstore/key.ts";
import { createLocalSigstore, type SigningOptions } from "../support/sigstore/local-sigstore.ts";

/*
 * Whatever happens to a bundle on its way, it is refused, unless it still means the same. By
 * default always the same mutations; PYVERIFY_FUZZ_RUNS asks for that many others.
 */
const asked = process.env["PYVERIFY_FUZZ_RUNS"];
const runs = asked === undefined ? { numRuns: 60, seed: 20260801 } : { numRuns: Number(asked) };

/** A good bundle and what is needed to verify it. */
interface Sample {
  readonly name: string;
  readonly bytes: Buffer;
  readonly digest: string;
  readonly signers: AcceptedSigners;
  readonly root: TrustedRoot;
}

function localSamples(): readonly Sample[] {
  const sigstore = createLocalSigstore();
  const artifact = Buffer.from("a source tarball");
  const root = parseTrustedRoot(Buffer.from(JSON.stringify(sigstore.trustedRoot())), "file");
  const shapes: readonly SigningOptions[] = [{ timestamp: true }, { rekor: "v2" }];
  return shapes.map((options) => ({
    name: `a local bundle, ${JSON.stringify(options)}`,
    bytes: bytesOf(sigstore.sign(artifact, options)),
    digest: sha256(artifact).toString("hex"),
    signers: releaseManagers("3.14.0"),
    root,
  }));
}

/** One of each shape that python.org has published. */
function realSamples(): readonly Sample[] {
  const root = embeddedTrustedRoot({ observe: () => {}, signal: new AbortController().signal });
  const wanted = ["3.11.2/Python-3.11.2.tgz", "3.10.9/Python-3.10.9.tar.xz"];
  wanted.push("3.13.5/Python-3.13.5.tar.xz", "3.13.15/Python-3.13.15.tar.xz");
  return listRealBundles()
    .filter(({ path }) => wanted.includes(path.replace(/\.sigstore$/, "")))
    .map((bundle) => ({
      name: `a real bundle, ${bundle.path}`,
      bytes: readRealBundle(bundle),
      digest: bundle.sha256,
      signers: releaseManagers(bundle.version),
      root,
    }));
}

function releaseManagers(version: string): AcceptedSigners {
  return release(parseVersion(version)).signers;
}

describe.each([...localSamples(), ...realSamples()])("$name", (sample) => {
  const text = sample.bytes.toString("utf8");
  const original: BundleJson = JSON.parse(text);
  const leaves = leavesOf(original);

  it("is accepted as it is", () => {
    expect(verdictOn(sample.bytes, sample)).toBe("accepted");
  });

  it("survives no other byte", () => {
    const change = fc.tuple(fc.nat(sample.bytes.length - 1), fc.integer({ min: 0, max: 255 }));
    expectProperty(
      fc.property(change, ([at, byte]) => {
        const mutant = Buffer.from(sample.bytes);
        mutant.writeUInt8(byte, at);
        return refusedUnlessEqual(mutant, sample);
      }),
    );
  });

  it("survives no byte that is missing, doubled or put in", () => {
    const cut = fc.record({
      at: fc.nat(sample.bytes.length - 1),
      removed: fc.integer({ min: 0, max: 40 }),
      added: fc.uint8Array({ maxLength: 40 }),
    });
    expectProperty(
      fc.property(cut, ({ at, removed, added }) => {
        const { bytes } = sample;
        const parts = [bytes.subarray(0, at), added, bytes.subarray(at + removed)];
        return refusedUnlessEqual(Buffer.concat(parts), sample);
      }),
    );
  });

  it("survives no other bit in what its base64 stands for", () => {
    const flip = fc.tuple(fc.nat(leaves.length - 1), fc.nat(), fc.nat(7));
    expectProperty(
      fc.property(flip, ([leaf, at, bit]) => {
        const path = leaves[leaf] ?? [];
        const mutant = changed(original, path, (value) => {
          const bytes = Buffer.from(String(value), "base64");
          if (bytes.length === 0) return value;
          const index = at % bytes.length;
          bytes.writeUInt8(bytes.readUInt8(index) ^ (1 << bit), index);
          return bytes.toString("base64");
        });
        return refusedUnlessEqual(mutant, sample);
      }),
    );
  });

  it("survives no field of another type or value", () => {
    const replacement = fc.oneof(fc.jsonValue({ maxDepth: 2 }), fc.string(), fc.nat().map(String));
    expectProperty(
      fc.property(fc.nat(leaves.length - 1), replacement, (leaf, value) =>
        refusedUnlessEqual(
          changed(original, leaves[leaf] ?? [], () => value),
          sample,
        ),
      ),
    );
  });

  it("survives no field that is missing, doubled or exchanged", () => {
    const branches = pathsOf(original);
    const pair = fc.tuple(fc.nat(branches.length - 1), fc.nat(branches.length - 1));
    expectProperty(
      fc.property(pair, fc.constantFrom("drop", "double", "exchange"), ([one, other], what) => {
        const path = branches[one] ?? [];
        const mutant =
          what === "drop"
            ? changed(original, path, () => undefined)
            : what === "double"
              ? changed(original, path, (value) => [value, value])
              : changed(original, path, () => valueAt(original, branches[other] ?? []));
        return refusedUnlessEqual(mutant, sample);
      }),
    );
  });
});

it("text that never was a bundle is refused", () => {
  const [sample] = localSamples();
  if (sample === undefined) throw new Error("there is no sample");
  expectProperty(
    fc.property(fc.oneof(fc.json(), fc.string()), (text) =>
      refusedUnlessEqual(Buffer.from(text, "utf8"), sample),
    ),
  );
});

function expectProperty<T>(property: fc.IProperty<T>): void {
  fc.assert(property, runs);
}

/** Refused in the words that a person can act on; whatever else is thrown fails the test. */
function verdictOn(bytes: Buffer, { digest, signers, root }: Sample): "accepted" | "refused" {
  try {
    verifyDigest(digest, bytes, signers, root);
    return "accepted";
  } catch (refusal) {
    if (refusal instanceof PyverifyError && refusal.kind === "verification") return "refused";
    throw refusal;
  }
}

function refusedUnlessEqual(mutant: Buffer, sample: Sample): boolean {
  if (verdictOn(mutant, sample) === "refused") return true;
  const [original, accepted] = [sample.bytes, mutant].map(meaningOf);
  return (
    original?.proof === accepted?.proof &&
    accepted?.timestamps.every((time) => original?.timestamps.includes(time)) === true
  );
}

/**
 * What a bundle says, without its spelling. Its version decides nothing by itself; witnesses of a
 * checkpoint that nobody knows prove nothing; and a timestamp is worth what its authority signed:
 * the wrapping is unsigned, and beside a log's own time a timestamp may as well be left out.
 */
function meaningOf(bytes: Buffer): { proof: string; timestamps: readonly string[] } {
  const {
    mediaType: _,
    verificationMaterial,
    ...content
  }: BundleJson = JSON.parse(bytes.toString("utf8"));
  const { timestampVerificationData, ...material } = verificationMaterial;
  for (const { inclusionProof } of material.tlogEntries) {
    if (inclusionProof?.checkpoint === undefined) continue;
    inclusionProof.checkpoint.envelope = withoutWitnesses(inclusionProof.checkpoint.envelope);
  }
  const timestamps = timestampVerificationData?.rfc3161Timestamps ?? [];
  return {
    proof: JSON.stringify({ ...material, ...content }),
    timestamps: timestamps.map(({ signedTimestamp }) =>
      RFC3161Timestamp.parse(Buffer.from(signedTimestamp, "base64")).tstInfo.raw.toString("hex"),
    ),
  };
}

function withoutWitnesses(checkpoint: string): string {
  const [log] = checkpoint.split(/\s/);
  return checkpoint.replaceAll(/^\u2014 (\S+) .*\n/gm, (line, name) => (name === log ? line : ""));
}
