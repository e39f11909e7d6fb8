import { type Verdict, verdicts } from "../../audit/audited-artifact.ts";
import {
  type AuditDifference,
  type Change,
  type ChangeSide,
  isReplaced,
} from "../../audit/report/difference.ts";
import type { Contradiction } from "../../audit/second-opinion.ts";
import type { UnexplainedEntry } from "../../audit/log-watch.ts";
import type { AuditReport, ReportedArtifact } from "../../audit/report/report.ts";
import { auditMatrix } from "./audit-matrix.ts";
import { line, Printable } from "./printable.ts";
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
): Printable {
  return Printable.lines([
    ...auditMatrix(report, columns ?? 80, style),
    line``,
    counts(report, style),
    ...kindLines(report, style),
    ...exceptions(report, style).flatMap((words) => Printable.wrapped(words, columns)),
    ...logLines(report, style).flatMap((words) => Printable.wrapped(words, columns)),
    ...apiLines(report, style).flatMap((words) => Printable.wrapped(words, columns)),
    line``,
    ...meaning(report)
      .flatMap((words) => Printable.wrapped(words, columns))
      .map((words) => style.dim(words)),
  ]);
}

/** What a person reads of the changes since an earlier audit. */
export function differenceSummary(
  { changes, unexplained = [], contradictions = [] }: AuditDifference,
  style: Style,
): Printable {
  if (changes.length + unexplained.length + contradictions.length === 0)
    return Printable.lines([line`nothing has changed since the earlier audit`]);
  return Printable.lines([
    ...changes.map((change) => changeLine(change, style)),
    ...unexplained.flatMap((entry) => entryLines(entry, style)),
    ...contradictions.flatMap((each) => contradictionLines(each, style)),
  ]);
}

/** What the log holds, and what its index cannot tell. */
function logLines({ log }: AuditReport, style: Style): Printable[] {
  if (log === undefined) return [];
  const { rekor, entries, identities, unexplained } = log;
  return [
    line``,
    line`${style.mark(unexplained.length > 0 ? "refused" : "verified")} ${entries} entries of ${identities.length} release managers in the log ${rekor}, ${unexplained.length} of them unexplained`,
    ...unexplained.flatMap((entry) => entryLines(entry, style)),
    line`  the log's index is a search aid and proves nothing: it may lack entries, it is no part of what monitors watch, and it knows no Rekor v2; no finding does not mean that there is none`,
  ];
}

/** What python.org states itself of the verified files. */
function apiLines({ api }: AuditReport, style: Style): Printable[] {
  if (api === undefined) return [];
  const { unavailable, compared, notStated, contradictions } = api;
  if (unavailable !== undefined) {
    return [
      line``,
      line`${style.mark("unreachable")} not compared with ${api.api}: ${unavailable}`,
    ];
  }
  return [
    line``,
    line`${style.mark(contradictions.length > 0 ? "refused" : "verified")} ${api.api} states a SHA-256 of ${compared} verified files, ${contradictions.length} of them another one than was signed, and none of ${notStated}`,
    ...contradictions.flatMap((each) => contradictionLines(each, style)),
  ];
}

function contradictionLines({ file, signed, stated }: Contradiction, style: Style): Printable[] {
  return [
    line`${style.mark("refused")} ${file}: python.org's API states another digest than was signed`,
    line`  signed  ${signed}`,
    line`  stated  ${stated}`,
  ];
}

function entryLines(entry: UnexplainedEntry, style: Style): Printable[] {
  const { identity, logIndex, loggedAt, sha256, url, verified, because } = entry;
  return [
    line`${style.mark("refused")} unexplained log entry ${logIndex ?? "without an index"} of ${identity}, ${loggedAt ?? "at no time that can be read"}${url === undefined ? "" : ` (${url})`}`,
    line`  signs ${sha256 === undefined ? "what cannot be read" : `sha256:${sha256}`}; ${verified ? "verified: it is genuine, and no listed artifact has this digest" : `not verified: ${because ?? ""}`}`,
  ];
}

/** A line for each kind of file, where there is more than one. */
function kindLines({ kinds, source }: AuditReport, style: Style): Printable[] {
  const rows = Object.entries(kinds);
  if (rows.length < 2) return [];
  const width = Math.max(...rows.map(([kind]) => kind.length));
  return [
    line``,
    ...rows.map(
      ([kind, summary]) => line`${kind.padEnd(width)}  ${counts({ source, summary }, style)}`,
    ),
  ];
}

function counts(
  { source, summary }: Pick<AuditReport, "source" | "summary">,
  style: Style,
): Printable {
  // What lies in a folder says nothing about what does not.
  const always: readonly Verdict[] =
    source.type === "folder" ? ["refused"] : ["refused", "missing"];
  const parts = verdicts
    .filter((verdict) => summary[verdict] > 0 || always.includes(verdict))
    .map((verdict) => {
      const text = `${summary[verdict]} ${verdict}`;
      return line`${style.mark(verdict)} ${summary[verdict] > 0 ? style.verdict(verdict, text) : text}`;
    });
  return Printable.joined(parts, "   ");
}

function exceptions({ artifacts }: AuditReport, style: Style): Printable[] {
  const shown: readonly Verdict[] = ["refused", "missing", "unreachable"];
  return shown
    .flatMap((verdict) => artifacts.filter((artifact) => artifact.verdict === verdict))
    .flatMap((artifact) => exception(artifact, style));
}

function exception({ file, verdict, failure }: ReportedArtifact, style: Style): Printable[] {
  const lines = [
    line``,
    line`${style.mark(verdict)} ${style.verdict(verdict, `${file}: ${verdict}`)} (${failure?.code ?? ""})`,
    line`  ${failure?.message ?? ""}`,
  ];
  if (failure?.because !== undefined) lines.push(line`  because: ${failure.because}`);
  return lines;
}

function meaning({ source, scope, summary }: AuditReport): Printable[] {
  if (summary.verified === 0) return [line`no file could be verified`];
  const proven = scope.full
    ? line`every verified file has the digest that its release manager signed`
    : line`verified by the digest that each bundle names; --full downloads and compares the files too`;
  return source.type === "folder"
    ? [proven, line`a folder of bundles cannot show which releases have none`]
    : [proven];
}

function changeLine(change: Change, style: Style): Printable {
  const { file, type, before, after } = change;
  const mark = style.mark(isReplaced(change) ? "refused" : (after?.verdict ?? "missing"));
  switch (type) {
    case "new":
      return line`${mark} ${file}: new, ${sideWords(after)}`;
    case "gone":
      return line`${mark} ${file}: gone, was ${sideWords(before)}`;
    case "verdict":
      return line`${mark} ${file}: ${sideWords(after)}, was ${sideWords(before)}`;
    case "signed-anew":
      return line`${mark} ${file}: ${isReplaced(change) ? "a final release is another file now" : "signed anew"}: ${signedWords(after)}; was ${signedWords(before)}`;
  }
}

function sideWords(side: ChangeSide | undefined): string {
  if (side === undefined) return "not there";
  return side.code === undefined ? side.verdict : `${side.verdict} (${side.code})`;
}

function signedWords(side: ChangeSide | undefined): string {
  return `sha256:${side?.sha256} by ${side?.identity} at ${side?.signedAt}`;
}
