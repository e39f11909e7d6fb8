import { cp, mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { pinExamples, pinImages } from "../../scripts/pin-examples.mjs";

const first = digests("1", "2", "3");
const later = digests("4", "5", "6");

function digests(image: string, standalone: string, debug: string) {
  return { image: digest(image), standalone: digest(standalone), debug: digest(debug) };
}

function digest(figure: string): string {
  return `sha256:${figure.repeat(64)}`;
}

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "pyverify-examples-"));
  await cp(join(import.meta.dirname, "../../examples"), folder, { recursive: true });
});
afterEach(() => rm(folder, { recursive: true }));

/** Every line of the examples that names an image of pyverify's, without what builds one. */
async function references(): Promise<readonly string[]> {
  const names = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = names.filter((name) => name.isFile());
  const texts = await Promise.all(
    files.map((file) => readFile(join(file.parentPath, file.name), "utf8")),
  );
  return texts
    .flatMap((text) => text.match(/\S* ?\S*ghcr\.io\/pyverify\/pyverify[^\s,"`)}]*/g) ?? [])
    .filter((reference) => !reference.startsWith("-t ") && !reference.endsWith("…"));
}

describe("pinExamples", () => {
  it("puts the digest of its tag behind each reference in every example", async () => {
    pinExamples(folder, first);
    const pinned = await references();
    expect(pinned.length).toBeGreaterThan(10);
    const unpinned = pinned.filter(
      (reference) =>
        !/:1@sha256:1{64}$|:standalone@sha256:2{64}$|:debug@sha256:3{64}$/.test(reference),
    );
    expect(unpinned).toEqual([]);
  });

  it("replaces the digest of an earlier release, and changes nothing the second time", async () => {
    pinExamples(folder, first);
    expect(pinExamples(folder, first)).toEqual([]);
    expect(pinExamples(folder, later).length).toBeGreaterThan(10);
    expect((await references()).filter((reference) => /1{64}|2{64}|3{64}/.test(reference))).toEqual(
      [],
    );
  });

  it("refuses what is no digest, and changes nothing then", async () => {
    const image = "sha256:1";
    expect(() => pinExamples(folder, { ...first, image })).toThrow("sha256:1 is no digest");
    expect((await references()).filter((reference) => reference.includes("@"))).toEqual([]);
  });
});

describe("pinImages", () => {
  it.each([
    ["a name to build under", "docker build -t ghcr.io/pyverify/pyverify:1 ."],
    ["an exact version", "FROM ghcr.io/pyverify/pyverify:1.0.0"],
    ["what stands for a digest", "FROM ghcr.io/pyverify/pyverify:1@sha256:…"],
    ["another image", "FROM ghcr.io/pyverify/pyverify-fork:1"],
  ])("leaves %s as it is", (_what, text) => {
    expect(pinImages(text, first)).toBe(text);
  });
});
