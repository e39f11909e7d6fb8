import { describe, expect, it } from "vitest";
import { checksOfRefusal, checksPassed } from "../../../src/audit/checks.ts";
import { type FailureCode, failureCodes } from "../../../src/base/errors.ts";

function outcomes(code: FailureCode): Record<string, string> {
  return Object.fromEntries(
    checksOfRefusal(code, true).map(({ check, outcome }) => [check, outcome]),
  );
}

describe("the checks of a report", () => {
  it("have all passed for a verified tarball, but for its digest where it is not at hand", () => {
    expect(new Set(checksPassed(true).map(({ outcome }) => outcome))).toEqual(new Set(["passed"]));
    expect(checksPassed(false).filter(({ outcome }) => outcome !== "passed")).toEqual([
      { check: "digest", outcome: "not-done" },
    ]);
  });

  it("claim nothing beyond what has surely passed before the one that failed", () => {
    expect(outcomes("no-checkpoint")).toMatchObject({ bundle: "failed", signature: "undecided" });
    expect(outcomes("log-unknown")).toMatchObject({
      bundle: "passed",
      certificate: "undecided",
      "transparency-log": "failed",
      signer: "undecided",
    });
    expect(outcomes("issuer-mismatch")).toMatchObject({
      signature: "passed",
      signer: "failed",
      digest: "undecided",
      distinct: "undecided",
    });
    expect(outcomes("digest-mismatch")).toMatchObject({
      signature: "passed",
      signer: "passed",
      digest: "failed",
      distinct: "undecided",
    });
  });

  it("say nothing of a tarball's digest while its bundle is refused", () => {
    for (const code of failureCodes.verification) {
      if (["digest-mismatch", "release-mismatch"].includes(code)) continue;
      expect(outcomes(code)).toMatchObject({ digest: "undecided" });
    }
  });

  it("never call a refused tarball passed in all, whatever the code", () => {
    for (const code of failureCodes.verification) {
      const found = checksOfRefusal(code, true).map(({ outcome }) => outcome);
      expect(found.some((outcome) => outcome === "failed" || outcome === "undecided")).toBe(true);
    }
  });
});
