import { describe, expect, it } from "vitest";
import { parseBundleJson } from "../../../src/verify/bundle/bundle-json.ts";

const maximumBytes = 256 * 1024;

describe("JSON of a bundle", () => {
  it.each([
    ["of one object", '{"a":{"b":1},"c":{"b":2}}', { a: { b: 1 }, c: { b: 2 } }],
    ["of objects in a list", '[{"a":1},{"a":2}]', [{ a: 1 }, { a: 2 }]],
    ["with a key below an equal key", '{"a":{"a":1}}', { a: { a: 1 } }],
    ["of nothing but text", '"a"', "a"],
  ])("is read: %s", (_what, text, value) => {
    expect(parseBundleJson(Buffer.from(text))).toEqual(value);
  });

  it("is read up to its limit, and refused beyond", () => {
    const text = `"${"x".repeat(maximumBytes - 2)}"`;
    expect(parseBundleJson(Buffer.from(text))).toBe("x".repeat(maximumBytes - 2));
    expect(() => parseBundleJson(Buffer.from(`${text} `))).toThrow(
      expect.objectContaining({
        code: "bundle-malformed",
        because: "it has 262145 bytes, and no bundle needs 262144",
      }),
    );
  });

  it.each([
    ["a byte in a text that is no UTF-8", Buffer.from([0x22, 0xff, 0x22]), /not JSON in UTF-8/],
    ["a byte order mark", Buffer.from('\uFEFF"a"'), /not JSON in UTF-8/],
    ["a comment", Buffer.from('{"a":1}//'), /not JSON in UTF-8/],
    ["a key twice", Buffer.from('{"a":1,"b":2,"a":3}'), /the key "a" stands in it twice/],
    ["a key twice, deep inside", Buffer.from('[{"x":{"a":1,"a":1}}]'), /the key "a" stands/],
    ["a key again after an object", Buffer.from('{"a":{"b":1},"a":1}'), /the key "a" stands/],
    [
      "a key twice, once escaped",
      Buffer.from(String.raw`{"a":1,"\u0061":2}`),
      /the key "a" stands/,
    ],
    ["brackets by the thousand", Buffer.from("[".repeat(9e4) + "]".repeat(9e4)), /nested too deep/],
  ])("has not %s", (_what, bytes, because) => {
    expect(() => parseBundleJson(bytes)).toThrow(
      expect.objectContaining({
        kind: "verification",
        code: "bundle-malformed",
        because: expect.stringMatching(because),
      }),
    );
  });
});
