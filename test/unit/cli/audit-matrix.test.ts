import { describe, expect, it } from "vitest";
import type { AuditReport } from "../../../src/audit/report/report.ts";
import { auditMatrix } from "../../../src/cli/terminal/audit-matrix.ts";
import { styleFor } from "../../../src/cli/terminal/style.ts";
import { recordingHost } from "../../support/recording-host.ts";
import { madeUpReport } from "../audit/made-up-report.ts";

const report = madeUpReport({
  "3.13.0a1": "verified",
  "3.13.0": "verified",
  "3.13.2": "refused",
  "3.13.12": "missing",
  "3.14.0a1": "verified",
  "3.14.0a2": "unreachable",
  "3.14.0rc1": "verified",
  "3.14.0": "unsigned",
  "3.14.5rc1": "verified",
});

function matrix(of: AuditReport, columns: number, env = {}, colors = false): string[] {
  return auditMatrix(of, columns, styleFor(recordingHost(env, { colors }))).map(String);
}

function drawn(colors: boolean): string {
  return matrix(report, 60, {}, colors).join("\n");
}

describe("the matrix of an audit", () => {
  it("puts equal releases under one another, the newest series first", () => {
    expect(matrix(report, 120)).toEqual([
      "                         alpha   rc   final",
      "                         1  2    1    0  1  2  3  4  5  6  7  8  9  10 11 12",
      "3.14  Hugo van Kemenade  ✓  !    ✓    ·              ✓",
      "3.13  Thomas Wouters     ✓            ✓     ✗                             ?",
    ]);
  });

  it("draws nearer together in a narrow terminal, and gives up the names last", () => {
    expect(matrix(report, 60)).toEqual([
      "                         al  r  final",
      "                         1   1  0    5    10",
      "3.14  Hugo van Kemenade  ✓!  ✓  ·    ✓",
      "3.13  Thomas Wouters     ✓      ✓ ✗         ?",
    ]);
    for (const line of matrix(report, 32)) {
      expect(line.length).toBeLessThanOrEqual(32);
    }
  });

  it("leaves room for a last number that is wider than its column", () => {
    const upTo10 = madeUpReport({ "3.13.0": "verified", "3.13.10": "verified" });
    for (const columns of [24, 33, 34, 35, 44, 45, 46]) {
      const lines = matrix(upTo10, columns);
      expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(columns);
    }
  });

  it("is readable without colours and without Unicode", () => {
    const [, , newest] = matrix(report, 60, { LANG: "C" });
    expect(newest).toBe("3.14  Hugo van Kemenade  +!  +  .    +");
  });

  it("is coloured where the terminal shows colours, and nowhere else", () => {
    expect(drawn(true)).toContain("\u001B[31m✗\u001B[39m");
    expect(drawn(false)).not.toContain("\u001B");
  });
});
