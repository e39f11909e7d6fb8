import { describe, expect, it } from "vitest";
import { type Change, isForTheWorse } from "../../../src/audit/report/difference.ts";
import { artifactName, artifactTypes } from "../../../src/release/artifact-types.ts";
import { parseVersion } from "../../../src/release/version.ts";
import type { Verdict } from "../../../src/audit/audited-artifact.ts";

const file = "Python-3.14.0.tar.xz";

function change(before: Verdict | undefined, after: Verdict | undefined): Change {
  return {
    file,
    type: before === undefined ? "new" : after === undefined ? "gone" : "verdict",
    ...(before === undefined ? {} : { before: { verdict: before } }),
    ...(after === undefined ? {} : { after: { verdict: after } }),
  };
}

describe("a change", () => {
  it.each([
    ["verified", "refused"],
    ["verified", "missing"],
    ["unreachable", "refused"],
    ["unsigned", "refused"],
    ["missing", "refused"],
    [undefined, "refused"],
    [undefined, "missing"],
    ["verified", undefined],
  ] as const)("from %s to %s is for the worse", (before, after) => {
    expect(isForTheWorse(change(before, after))).toBe(true);
  });

  it.each([
    ["refused", "verified"],
    ["refused", "refused"],
    ["missing", "missing"],
    ["verified", "unreachable"],
    [undefined, "verified"],
    [undefined, "unsigned"],
    ["unsigned", undefined],
  ] as const)("from %s to %s is not", (before, after) => {
    expect(isForTheWorse(change(before, after))).toBe(false);
  });
});

function signedAnew(name: string, before: string, after: string): Change {
  return {
    file: name,
    type: "signed-anew",
    before: { verdict: "verified", sha256: before, signedAt: "2025-10-07T14:16:18Z" },
    after: { verdict: "verified", sha256: after, signedAt: "2026-10-07T14:16:18Z" },
  };
}

describe("a file that is signed anew", () => {
  const digests = ["a".repeat(64), "b".repeat(64)] as const;

  const finals = artifactTypes.map((type) => artifactName(parseVersion("3.14.0"), type));
  it.each(finals)("is for the worse as %s of a final release", (name) => {
    expect(isForTheWorse(signedAnew(name, ...digests))).toBe(true);
  });

  const prereleases = ["3.14.0a5", "3.14.0b1", "3.14.5rc1"].flatMap((version) =>
    artifactTypes.map((type) => artifactName(parseVersion(version), type)),
  );
  it.each(prereleases)("is not as %s of a pre-release", (name) => {
    expect(isForTheWorse(signedAnew(name, ...digests))).toBe(false);
  });

  it("is not where the digest stays the same", () => {
    expect(isForTheWorse(signedAnew(file, digests[0], digests[0]))).toBe(false);
  });
});
