import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { findPins, maxDigests, UnreadableText } from "../../../src/pins/find-pins.ts";
import { pinsOf, sha256 } from "./written.ts";

const size = 256 * 1024;
const a = sha256("a");
const pin = `\nsha256 = "${a}" # Python-3.14.0.tgz\n`;

/** Nothing here is timed: what took more than linear time would never end. */
describe("a hostile text", () => {
  it.each([
    "(",
    "}",
    "[",
    "{{",
    "${",
    "$",
    '" + a',
    "sha256=",
    "ENV ",
    "://",
    "\\/",
    "a",
    "0",
    " ",
    "\n",
    "Python-",
    "python-3.14.0-t-",
    "sha256sums=(\n",
    "source=(\n",
    "sourceVersion = {",
    '"checksums": {',
    "3.14.0 ",
    "https://www.python.org/ftp/python/3.14.0/Python-3.14.0.tgz ",
  ])("of nothing but %j hides no pin behind it", (part) => {
    const text = part.repeat(Math.ceil(size / part.length)) + pin;
    expect(pinsOf(text).map((found) => found.replace(/^\d+: /, ""))).toEqual(["Python-3.14.0.tgz"]);
  });

  it("of names that stand for names without end comes to an end", () => {
    const names = Array.from({ length: 20_000 }, (_, n) => `V${n}=$V${n + 1}$V${n + 1}`);
    const loop = "A=$B\nB=$A\n";
    const text = `${names.join("\n")}\n${loop}curl Python-$V0.tgz Python-$A.tgz\nsha256 ${a}\n`;
    expect(pinsOf(text)).toEqual(["20004: ?"]);
  });

  it("that is JSON nested beyond any stack is read like any other", () => {
    const text = `${"[".repeat(size)}"${a}", "Python-3.14.0.tgz"${"]".repeat(size)}`;
    expect(pinsOf(text)).toEqual(["1: Python-3.14.0.tgz"]);
  });

  it("that is one line of digests and names is read pair by pair", () => {
    const pairs = Array.from(
      { length: 3000 },
      (_, n) => `{"sha256":"${sha256(String(n))}","url":"Python-3.14.${n % 30}.tgz"}`,
    );
    expect(pinsOf(pairs.join(","))).toEqual(
      Array.from({ length: 3000 }, (_, n) => `1: Python-3.14.${n % 30}.tgz`),
    );
  });

  it("with more digests than anybody pins is refused in words", () => {
    const text = `${a}\n`.repeat(maxDigests + 1);
    expect(() => findPins(text, "file")).toThrow(UnreadableText);
    expect(() => findPins(text, "file")).toThrow("20001 digests");
  });

  it("of whatever characters is read, and each pin stands where it is said to", () => {
    const words =
      `${a}|${a.toUpperCase()}|Python-3.14.0.tgz|PYTHON_SHA256=|ENV PYTHON_VERSION 3.14.0|{|}|(|)|[|]` +
      '|"|\'|`|$|\\|#|%|+|=|:|;|,|\n| |\t|{{|${PYTHON_VERSION}|sha256sums=(|source=(|"checksums"|https://';
    const word = fc.constantFrom(...words.split("|"));
    fc.assert(
      fc.property(fc.array(fc.oneof(word, fc.string()), { maxLength: 40 }), (parts) => {
        const text = parts.join("");
        for (const { line, column, written } of findPins(text, "file")) {
          const found = text.split("\n")[line - 1]?.slice(column - 1) ?? "";
          expect(found.startsWith(written)).toBe(true);
        }
      }),
    );
  });
});
