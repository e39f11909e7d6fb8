import { describe, expect, it } from "vitest";
import { auditSummary } from "../../../src/cli/terminal/audit-summary.ts";
import { styleFor } from "../../../src/cli/terminal/style.ts";
import { recordingHost } from "../../support/recording-host.ts";
import { madeUpReport } from "../audit/made-up-report.ts";

const style = styleFor(recordingHost());

const report = madeUpReport({ "3.14.0": "refused" }, (tarball) => ({
  ...tarball,
  failure: {
    code: "made-up",
    message: "the bundle is not what it has to be\u001B[2J\nverified",
    because: "a reason that is too long for a narrow terminal goes on below",
  },
}));

describe("the summary of an audit", () => {
  it("breaks lines between words in a terminal, and keeps them whole elsewhere", () => {
    expect(String(auditSummary(report, 40, style))).toContain(
      "  because: a reason that is too long for\n  a narrow terminal goes on below\n",
    );
    expect(String(auditSummary(report, undefined, style))).toContain(
      "  because: a reason that is too long for a narrow terminal goes on below\n",
    );
  });

  it("lets no word of a bundle or mirror draw on the terminal or forge a line", () => {
    const summary = String(auditSummary(report, undefined, style));
    expect(summary).not.toContain("\u001B");
    expect(summary).toContain("is not what it has to be\\u001b[2J\\u000averified\n");
  });

  it("claims nothing for verified tarballs where there are none", () => {
    expect(String(auditSummary(report, undefined, style))).toContain("no file could be verified\n");
    const verified = madeUpReport({ "3.14.0": "verified" });
    expect(String(auditSummary(verified, undefined, style))).toMatch(/digest that/);
  });

  it("claims nothing about what a folder does not hold", () => {
    const verified = madeUpReport({ "3.14.0": "verified" });
    const summary = String(
      auditSummary({ ...verified, source: { type: "folder" } }, undefined, style),
    );
    expect(summary).toContain("✓ 1 verified   ✗ 0 refused\n");
    expect(summary).toMatch(/\na folder of bundles cannot show which releases have none\n$/);
    expect(String(auditSummary(verified, undefined, style))).toContain("? 0 missing");
  });
});
