import { describe, expect, it } from "vitest";
import { findDigests } from "../../../src/pins/text/digests.ts";
import { base64, nixBase32, sha256 } from "./written.ts";

const hex = sha256("a tarball");

describe("a digest in a text", () => {
  it.each([
    ["hexadecimal digits", hex, "hex"],
    ["hexadecimal digits in upper case", hex.toUpperCase(), "hex"],
    ["base 64", base64("a tarball"), "base64"],
    ["Nix's base 32", nixBase32("a tarball"), "nix-base32"],
  ])("is found as %s", (_, written, encoding) => {
    for (const text of [
      written,
      `"${written}"`,
      `sha256:${written}`,
      `sha256-${written};`,
      `#${written}\n`,
    ]) {
      expect(findDigests(text)).toEqual([
        { offset: text.indexOf(written), text: written, encoding, sha256: hex },
      ]);
    }
  });

  // nixpkgs and python.org, for Python-2.7.18.tar.xz.
  it("means in Nix's base 32 what it means in hexadecimal digits", () => {
    expect(findDigests("0hzgxl94hnflis0d6m4szjx0b52gah7wpmcg5g00q7am6xwhwb5n")[0]?.sha256).toBe(
      "b62c0e7937551d0cc02b8fd5cb0f544f9405bafc9a54d3808ed4594812edef43",
    );
  });

  it.each([
    ["one digit short", hex.slice(1)],
    ["one digit long", `${hex}0`],
  ])("is found, and is none, when it is %s", (_, written) => {
    expect(findDigests(`sha256 = "${written}"`)).toMatchObject([
      { text: written, sha256: undefined },
    ]);
  });

  it("is none in base 64 whose last bits are of no byte", () => {
    const written = base64("a tarball").slice(0, 42);
    const last = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    const found = last.split("").flatMap((character) => findDigests(`${written}${character}=`));
    expect(found).toHaveLength(64);
    expect(found.filter((digest) => digest.sha256 !== undefined)).toHaveLength(16);
  });

  it("is none in 52 characters that would be more than a digest", () => {
    expect(findDigests(`2${nixBase32("a tarball").slice(1)}`)).toEqual([]);
  });

  it.each([
    ["an image", `FROM python:3.14@sha256:${hex}`],
    ["a wheel", `python-dateutil==2.9.0 --hash=sha256:${hex}`],
    ["another algorithm's", hex + hex],
    ["a part of a longer word", `x${hex.slice(0, 40)}`],
  ])("is not found where it is that of %s", (_, text) => {
    expect(findDigests(text)).toEqual([]);
  });
});
