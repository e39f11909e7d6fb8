import { describe, expect, it } from "vitest";
import {
  compareVersions,
  folderOf,
  parseVersion,
  parseVersionSpec,
  seriesOf,
} from "../../../src/release/version.ts";

describe("a version", () => {
  it.each([
    ["3.14.0", "3.14", "3.14.0"],
    ["3.15.0b3", "3.15", "3.15.0"],
    ["3.15.0rc12", "3.15", "3.15.0"],
    ["3.8.20", "3.8", "3.8.20"],
    ["2.7.18", "2.7", "2.7.18"],
  ])("%s belongs to series %s and lies in %s/", (text, series, folder) => {
    const version = parseVersion(text);
    expect(version.text).toBe(text);
    expect(seriesOf(version)).toBe(series);
    expect(folderOf(version)).toBe(folder);
  });

  it.each([
    "",
    "3",
    "3.",
    "3.14.",
    "v3.14.0",
    "3.14.0 ",
    " 3.14.0",
    "3.14.0\n",
    "3.14.00",
    "03.14.0",
    "3.14.0a",
    "3.14.0c1",
    "3.14.0-rc1",
    "3.14.0.1",
    "3.14.0b3/../../x",
    "3.1400.0",
    "٣.14.0",
  ])("is not %j", (text) => {
    expect(() => parseVersionSpec(text)).toThrow(
      expect.objectContaining({
        kind: "usage",
        code: "invalid-version",
        because: expect.stringContaining("X.Y.Z"),
        hint: expect.stringContaining("3.14.0"),
      }),
    );
  });

  it.each([
    ["Latest", "latest"],
    ["v3.14.0", "3.14.0"],
    ["python3.14", "3.14"],
    ["Python-3.14.0rc1.tar.xz", "3.14.0rc1"],
    ["3.14.0-RC1", "3.14.0rc1"],
    ["3.14.0.b12", "3.14.0b12"],
    [" 3.14.0 ", "3.14.0"],
    ["3.14t", "3.14"],
    ["3.14.0t", "3.14.0"],
    ["3.14rc1", "3.14.0rc1"],
    ["3.15a2", "3.15.0a2"],
    ["3.14.0-rc.1", "3.14.0rc1"],
    ["3.14.0-alpha.3", "3.14.0a3"],
    ["3.14.0beta4", "3.14.0b4"],
    ["3.14-dev", "3.14"],
    ["3.14.x", "3.14"],
    ["3.14.*", "3.14"],
    ["~3.14", "3.14"],
    ["==3.14.0", "3.14.0"],
    ["3.14.0-slim", "3.14.0"],
    ["3.14-slim-trixie", "3.14"],
    ["3.14.0-alpine3.22", "3.14.0"],
  ])("is not %j, which is answered with %s", (text, meant) => {
    expect(() => parseVersionSpec(text)).toThrow(
      expect.objectContaining({ code: "invalid-version", hint: `did you mean ${meant}?` }),
    );
  });

  it.each(["3.14.tgz.0", "3.14.0-rc", "3.14.0-c1", "my python 3.14"])(
    "is not %j, which nothing is meant by",
    (text) => {
      expect(() => parseVersionSpec(text)).toThrow(
        expect.objectContaining({
          code: "invalid-version",
          hint: expect.not.stringContaining("did you mean"),
        }),
      );
    },
  );

  it.each([
    ["3.14", '"3.14" is a series, and one release is meant', "3.14.0"],
    ["v3.13", '"v3.13" is a series, and one release is meant', "3.13.0"],
    ["latest", '"latest" is whichever is newest, and one release is meant', "3.14.0"],
  ])("is not %j where one release is meant", (text, message, example) => {
    expect(() => parseVersion(text)).toThrow(
      expect.objectContaining({
        kind: "usage",
        code: "invalid-version",
        message,
        because: "only X.Y.Z, or X.Y.Z followed by aN, bN or rcN, names one",
        hint: `name it in full, for example ${example}`,
      }),
    );
  });

  it.each([
    ["v3.14.0", "did you mean 3.14.0?"],
    ["3.14.", "write it as python.org does, for example 3.14.0 or 3.15.0b3"],
  ])("is not %j, and no series is suggested where one release is meant", (text, hint) => {
    expect(() => parseVersion(text)).toThrow(
      expect.objectContaining({ code: "invalid-version", hint }),
    );
  });

  it("is shown cut short and without control characters when it is not one", () => {
    expect(() => parseVersion(`3.14\u001B[2J${"9".repeat(1000)}`)).toThrow(
      new RegExp(String.raw`^"3\.14\?\[2J9{52}" is not`),
    );
  });

  it("sorts pre-releases before their final release", () => {
    const sorted = [
      "3.15.0a1",
      "3.15.0a10",
      "3.15.0b1",
      "3.15.0rc1",
      "3.15.0",
      "3.15.1",
      "3.16.0a1",
    ];
    const shuffled = [
      "3.15.1",
      "3.15.0",
      "3.16.0a1",
      "3.15.0rc1",
      "3.15.0a10",
      "3.15.0b1",
      "3.15.0a1",
    ];
    expect(shuffled.toSorted((a, b) => compareVersions(parseVersion(a), parseVersion(b)))).toEqual(
      sorted,
    );
  });
});

describe("a SPEC", () => {
  it("is a version, a series, or latest", () => {
    expect(parseVersionSpec("3.14.0").type).toBe("version");
    expect(parseVersionSpec("3.14")).toEqual({ type: "series", series: "3.14" });
    expect(parseVersionSpec("latest")).toEqual({ type: "latest" });
  });
});
