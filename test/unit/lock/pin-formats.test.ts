import { execFileSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { pinFormatNames, pinFormats } from "../../../src/lock/pin-formats.ts";
import { pinnedTarball } from "../../../src/lock/pinned-file.ts";
import { typesOf } from "../../../src/release/artifact-types.ts";
import { locked } from "../../support/locked.ts";

// All of these are left alone in an address by the WHATWG's URL standard.
const mirror = "https://mirror.example/it's;a$(touch_x)&$HOME!*~/";

describe("pin --as env", () => {
  it("is the same text to a shell, whatever an address has in it", () => {
    const pin = locked("3.14.0", { mirror });
    const script = `set -eu\n${pinFormats.env([pinnedTarball(pin)])}printf '%s\\n' "$PYTHON_VERSION" "$PYTHON_URL" "$PYTHON_BUNDLE_URL"`;
    const printed = execFileSync("sh", ["-c", script], { encoding: "utf8", env: {} });
    expect(printed).toBe(`3.14.0\n${pin.tarballUrl}\n${pin.bundleUrl}\n`);
  });

  it("has no quotes where no shell needs them, for docker's --env-file knows none", () => {
    expect(pinFormats.env([pinnedTarball(locked("3.14.0"))])).toMatch(
      /^PYTHON_URL=https:\/\/www\.python\.org\/ftp\/python\/3\.14\.0\/Python-3\.14\.0\.tar\.xz$/m,
    );
  });
});

it("pin --as dockerfile has no address in which BuildKit would set in a variable", () => {
  const text = pinFormats.dockerfile([pinnedTarball(locked("3.14.0", { mirror }))]);
  expect(text).toContain(String.raw`/it's;a\$(touch_x)&\$HOME!*~/3.14.0/`);
  expect(text.replaceAll(String.raw`\$`, "")).not.toContain("$");
});

it("help knows every format by its name", () => {
  expect(pinFormatNames).toEqual(["lock", ...Object.keys(pinFormats)]);
});

describe("pin --as buildx-policy", () => {
  const text = pinFormats["buildx-policy"]([
    pinnedTarball(locked("3.14.0", { mirror: "https://mirror.example/a b/" })),
    pinnedTarball(locked("3.13.5", { tarballSha256: "3".repeat(64) })),
  ]);

  it("names each file, from whatever address, with the digest that was signed", () => {
    const [, signed = ""] = /^signed := (\{[^}]*\})$/m.exec(text) ?? [];
    expect(JSON.parse(signed)).toEqual({
      "Python-3.14.0.tar.xz": `sha256:${"1".repeat(64)}`,
      "Python-3.14.0.tar.xz.sigstore": `sha256:${"2".repeat(64)}`,
      "Python-3.13.5.tar.xz": `sha256:${"3".repeat(64)}`,
      "Python-3.13.5.tar.xz.sigstore": `sha256:${"2".repeat(64)}`,
    });
  });

  it("allows nothing unless one of its rules says so, and says who signed", () => {
    expect(text).toMatch(/^package docker$/m);
    expect(text).toMatch(/^default allow := false$/m);
    expect(text).toContain("# Python-3.14.0.tar.xz of CPython 3.14.0, signed by hugo@python.org");
  });
});

describe("pin --as docker-library", () => {
  it("has the entry that docker-library has, where it has one", () => {
    const digest = "de6517421601e39a9a3bc3e1bc4c7b2f239297423ee05e282598c83ec0647505";
    const pin = pinnedTarball(locked("3.10.20", { tarballSha256: digest }));
    // https://github.com/docker-library/python/blob/master/versions.json, in June 2026, without
    // the fields that it has from elsewhere
    const theirs = `{"checksums":{"source":{"sha256":"${digest}"}},"version":"3.10.20"}`;
    const ours = JSON.parse(pinFormats["docker-library"]([pin]));
    expect(JSON.stringify(ours["3.10"])).toBe(theirs);
  });

  it("is in the order in which jq sorts it, with the installer beside the source", () => {
    const source = pinnedTarball(locked("3.14.0"));
    const [installer] = typesOf("windows-amd64");
    const windows = { ...source, ...(installer && { type: installer }), sha256: "9".repeat(64) };
    const pins = [
      source,
      windows,
      pinnedTarball(locked("3.9.1")),
      pinnedTarball(locked("3.15.0b3")),
    ];
    const text = pinFormats["docker-library"](pins);
    expect(Object.keys(JSON.parse(text))).toEqual(["3.14", "3.15-rc", "3.9"]);
    expect(JSON.stringify(JSON.parse(text)["3.14"])).toBe(
      `{"checksums":{"source":{"sha256":"${"1".repeat(64)}"},"windows":{"sha256":"${"9".repeat(64)}"}},"version":"3.14.0"}`,
    );
  });

  it("refuses two releases of one folder, of which one would be lost", () => {
    const pins = [pinnedTarball(locked("3.14.4")), pinnedTarball(locked("3.14.0"))];
    expect(() => pinFormats["docker-library"](pins)).toThrow(
      "--as docker-library has room for one release in 3.14, and 3.14.4 and 3.14.0 are given",
    );
  });
});
