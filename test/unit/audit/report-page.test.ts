import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { reportPage } from "../../../src/audit/page/report-page.ts";
import { madeUpReport } from "./made-up-report.ts";

const madeAt = new Date("2026-11-20T12:00:00Z");

describe("the report page", () => {
  it("depends on the report and the given time alone", () => {
    const report = madeUpReport({ "3.14.0": "verified" });
    expect(reportPage(report, madeAt)).toBe(reportPage(report, madeAt));
    expect(reportPage(report, madeAt)).toContain("20 November 2026 at 12:00 UTC");
  });

  it("shows hostile words of a bundle or mirror as words", () => {
    const hostile = `"><script>alert('x')</script><!-- </style> &amp;`;
    const report = madeUpReport({ "3.14.0": "refused" }, (tarball) => ({
      ...tarball,
      failure: { code: hostile, message: hostile, because: hostile },
    }));
    const page = reportPage(report, madeAt);
    expect(page).not.toContain("<script>alert");
    expect(page).not.toContain("<!--");
    expect(page.match(/<script\b/g)).toHaveLength(2);
    expect(page.match(/<\/style>/g)).toHaveLength(1);
  });

  it("shows what the log holds and nothing explains, as words, and what the index cannot tell", () => {
    const hostile = `"><script>alert('x')</script>`;
    const log = {
      rekor: "https://rekor.example",
      identities: ["hugo@python.org"],
      entries: 7,
      unexplained: [
        {
          identity: "hugo@python.org",
          logIndex: 588221397,
          loggedAt: "2025-10-07T14:16:09Z",
          sha256: "8".repeat(64),
          url: "https://search.sigstore.dev/?logIndex=588221397",
          verified: false,
          because: hostile,
        },
      ],
    };
    const page = reportPage({ ...madeUpReport({ "3.14.0": "verified" }), log }, madeAt);
    expect(page).toContain('href="https://search.sigstore.dev/?logIndex=588221397"');
    expect(page).toContain("has 7 entries of 1 release managers; 1 of them");
    expect(page).toContain("The index is a search aid and proves nothing");
    expect(page).not.toContain("<script>alert");
    const without = reportPage(madeUpReport({ "3.14.0": "verified" }), madeAt);
    expect(without).not.toContain("In the transparency log");
  });

  it("allows by its policy exactly the style and the script that are in it", () => {
    const page = reportPage(madeUpReport({ "3.14.0": "verified" }), madeAt);
    for (const element of ["style", "script"] as const) {
      const [, text = ""] = new RegExp(`<${element}>([\\s\\S]*?)</${element}>`).exec(page) ?? [];
      const hash = createHash("sha256").update(text).digest("base64");
      expect(page).toContain(`${element}-src 'sha256-${hash}'`);
    }
    expect(page).toContain("default-src 'none'");
    expect(page).not.toMatch(/\son\w+=|\sstyle=/);
  });

  it("says of an audit without tarballs what it does not prove", () => {
    const report = madeUpReport({ "3.14.0": "verified" });
    expect(reportPage(report, madeAt)).toContain("No file was downloaded");
    const full = { ...report, scope: { ...report.scope, full: true } };
    expect(reportPage(full, madeAt)).not.toContain("No file was downloaded");
  });

  it("says of a folder that it cannot show what is missing", () => {
    const report = madeUpReport({ "3.14.0": "verified" });
    expect(reportPage(report, madeAt)).toContain("Nothing refused, nothing missing");
    const page = reportPage({ ...report, source: { type: "folder" } }, madeAt);
    expect(page).toContain("<strong>Nothing refused</strong>");
    expect(page).not.toContain("nothing missing");
    expect(page).toContain("a folder cannot show which bundles are missing");
  });

  it.each([
    ["mirror", { origin: "embedded" }, " --trusted-root embedded"],
    ["mirror", { origin: "tuf" }, ""],
    ["mirror", { origin: "file" }, " --trusted-root FILE"],
    [
      "mirror",
      { origin: "tuf", tufMirror: "https://tuf.example/", tufRootSha256: "1" },
      " --tuf-mirror https://tuf.example/ --tuf-root FILE",
    ],
    ["folder", { origin: "embedded" }, ""],
    ["folder", { origin: "tuf" }, " --trusted-root tuf"],
  ] as const)("is made again from a %s with the trusted root of %j", (type, root, flags) => {
    const url = "https://www.python.org/ftp/python/";
    const report = {
      ...madeUpReport({ "3.14.0": "verified" }),
      source: type === "folder" ? ({ type } as const) : ({ type, url } as const),
      trustedRoot: { sha256: "0".repeat(64), ...root },
    };
    const place = type === "folder" ? " --bundles DIR" : "";
    expect(reportPage(report, madeAt)).toContain(
      `<code>pyverify audit${place} --format tar.xz${flags} --report site</code>`,
    );
  });

  it("has every tarball with its digest, for paper", () => {
    const page = reportPage(madeUpReport({ "3.14.0": "verified", "3.14.1": "refused" }), madeAt);
    const [, table = ""] = /<section class="digests"([\s\S]*?)<\/section>/.exec(page) ?? [];
    expect(table).toMatch(new RegExp(`Python-3\\.14\\.0\\.tar\\.xz[\\s\\S]*${"1".repeat(64)}`));
    expect(table).toMatch(/Python-3\.14\.1\.tar\.xz[\s\S]*made-up/);
  });
});
