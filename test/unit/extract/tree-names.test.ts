import { describe, expect, it } from "vitest";
import { limits } from "../../../src/extract/limits.ts";
import { TreeNames } from "../../../src/extract/tree/tree-names.ts";

/** Adds files until it is refused. */
function filesUntilRefused(pathOf: (index: number) => string): { files: number; error: unknown } {
  const names = new TreeNames();
  for (let index = 0; index <= limits.entries; index += 1) {
    try {
      const path = pathOf(index);
      names.add({ type: "file", path, size: 0, executable: false, modified: 0 });
    } catch (error) {
      return { files: index, error };
    }
  }
  throw new Error("it was never refused");
}

const refusal = (message: string): unknown =>
  expect.objectContaining({ kind: "archive", code: "limit-exceeded", message });
const tooMany = refusal(
  "the archive is too large: it makes more than 50000 files, folders and links",
);

describe("the limit on what a tree has", () => {
  it("counts files", () => {
    const outcome = filesUntilRefused((index) => `file-${index}`);
    expect(outcome).toEqual({ files: limits.entries, error: tooMany });
  });

  it("counts folders that no entry names", () => {
    const parents = "a/".repeat(20);
    const outcome = filesUntilRefused((index) => `${index}/${parents}file`);
    // 22 each: a folder of its own, 20 in it, and the file.
    expect(outcome).toEqual({ files: Math.floor(limits.entries / 22), error: tooMany });
  });

  it("counts the characters of all names, which are kept in memory", () => {
    const long = "x".repeat(200);
    const outcome = filesUntilRefused((index) => `${long}${String(index).padStart(10, "0")}`);
    expect(outcome).toEqual({
      files: Math.floor(limits.allNames / 210),
      error: refusal(
        `the archive is too large: its names have more than ${limits.allNames} characters together`,
      ),
    });
  });

  it("counts the characters of link targets", () => {
    const names = new TreeNames();
    const target = "x/".repeat(1000);
    const links = limits.allNames / target.length;
    expect(() => {
      for (let index = 0; index < links; index += 1) {
        names.add({ type: "link", path: `link-${index}`, target, modified: 0 });
      }
    }).toThrow(/characters together/);
  });
});
