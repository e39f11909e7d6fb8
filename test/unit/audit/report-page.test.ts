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
    expect(reportPage(report, madeAt)).toContain("No tarball was downloaded");
    const full = { ...report, scope: { ...report.scope, full: true } };
    expect(reportPage(full, madeAt)).not.toContain("No tarball was downloaded");
  });
});
