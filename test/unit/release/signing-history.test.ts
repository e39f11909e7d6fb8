import { describe, expect, it } from "vitest";
import { oldestSignedSeries, signingExpectation } from "../../../src/release/signing-history.ts";
import { parseVersion } from "../../../src/release/version.ts";

describe("signing history", () => {
  it.each([
    ["3.6.15", "before-sigstore"],
    ["2.7.18", "before-sigstore"],
    ["3.7.13", "before-sigstore"],
    ["3.7.14", "signed"],
    ["3.8.13", "before-sigstore"],
    ["3.8.14", "signed"],
    ["3.9.13", "before-sigstore"],
    ["3.9.14", "signed"],
    ["3.10.0", "before-sigstore"],
    // Signed in 2023, years after it was made; those between it and 3.10.7 never were.
    ["3.10.1", "signed"],
    ["3.10.6", "before-sigstore"],
    ["3.10.7", "signed"],
    ["3.11.0rc2", "before-sigstore"],
    ["3.11.0", "signed"],
    ["3.12.0a6", "before-sigstore"],
    ["3.12.0a7", "signed"],
    ["3.13.0a1", "signed"],
    ["3.14.0a1", "signed"],
    ["3.15.0a1", "signed"],
    ["3.16.0a1", "signed"],
    ["3.17.0a1", "signed"],
    // No series will do without signatures again, so one that is unknown has to have them.
    ["3.99.0a1", "signed"],
    ["4.0.0", "signed"],
  ] as const)("of %s: %s", (version, expectation) => {
    expect(signingExpectation(parseVersion(version))).toBe(expectation);
  });

  it("begins with 3.7", () => {
    expect(oldestSignedSeries()).toBe("3.7");
  });
});
