import { describe, expect, it } from "vitest";
import { PyverifyError } from "../../../src/base/errors.ts";
import { tufFailure } from "../../../src/trust/tuf-failure.ts";

const mirror = "https://tuf.example";

describe("why a refresh failed", () => {
  it.each([
    ["final timestamp.json is EXPIRED", "tuf-expired", "clock"],
    ["New snapshot version 1 is less than 2", "tuf-rolled-back", "another mirror"],
    ["root was signed by 0/1 keys", "tuf-rejected", "--tuf-mirror and --tuf-root"],
  ])("is told from what tuf-js says: %s", (words, code, hint) => {
    const cause = new Error(words);
    expect(tufFailure(mirror, cause, undefined)).toMatchObject({
      kind: "trusted-root",
      code,
      message: expect.stringContaining(mirror),
      because: words,
      hint: expect.stringContaining(hint),
      cause,
    });
  });

  it("is the network's where a request failed, whatever tuf-js made of it", () => {
    const cause = new Error("Unable to load snapshot version");
    const details = { because: "ECONNREFUSED" };
    const network = new PyverifyError("network", "unreachable", "nobody answers", details);
    expect(tufFailure(mirror, cause, network)).toMatchObject({
      kind: "trusted-root",
      code: "tuf-unreachable",
      because: "nobody answers: ECONNREFUSED",
      hint: expect.stringContaining("--trusted-root embedded"),
      cause,
    });
    const terse = new PyverifyError("network", "timed-out", "nobody answers");
    expect(tufFailure(mirror, cause, terse).because).toBe("nobody answers");
  });

  it("is told even if what was thrown is no error", () => {
    expect(tufFailure(mirror, "odd", undefined)).toMatchObject({
      code: "tuf-rejected",
      because: "odd",
    });
  });
});
