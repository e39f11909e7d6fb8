import { basename } from "node:path";
import { describe, expect, it } from "vitest";
import {
  artifactKinds,
  artifactName,
  artifactTypes,
  readArtifactName,
  typesOf,
} from "../../../src/release/artifact-types.ts";
import { signingExpectation } from "../../../src/release/signing-history.ts";
import { parseVersion } from "../../../src/release/version.ts";
import { listRealArtifactBundles } from "../../support/real-bundles.ts";

const names = [
  ["Python-3.14.0.tar.xz", "3.14.0", "source"],
  ["Python-3.15.0rc1.tgz", "3.15.0rc1", "source"],
  ["python-3.14.0-amd64.exe", "3.14.0", "windows-amd64"],
  ["python-3.13.0a6-arm64.exe", "3.13.0a6", "windows-arm64"],
  ["python-3.14.0.exe", "3.14.0", "windows-win32"],
  ["python-3.13.5-embed-amd64.zip", "3.13.5", "embed-amd64"],
  ["python-3.13.5-embed-arm64.zip", "3.13.5", "embed-arm64"],
  ["python-3.13.5-embed-win32.zip", "3.13.5", "embed-win32"],
  ["windows-3.14.0b4.json", "3.14.0b4", "windows-index"],
  ["python-3.14.0-macos11.pkg", "3.14.0", "macos"],
  ["python-3.14.3-aarch64-linux-android.tar.gz", "3.14.3", "android-aarch64"],
  ["python-3.14.3-x86_64-linux-android.tar.gz", "3.14.3", "android-x86_64"],
  ["python-3.15.0a8-iOS-XCframework.tar.gz", "3.15.0a8", "ios"],
] as const;

describe("the name of an artifact", () => {
  it.each(names)("%s is that of %s, %s, and made of them", (name, version, kind) => {
    const read = readArtifactName(name);
    expect(read).toMatchObject({ version: { text: version }, type: { kind } });
    expect(read && artifactName(read.version, read.type)).toBe(name);
  });

  it.each([
    "python-3.14.0-amd64.zip",
    "python-3.14.0-amd64.exe.sigstore",
    "python-3.14-amd64.exe",
    "Python-3.14.0.exe",
    "python-3.14.0.tar.xz",
    "python-3.14.0-amd64(1).exe",
    "Python-3.14.0(1).tar.xz",
    "windows-3.14.0t.json",
    "",
  ])("is not %j", (name) => {
    expect(readArtifactName(name)).toBeUndefined();
  });

  it("is tried for every type, and every kind has one", () => {
    const tried = names.map(([name]) => readArtifactName(name)?.type);
    expect(new Set(tried)).toEqual(new Set(artifactTypes));
    expect(artifactKinds.every((kind) => typesOf(kind).length > 0)).toBe(true);
  });
});

describe("every real bundle beside the source", () => {
  it.each(listRealArtifactBundles())("$path is known, and has to be there", ({ path, version }) => {
    const read = readArtifactName(basename(path));
    expect(read?.version.text).toBe(version);
    expect(read && signingExpectation(read.version, read.type.kind)).toBe("signed");
  });
});

/** The last of each series without a bundle, and the first from which on all have one. */
const beginnings = [
  ["windows-amd64", "3.9.13", "3.10.1"],
  ["windows-amd64", "3.10.10", "3.10.11"],
  ["windows-amd64", "3.11.2", "3.11.3"],
  ["embed-arm64", "3.12.0a6", "3.12.0a7"],
  ["macos", "3.10.0rc2", "3.10.11"],
  ["macos", "3.11.0", "3.13.0a1"],
  ["windows-win32", "3.8.10", "3.14.0a1"],
  ["windows-index", "3.14.0b3", "3.14.0b4"],
  ["windows-index", "3.14.0b3", "3.13.6"],
  ["source", "3.10.6", "3.10.7"],
  ["source", "3.11.0rc2", "3.11.0"],
] as const;

describe("a bundle", () => {
  it.each(beginnings)("of %s is not missed in %s, and is from %s on", (kind, before, since) => {
    expect(signingExpectation(parseVersion(before), kind)).toBe("before-sigstore");
    expect(signingExpectation(parseVersion(since), kind)).toBe("signed");
  });

  it("of 3.10.1 was made later, and that of 3.10.2 never", () => {
    expect(signingExpectation(parseVersion("3.10.1"), "embed-win32")).toBe("signed");
    expect(signingExpectation(parseVersion("3.10.2"), "embed-win32")).toBe("before-sigstore");
  });

  it("of a series that is newer than the table has to be there", () => {
    expect(signingExpectation(parseVersion("3.99.0"), "ios")).toBe("signed");
  });
});
