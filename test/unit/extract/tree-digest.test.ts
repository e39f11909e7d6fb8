import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { TreeDigest } from "../../../src/extract/tree/tree-digest.ts";

test("lines are sorted by the bytes of their UTF-8, not by JavaScript's UTF-16", () => {
  const digest = new TreeDigest();
  // U+1F40D is two surrogates from U+D800 on in UTF-16, and comes after U+FF5E in UTF-8.
  digest.folder("\u{1F40D}");
  digest.folder("\uFF5E");
  const lines = "d0755 ./\uFF5E\nd0755 ./\u{1F40D}\n";
  expect(digest.digest()).toBe(createHash("sha256").update(lines).digest("hex"));
});

test("every kind of entry has its line", () => {
  const digest = new TreeDigest();
  const empty = createHash("sha256").digest("hex");
  digest.link("link", "a/b");
  digest.file("run", true, empty);
  digest.folder("a");
  digest.file("a/b", false, empty);
  const lines = [
    "d0755 ./a",
    `${empty}  ./a/b`,
    `${empty}  ./run`,
    "f0644 ./a/b",
    "f0755 ./run",
    "l ./link -> a/b",
  ].toSorted();
  expect(digest.digest()).toBe(
    createHash("sha256")
      .update(lines.map((line) => `${line}\n`).join(""))
      .digest("hex"),
  );
});
