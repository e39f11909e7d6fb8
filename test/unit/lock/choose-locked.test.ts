import { describe, expect, it } from "vitest";
import { chooseLocked } from "../../../src/lock/choose-locked.ts";
import { parseVersionSpec } from "../../../src/release/version.ts";
import { locked } from "../../support/locked.ts";

const releases = [
  locked("3.13.5"),
  locked("3.14.0"),
  locked("3.14.0", { format: "tgz" }),
  locked("3.12.1", { format: "tgz" }),
];

describe("chooseLocked", () => {
  it.each([
    ["3.13", undefined, "3.13.5", "tar.xz"],
    ["3.13.5", undefined, "3.13.5", "tar.xz"],
    ["3.12", undefined, "3.12.1", "tgz"],
    ["3.14", "tgz", "3.14.0", "tgz"],
    ["latest", "tar.xz", "3.14.0", "tar.xz"],
    ["latest", "tgz", "3.14.0", "tgz"],
  ] as const)("takes %s %s for %s (%s)", (spec, format, version, chosen) => {
    const found = chooseLocked(releases, parseVersionSpec(spec), format);
    expect(found).toMatchObject({ version: { text: version }, format: chosen });
  });

  it("needs no version where one release is locked", () => {
    expect(chooseLocked([locked("3.14.0")], undefined, undefined).version.text).toBe("3.14.0");
  });

  it.each([
    ["3.14.1", undefined, "3.14.1 is not in the lockfile"],
    ["3.11", undefined, "3.11 is not in the lockfile"],
    ["3.13", "tgz", "3.13 tgz is not in the lockfile"],
  ] as const)("refuses %s %s, which is not locked", (spec, format, message) => {
    expect(() => chooseLocked(releases, parseVersionSpec(spec), format)).toThrow(
      expect.objectContaining({ code: "not-locked", message }),
    );
  });

  it("says when a variable asked for what is not locked", () => {
    expect(() =>
      chooseLocked(releases, parseVersionSpec("3.14.1"), undefined, "PYTHON_VERSION"),
    ).toThrow(
      expect.objectContaining({
        code: "not-locked",
        because: expect.stringMatching(/^PYTHON_VERSION asks for it, and the file locks /),
        hint: expect.stringMatching(/^unset PYTHON_VERSION, /),
      }),
    );
  });

  it.each([undefined, "3.14", "3.14.0", "latest"])("does not guess what %s means", (spec) => {
    const wanted = spec === undefined ? undefined : parseVersionSpec(spec);
    expect(() => chooseLocked(releases, wanted, undefined)).toThrow(
      expect.objectContaining({ kind: "usage", code: "missing-argument" }),
    );
  });
});
