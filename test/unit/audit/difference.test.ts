import { describe, expect, it } from "vitest";
import { type Change, isForTheWorse } from "../../../src/audit/report/difference.ts";
import type { Verdict } from "../../../src/audit/audited-tarball.ts";

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
