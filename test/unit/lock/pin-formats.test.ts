import { execFileSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { pinFormatNames, pinFormats } from "../../../src/lock/pin-formats.ts";
import { locked } from "../../support/locked.ts";

// All of these are left alone in an address by the WHATWG's URL standard.
const mirror = "https://mirror.example/it's;a$(touch_x)&$HOME!*~/";

describe("pin --as env", () => {
  it("is the same text to a shell, whatever an address has in it", () => {
    const pin = locked("3.14.0", { mirror });
    const script = `set -eu\n${pinFormats.env([pin])}printf '%s\\n' "$PYTHON_VERSION" "$PYTHON_URL" "$PYTHON_BUNDLE_URL"`;
    const printed = execFileSync("sh", ["-c", script], { encoding: "utf8", env: {} });
    expect(printed).toBe(`3.14.0\n${pin.tarballUrl}\n${pin.bundleUrl}\n`);
  });

  it("has no quotes where no shell needs them, for docker's --env-file knows none", () => {
    expect(pinFormats.env([locked("3.14.0")])).toMatch(
      /^PYTHON_URL=https:\/\/www\.python\.org\/ftp\/python\/3\.14\.0\/Python-3\.14\.0\.tar\.xz$/m,
    );
  });
});

it("pin --as dockerfile has no address in which BuildKit would set in a variable", () => {
  const text = pinFormats.dockerfile([locked("3.14.0", { mirror })]);
  expect(text).toContain(String.raw`/it's;a\$(touch_x)&\$HOME!*~/3.14.0/`);
  expect(text.replaceAll(String.raw`\$`, "")).not.toContain("$");
});

it("help knows every format by its name", () => {
  expect(pinFormatNames).toEqual(Object.keys(pinFormats));
});
