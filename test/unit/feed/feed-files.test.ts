import { describe, expect, it } from "vitest";
import type { AuditReport } from "../../../src/audit/report/report.ts";
import type { FeedBundles, FeedIndex, FeedRelease } from "../../../src/feed/feed-documents.ts";
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
      ? { ...tarball, size: 23_595_844, checks: { bundle: "passed", digest: "not-done" } }
      : tarball,
);

const bundles: FeedBundles = new Map(
  ["3.14.0", "3.13.10", "3.13.9"].map((version) => [
    `Python-${version}.tar.xz`,
    { bytes: Buffer.from(`bundle of ${version}`), listedAs: `07-Oct-2025 14:20 ${version.length}` },
  ]),
);

function files(of: AuditReport = report): Map<string, string> {
  const made = feedFiles(of, bundles);
  return new Map([...made].map(([path, content]) => [path, Buffer.from(content).toString()]));
}

function read(path: string) {
  return JSON.parse(files().get(path) ?? "null");
}

describe("a feed", () => {
  it("has documents of its schemas, and brings the schemas along", () => {
    for (const [path, text] of files()) {
      if (!/^v1\/[^/]+\.json$/.test(path)) continue;
      const name =
        path === "v1/index.json"
          ? "index"
          : path === "v1/identities.json"
            ? "identities"
            : "release";
      expect(feedViolations(name, JSON.parse(text))).toEqual([]);
      expect(files().get(`v1/schemas/${name}.schema.json`)).toContain("$schema");
    }
  });

  it("lists what verified from the oldest to the newest, and nothing else", () => {
    const index: FeedIndex = read("v1/index.json");
    const versions = index.releases.map(({ version }) => version);
    expect(versions).toEqual(["3.13.9", "3.13.10", "3.14.0"]);
    for (const { url, sums, source } of index.releases) {
      expect(source?.sha256).toBe("1".repeat(64));
      expect(files().has(`v1/${url}`)).toBe(true);
      expect(files().has(`v1/${sums}`)).toBe(true);
    }
    expect(files().has("v1/3.14.1.json")).toBe(false);
    expect(files().get("v1/SHA256SUMS")).not.toContain("3.14.1");
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
        size: 23_595_844,
        signer: { identity: "hugo@python.org", name: "Hugo van Kemenade" },
        bundle: {
          sha256: "2".repeat(64),
          copy: "bundles/3.14.0/Python-3.14.0.tar.xz.sigstore",
        },
        checks: { bundle: "passed", digest: "not-done" },
      },
    ]);
  });

  it("has the bundle of each, where its document says, and how the mirror listed it", () => {
    const release: FeedRelease = read("v1/3.13.10.json");
    expect(files().get(`v1/${release.artifacts[0]?.bundle.copy}`)).toBe("bundle of 3.13.10");
    expect([...files().keys()].filter((path) => path.endsWith(".sigstore"))).toHaveLength(3);
    expect(read("listed.json")).toEqual({
      mediaType: "application/vnd.pyverify.feed.listed+json;version=1",
      mirror: "https://mirror.example/python/",
      bundles: {
        "Python-3.13.10.tar.xz": "07-Oct-2025 14:20 7",
        "Python-3.13.9.tar.xz": "07-Oct-2025 14:20 6",
        "Python-3.14.0.tar.xz": "07-Oct-2025 14:20 6",
      },
    });
    const inFolder = files({ ...report, source: { type: "folder" } });
    expect(inFolder.has("listed.json")).toBe(false);
  });

  it("says of no bundle that it is there where it is not", () => {
    const text = String(feedFiles(report, new Map()).get("v1/3.14.0.json"));
    expect(feedViolations("release", JSON.parse(text))).toEqual([]);
    expect(text).not.toContain("copy");
  });

  it("is the same bytes for the same report in any order, with no time in it", () => {
    const shuffled = { ...report, artifacts: report.artifacts.toReversed() };
    expect([...files(shuffled)]).toEqual([...files()]);
    for (const text of files().values()) {
      expect(text).not.toContain(new Date().toISOString().slice(0, 10));
    }
  });

  it("escapes on its page whatever a mirror says", () => {
    const failure = { code: "x", message: "<script>alert(1)</script>", because: undefined };
    const hostile = madeUpReport({ "3.14.1": "refused" }, (tarball) => ({ ...tarball, failure }));
    const page = files(hostile).get("index.html");
    expect(page).toContain("&lt;script&gt;");
    expect(page).not.toContain("<script>");
  });
});
