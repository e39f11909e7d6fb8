import { describe, expect, it } from "vitest";
import { PyverifyError } from "../../../src/base/errors.ts";
import { release } from "../../../src/release/release.ts";
import { parseVersion } from "../../../src/release/version.ts";
import { parseTrustedRoot } from "../../../src/trust/trusted-root.ts";
import { verifyDigest } from "../../../src/verify/verify.ts";
import { changed, type Path, pathsOf, valueAt } from "../../support/json-document.ts";
import { sha256 } from "../../support/sigstore/key.ts";
import { createLocalSigstore, type SigningOptions } from "../../support/sigstore/local-sigstore.ts";

const sigstore = createLocalSigstore();
const root = parseTrustedRoot(Buffer.from(JSON.stringify(sigstore.trustedRoot())), "file");
const { signers } = release(parseVersion("3.14.0"));
const artifact = Buffer.from("a source tarball");
const digest = sha256(artifact).toString("hex");

/** What may be left out without losing anything that is proven. */
const dispensable: Readonly<Record<string, readonly string[]>> = {
  // Rekor v1 has a clock of its own, and the timestamps beside it are CPython's habit.
  v1: [
    "verificationMaterial.timestampVerificationData",
    "verificationMaterial.timestampVerificationData.rfc3161Timestamps",
    "verificationMaterial.timestampVerificationData.rfc3161Timestamps.0",
  ],
  v2: [],
};

const shapes: readonly (readonly [string, SigningOptions])[] = [
  ["v1", { timestamp: true }],
  ["v1", { timestamp: true, bundleVersion: "0.2" }],
  ["v2", { rekor: "v2" }],
];

describe.each(shapes)("in a bundle of Rekor %s, %j,", (rekor, options) => {
  const bundle = sigstore.sign(artifact, options);
  const paths = pathsOf(bundle);
  const without = (path: Path) => changed(bundle, path, () => undefined);
  const withMore = (path: Path) =>
    changed(bundle, path, (value) => ({ ...Object(value), comment: "honestly" }));

  it("nothing may be missing but what proves nothing there", () => {
    const accepted = paths.filter((path) => isAccepted(without(path)));
    expect(accepted.map((path) => path.join("."))).toEqual(dispensable[rekor]);
  });

  it("nothing may stand that is not known, wherever it stands", () => {
    const objects = [[], ...paths].filter((path) => isObject(valueAt(bundle, path)));
    expect(objects.length).toBeGreaterThan(10);
    expect(objects.filter((path) => isAccepted(withMore(path)))).toEqual([]);
  });

  it("nothing may be null, a number, a list or an object in place of what it is", () => {
    const others = [null, 7, true, [], {}];
    const accepted = paths.filter((path) =>
      others.some((other) => isAccepted(changed(bundle, path, () => other))),
    );
    const named = accepted.map((path) => path.join("."));
    expect(named.filter((name) => !dispensable[rekor]?.includes(name))).toEqual([]);
  });
});

function isObject(value: unknown): boolean {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isAccepted(bundle: Buffer): boolean {
  try {
    verifyDigest(digest, bundle, signers, root);
    return true;
  } catch (error) {
    // Anything else is a mistake of ours.
    if (error instanceof PyverifyError && error.kind === "verification") return false;
    throw error;
  }
}
