import { describe, expect, it } from "vitest";
import { acceptUpdate } from "../../../src/lock/accept-update.ts";
import { compareVersions, seriesOf } from "../../../src/release/version.ts";
import { locked } from "../../support/locked.ts";
import { listRealBundles } from "../../support/real-bundles.ts";
import { rfc3339 } from "../../../src/base/rfc3339.ts";

const before = locked("3.14.0");
const newer = locked("3.14.1", {
  tarballSha256: "3".repeat(64),
  signedAt: "2026-05-01T12:00:00Z",
});

describe("a release takes the place of a locked one", () => {
  it("if it is newer and was signed later", () => {
    expect(acceptUpdate(before, newer, [before])).toEqual(newer);
  });

  it("if it is the same, with what was proven about it", () => {
    const proven = { ...before, releaseProven: true };
    const signedAnew = { ...before, bundleSha256: "4".repeat(64), logIndex: 5 };
    expect(acceptUpdate(proven, signedAnew, [proven])).toEqual({
      ...signedAnew,
      releaseProven: true,
    });
  });

  it("if its content proves the version, whatever its signature's time", () => {
    const proven = { ...newer, signedAt: "2026-01-01T12:00:00Z", releaseProven: true };
    expect(acceptUpdate(before, proven, [before])).toEqual(proven);
  });
});

describe("a release does not take the place of a locked one", () => {
  it("if it is the same version with another tarball", () => {
    const changed = { ...before, tarballSha256: "5".repeat(64), releaseProven: true };
    expect(() => acceptUpdate(before, changed, [before])).toThrow(
      expect.objectContaining({
        code: "lock-mismatch",
        message: expect.stringContaining("3.14.0"),
      }),
    );
  });

  it("if its tarball is one that is locked under another name", () => {
    const other = locked("3.13.5", { tarballSha256: newer.tarballSha256 });
    expect(() => acceptUpdate(before, newer, [before, other])).toThrow(
      expect.objectContaining({
        code: "release-mismatch",
        because: expect.stringContaining("locked as 3.13.5"),
      }),
    );
  });

  it.each(["2026-03-01T12:00:00Z", "2025-12-31T23:59:59Z"])(
    "if it was signed at %s, no later than what it replaces",
    (signedAt) => {
      expect(() => acceptUpdate(before, { ...newer, signedAt }, [before])).toThrow(
        expect.objectContaining({
          code: "release-mismatch",
          hint: expect.stringContaining("--full"),
        }),
      );
    },
  );
});

describe("among CPython's own releases", () => {
  // An older release may have been signed anew, but never after the newest of its series.
  const releases = listRealBundles().map(({ path, version, sha256, signer, ...signed }) =>
    locked(version, {
      format: path.includes(".tgz.") ? "tgz" : "tar.xz",
      tarballSha256: sha256,
      signer,
      signedAt: rfc3339(signed.integratedTime),
      logIndex: signed.logIndex,
    }),
  );

  it("each may become the newest of its series", () => {
    expect(releases.length).toBeGreaterThan(100);
    for (const older of releases) {
      const [newest = older] = releases
        .filter(
          ({ version, format }) =>
            seriesOf(version) === seriesOf(older.version) && format === older.format,
        )
        .toSorted((a, b) => compareVersions(b.version, a.version));
      expect(acceptUpdate(older, newest, [older])).toEqual(newest);
    }
  });
});
