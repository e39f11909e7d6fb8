import { describe, expect, it } from "vitest";
import { artifactKinds, readArtifactName } from "../../../src/release/artifact-types.ts";
import { signedSeries } from "../../../src/release/release-managers.ts";
import {
  oldestSignedSeries,
  signedSince,
  signingExpectation,
} from "../../../src/release/signing-history.ts";
import { compareVersions, parseVersion, seriesOf } from "../../../src/release/version.ts";
import { listRealArtifactBundles, listRealBundles } from "../../support/real-bundles.ts";

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

  it.each([
    ["3.9", "source", "3.9.14"],
    ["3.9", "macos", undefined],
    ["3.10", "windows-amd64", "3.10.11"],
    ["3.10", "windows-arm64", undefined],
    ["3.10", "embed-arm64", "3.10.11"],
    ["3.11", "windows-arm64", "3.11.3"],
    ["3.12", "windows-index", undefined],
    ["3.13", "windows-index", "3.13.6"],
    ["3.14", "windows-index", "3.14.0b4"],
    ["3.14", "android-x86_64", "3.14.0rc2"],
    ["3.14", "ios", undefined],
    ["3.15", "ios", "3.15.0a1"],
    ["3.6", "source", undefined],
    ["3.99", "macos", undefined],
  ] as const)("of %s begins for %s with %s", (series, kind, since) => {
    expect(signedSince(series, kind)?.text).toBe(since);
  });

  it("begins where the real bundles do, and with none of them before", () => {
    const sources = listRealBundles().map(({ path }) => path.replace(/\.sigstore$/, ""));
    const paths = [...sources, ...listRealArtifactBundles().map(({ path }) => path)];
    const unexplained = paths.filter((path) => {
      const named = readArtifactName(path.slice(path.indexOf("/") + 1));
      if (named === undefined) return true;
      const { version, type } = named;
      if (signingExpectation(version, type.kind) !== "signed") return true;
      const since = signedSince(seriesOf(version), type.kind);
      const isLater = version.text === "3.10.1";
      return since === undefined || (compareVersions(version, since) < 0 && !isLater);
    });
    expect(paths.length).toBe(560);
    expect(unexplained).toEqual([]);
  });

  it("expects to be signed whatever is said to be signed since", () => {
    const unsigned = signedSeries.flatMap(({ series }) =>
      artifactKinds.filter((kind) => {
        const since = signedSince(series, kind);
        return since !== undefined && signingExpectation(since, kind) !== "signed";
      }),
    );
    expect(unsigned).toEqual([]);
  });
});
