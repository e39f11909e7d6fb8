import { assert, property, string } from "fast-check";
import { describe, expect, it } from "vitest";
import { line, paint, Printable } from "../../../src/cli/terminal/printable.ts";
import { formatJson } from "../../../src/base/json.ts";

/** Whatever a terminal acts on, and whatever makes a text read otherwise than it is. */
const acting = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;

const unpleasant = string({ unit: "binary", maxLength: 60 });

const spoken = {
  "a line feed": ["a\nb", String.raw`a\u000ab`],
  "an escape sequence": ["a\u001B[2Jb", String.raw`a\u001b[2Jb`],
  "a C1 control": ["a\u009B2Jb", String.raw`a\u009b2Jb`],
  "a text that runs backwards": ["a\u202Eb", String.raw`a\u202eb`],
  "an isolate": ["a\u2066b", String.raw`a\u2066b`],
  "a line separator": ["a\u2028b", String.raw`a\u2028b`],
  "half of a pair": ["a\uD800b", String.raw`a\ud800b`],
  "a tag character": ["a\u{E0041}b", String.raw`a\udb40\udc41b`],
} as const;

describe("a value within a line", () => {
  it.each(Object.entries(spoken))("with %s is told as JSON would", (_, [value, told]) => {
    expect(String(line`file ${value}: signed`)).toBe(`file ${told}: signed`);
    expect(String(paint({ colors: false }, "red", value))).toBe(told);
  });

  it("keeps all else as it is: letters, emoji, spaces, backslashes", () => {
    const value = String.raw`Łukasz  ✓ 𝔘 😀 \n C:\out`;
    expect(String(line`${value}`)).toBe(value);
  });

  it("draws nothing and begins no line, whatever it is", () => {
    assert(
      property(unpleasant, unpleasant, (a, b) => {
        const told = Printable.lines([line`one ${a}`, line`two ${line`${b}`}`]);
        const [one, two, end, ...more] = String(told).split("\n");
        expect([one?.startsWith("one "), two?.startsWith("two "), end, more]).toEqual([
          true,
          true,
          "",
          [],
        ]);
        expect(`${one}${two}`).not.toMatch(acting);
      }),
    );
  });

  it("of three megabytes is cut, and its length told", () => {
    const told = String(line`warning: ${"x".repeat(3_000_000)}`);
    expect(told.length).toBeLessThan(4200);
    expect(told).toMatch(/x… \(3000000 characters\)$/);
  });
});

describe("a document", () => {
  it("keeps its lines, and nothing else that a terminal acts on", () => {
    assert(
      property(unpleasant, (text) => {
        const told = String(Printable.document(text));
        expect(told.split("\n").length).toBe(text.split("\n").length);
        expect(told.replaceAll("\n", "")).not.toMatch(acting);
      }),
    );
  });
});

describe("JSON", () => {
  it.each(Object.entries(spoken))("with %s has it escaped", (_, [value, told]) => {
    expect(formatJson({ value })).toContain(told.replace(String.raw`\u000a`, String.raw`\n`));
  });

  it("is the same document, with nothing in it that a terminal acts on", () => {
    assert(
      property(unpleasant, unpleasant, (key, value) => {
        const text = formatJson({ [key]: [value] });
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify({ [key]: [value] })));
        expect(text.replaceAll("\n", "")).not.toMatch(acting);
        expect(String(Printable.json({ [key]: [value] }))).toBe(text);
      }),
    );
  });
});

it("a line is broken between words, below its own beginning", () => {
  const words = line`  because: a reason that is too long`;
  expect(Printable.wrapped(words, 20).map(String)).toEqual([
    "  because: a reason",
    "  that is too long",
  ]);
  expect(Printable.wrapped(words).map(String)).toEqual([String(words)]);
});
