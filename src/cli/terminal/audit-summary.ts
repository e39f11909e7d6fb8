import { stripVTControlCharacters } from "node:util";
import { type Verdict, verdicts } from "../../audit/audited-tarball.ts";
import {
  type AuditDifference,
  type Change,
  type ChangeSide,
  isReplaced,
} from "../../audit/report/difference.ts";
import type { AuditReport, ReportedTarball } from "../../audit/report/report.ts";
import { auditMatrix } from "./audit-matrix.ts";
import { oneLine } from "./messages.ts";
import type { Style } from "./style.ts";

/**
 * What a person reads of an audit: the matrix, the counts, and every exception in words.
 *
 * @param columns the width of the terminal; undefined where there is none, and lines stay whole
 */
export function auditSummary(
  report: AuditReport,
  columns: number | undefined,
  style: Style,
): string {
  return [
    ...auditMatrix(report, columns ?? 80, style),
    "",
    counts(report, style),
    ...exceptions(report, style).flatMap((line) => wrapped(line, columns)),
    "",
    ...wrapped(meaning(report), columns).map((line) => style.dim(line)),
    "",
  ].join("\n");
}

/** What a person reads of the changes since an earlier audit. */
export function differenceSummary({ changes }: AuditDifference, style: Style): string {
  if (changes.length === 0) return "nothing has changed since the earlier audit\n";
  return `${changes.map((change) => changeLine(change, style)).join("\n")}\n`;
}

function counts({ summary }: AuditReport, style: Style): string {
  return verdicts
    .filter((verdict) => summary[verdict] > 0 || verdict === "refused" || verdict === "missing")
    .map((verdict) => {
      const text = `${summary[verdict]} ${verdict}`;
      return `${style.mark(verdict)} ${summary[verdict] > 0 ? style.verdict(verdict, text) : text}`;
    })
    .join("   ");
}

function exceptions({ tarballs }: AuditReport, style: Style): string[] {
  const shown: readonly Verdict[] = ["refused", "missing", "unreachable"];
  return shown
    .flatMap((verdict) => tarballs.filter((tarball) => tarball.verdict === verdict))
    .flatMap((tarball) => exception(tarball, style));
}

function exception({ file, verdict, failure }: ReportedTarball, style: Style): string[] {
  const lines = [
    "",
    `${style.mark(verdict)} ${style.verdict(verdict, `${file}: ${verdict}`)} (${failure?.code})`,
    `  ${oneLine(failure?.message ?? "")}`,
  ];
  if (failure?.because !== undefined) lines.push(`  because: ${oneLine(failure.because)}`);
  return lines;
}

function meaning({ scope, summary }: AuditReport): string {
  if (summary.verified === 0) return "no tarball could be verified";
  return scope.full
    ? "every verified tarball has the digest that its release manager signed"
    : "verified by the digest that each bundle names; --full downloads and compares the tarballs too";
}

function changeLine(change: Change, style: Style): string {
  const { file, type, before, after } = change;
  const mark = style.mark(isReplaced(change) ? "refused" : (after?.verdict ?? "missing"));
  switch (type) {
    case "new":
      return `${mark} ${file}: new, ${sideWords(after)}`;
    case "gone":
      return `${mark} ${file}: gone, was ${sideWords(before)}`;
    case "verdict":
      return `${mark} ${file}: ${sideWords(after)}, was ${sideWords(before)}`;
    case "signed-anew":
      return `${mark} ${file}: ${isReplaced(change) ? "a final release is another file now" : "signed anew"}: ${signedWords(after)}; was ${signedWords(before)}`;
  }
}

function sideWords(side: ChangeSide | undefined): string {
  if (side === undefined) return "not there";
  return side.code === undefined ? side.verdict : `${side.verdict} (${side.code})`;
}

function signedWords(side: ChangeSide | undefined): string {
  return `sha256:${side?.sha256} by ${side?.identity} at ${side?.signedAt}`;
}

/** Breaks a line between words; what follows is indented like it. */
function wrapped(line: string, columns = Infinity): string[] {
  const indent = /^ */.exec(line)?.[0] ?? "";
  const lines: string[] = [];
  for (const word of line.trim().split(" ")) {
    const last = lines.at(-1);
    if (last !== undefined && stripVTControlCharacters(`${last} ${word}`).length <= columns) {
      lines[lines.length - 1] = `${last} ${word}`;
    } else lines.push(indent + word);
  }
  return lines;
}
