import { describe, expect, it } from "vitest";
import { PyverifyError } from "../../../src/base/errors.ts";
import { tufFailure } from "../../../src/trust/tuf-failure.ts";

const mirror = "https://tuf.example";
const folder = "/tmp/pyverify-tuf-x";

describe("why a refresh failed", () => {
  it.each([
    ["final timestamp.json is EXPIRED", "tuf-expired", "clock"],
    ["New snapshot version 1 is less than 2", "tuf-rolled-back", "another mirror"],
    ["root was signed by 0/1 keys", "tuf-rejected", "--tuf-mirror and --tuf-root"],
  ])("is told from what tuf-js says: %s", (words, code, hint) => {
    const cause = new Error(words);
    expect(tufFailure(mirror, folder, cause, undefined)).toMatchObject({
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
    expect(tufFailure(mirror, folder, cause, network)).toMatchObject({
      kind: "trusted-root",
      code: "tuf-unreachable",
      because: "nobody answers: ECONNREFUSED",
      hint: expect.stringContaining("--trusted-root embedded"),
      cause,
    });
    const terse = new PyverifyError("network", "timed-out", "nobody answers");
    expect(tufFailure(mirror, folder, cause, terse).because).toBe("nobody answers");
  });

  it.each([
    ["EMFILE: too many open files, copyfile '/a' -> '/b'", "machine-limit", "ulimit -n"],
    ["Failed to persist metadata root error: ENOSPC: no space left, open '/a'", "out-of-space", ""],
    ["Failed to persist metadata root error: EIO: i/o error, open '/a'", "input-output", ""],
  ])("is this machine's where its file system says so: %s", (words, code, hint) => {
    expect(tufFailure(mirror, folder, new Error(words), undefined)).toMatchObject({
      kind: "filesystem",
      code,
      hint: expect.stringContaining(hint),
    });
  });

  it("is a setting's where that kept the request from being made", () => {
    const cause = new Error("whatever tuf-js says");
    const failure = new PyverifyError("filesystem", "not-readable", "no certificates in ca.pem");
    expect(tufFailure(mirror, folder, cause, failure)).toBe(failure);
  });

  it("is told even if what was thrown is no error", () => {
    expect(tufFailure(mirror, folder, "odd", undefined)).toMatchObject({
      code: "tuf-rejected",
      because: "odd",
    });
  });
});
