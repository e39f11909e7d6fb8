import { describe, expect, it } from "vitest";
import {
  DerError,
  derTag,
  generalizedTime,
  positiveInteger,
  printableText,
  readDer,
  readDerItems,
  utcTime,
} from "../../../src/verify/der.ts";
import { tagged } from "../../support/sigstore/der.ts";

const hex = (text: string): Buffer => Buffer.from(text.replaceAll(" ", ""), "hex");

function timeIn(tag: number, text: string, read: typeof utcTime): string {
  const [value] = readDerItems(tagged(tag, Buffer.from(text)));
  return read(value).toISOString();
}

describe("a value", () => {
  it("is read with its content, whatever the length", () => {
    for (const length of [0, 1, 127, 128, 255, 256, 70_000]) {
      const content = Buffer.alloc(length, 7);
      expect(readDer(tagged(0x04, content), derTag.octetString)).toEqual(content);
    }
  });

  it.each([
    ["nothing", ""],
    ["a tag alone", "04"],
    ["one that is cut short", "04 02 01"],
    ["one with something behind it", "04 01 01 00"],
    ["one of another tag", "0c 01 41"],
    ["an indefinite length", "04 80 01 00 00"],
    ["a length with a zero in front", "04 82 00 81 ".concat("00".repeat(0x81))],
    ["a short length in the long form", "04 81 01 01"],
    ["a length that is cut short", "04 82 01"],
    ["a length of four bytes", "04 84 00 00 00 01 01"],
    ["a tag of several bytes", "1f 04 01 01"],
  ])("is not %s", (_what, bytes) => {
    expect(() => readDer(hex(bytes), derTag.octetString)).toThrow(DerError);
  });
});

describe("a serial number", () => {
  it.each([
    ["01", "01"],
    ["7f", "7f"],
    ["0080", "80"],
    ["68534eb3", "68534eb3"],
  ])("of %s is %s", (content, serial) => {
    expect(positiveInteger(hex(content))).toBe(serial);
  });

  it.each(["", "00", "80", "ff01", "007f", "0000"])("is not %j", (content) => {
    expect(() => positiveInteger(hex(content))).toThrow(DerError);
  });
});

describe("text", () => {
  it("is what people type", () => {
    expect(printableText(Buffer.from("https://github.com/login/oauth"))).toBe(
      "https://github.com/login/oauth",
    );
  });

  it.each(["", "a b", "a\n", "a\0", "é", "\u007f", "\u009b"])("is not %j", (text) => {
    expect(() => printableText(Buffer.from(text, "latin1"))).toThrow(DerError);
  });
});

describe("a time", () => {
  it("is read to the second", () => {
    expect(timeIn(0x17, "251007141618Z", utcTime)).toBe("2025-10-07T14:16:18.000Z");
    expect(timeIn(0x17, "500101000000Z", utcTime)).toBe("1950-01-01T00:00:00.000Z");
    expect(timeIn(0x18, "20251007141618Z", generalizedTime)).toBe("2025-10-07T14:16:18.000Z");
    expect(timeIn(0x18, "20251007141618.25Z", generalizedTime)).toBe("2025-10-07T14:16:18.000Z");
  });

  it.each([
    "250231141618Z",
    "251007241618Z",
    "251007141660Z",
    "2510071416Z",
    "251007141618+0200",
    "251007141618",
    "25100714161 Z",
    "20251007141618Z",
  ])("of a certificate is not %j", (text) => {
    expect(() => timeIn(0x17, text, utcTime)).toThrow(DerError);
  });

  it.each(["251007141618Z", "20250231141618Z", "20251007141618.Z", "20251007141618.50Z"])(
    "of a timestamp is not %j",
    (text) => {
      expect(() => timeIn(0x18, text, generalizedTime)).toThrow(DerError);
    },
  );

  it("is not taken for one of the other type", () => {
    expect(() => timeIn(0x18, "251007141618Z", utcTime)).toThrow(DerError);
    expect(() => timeIn(0x17, "20251007141618Z", generalizedTime)).toThrow(DerError);
  });
});
