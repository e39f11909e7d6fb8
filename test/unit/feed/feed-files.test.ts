import { describe, expect, it } from "vitest";
import type { FeedIndex, FeedRelease } from "../../../src/feed/feed-documents.ts";
import { feedFiles } from "../../../src/feed/write-feed.ts";
import { feedViolations } from "../../support/feed-schema.ts";
import { madeUpReport } from "../audit/made-up-report.ts";

const report = madeUpReport(
  {
    "3.14.0": "verified",
    "3.13.10": "verified",
    "3.13.9": "verified",
    "3.14.1": "refused",
    "3.10.2": "missing",
    "3.7.1": "unsigned",
  },
  (tarball) =>
    tarball.verdict === "verified"
      ? { ...tarball, checks: { bundle: "passed", digest: "not-done" } }
      : tarball,
);

function read(path: string) {
  return JSON.parse(feedFiles(report).get(path) ?? "null");
}

describe("a feed", () => {
  it("has documents of its schemas, and brings the schemas along", () => {
    for (const [path, text] of feedFiles(report)) {
      if (!/^v1\/[^/]+\.json$/.test(path)) continue;
      const name =
        path === "v1/index.json"
          ? "index"
          : path === "v1/identities.json"
            ? "identities"
            : "release";
      expect(feedViolations(name, JSON.parse(text))).toEqual([]);
      expect(feedFiles(report).get(`v1/schemas/${name}.schema.json`)).toContain("$schema");
    }
  });

  it("lists what verified from the oldest to the newest, and nothing else", () => {
    const index: FeedIndex = read("v1/index.json");
    const versions = index.releases.map(({ version }) => version);
    expect(versions).toEqual(["3.13.9", "3.13.10", "3.14.0"]);
    for (const { url, sums } of index.releases) {
      expect(feedFiles(report).has(`v1/${url}`)).toBe(true);
      expect(feedFiles(report).has(`v1/${sums}`)).toBe(true);
    }
    expect(feedFiles(report).has("v1/3.14.1.json")).toBe(false);
    expect(feedFiles(report).get("v1/SHA256SUMS")).not.toContain("3.14.1");
  });

  it("lists apart what did not verify, each with its code", () => {
    const index: FeedIndex = read("v1/index.json");
    expect(index.notVerified.map(({ file, verdict, code }) => [file, verdict, code])).toEqual([
      ["Python-3.10.2.tar.xz", "missing", "made-up"],
      ["Python-3.14.1.tar.xz", "refused", "made-up"],
      ["Python-3.7.1.tar.xz", "unsigned", "made-up"],
    ]);
  });

  it("says of each file where it is, who signed it, and what was not checked", () => {
    const release: FeedRelease = read("v1/3.14.0.json");
    expect(release.artifacts).toMatchObject([
      {
        file: "Python-3.14.0.tar.xz",
        url: "https://www.python.org/ftp/python/3.14.0/Python-3.14.0.tar.xz",
        sha256: "1".repeat(64),
        signer: { identity: "hugo@python.org", name: "Hugo van Kemenade" },
        bundle: { sha256: "2".repeat(64) },
        checks: { bundle: "passed", digest: "not-done" },
      },
    ]);
  });

  it("is the same bytes for the same report in any order, with no time in it", () => {
    const shuffled = { ...report, artifacts: report.artifacts.toReversed() };
    expect([...feedFiles(shuffled)]).toEqual([...feedFiles(report)]);
    for (const text of feedFiles(report).values()) {
      expect(text).not.toContain(new Date().toISOString().slice(0, 10));
    }
  });

  it("escapes on its page whatever a mirror says", () => {
    const failure = { code: "x", message: "<script>alert(1)</script>", because: undefined };
    const hostile = madeUpReport({ "3.14.1": "refused" }, (tarball) => ({ ...tarball, failure }));
    const page = feedFiles(hostile).get("index.html");
    expect(page).toContain("&lt;script&gt;");
    expect(page).not.toContain("<script>");
  });
});
