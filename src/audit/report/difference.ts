import { readArtifactName } from "../../release/artifact-types.ts";
import type { Verdict } from "../audited-artifact.ts";
import type { EarlierReport, EarlierArtifact } from "./earlier-report.ts";
import type { AuditReport, ReportedArtifact } from "./report.ts";
import type { Contradiction, SecondOpinion } from "../second-opinion.ts";
import type { LogWatch, UnexplainedEntry } from "../log-watch.ts";

export const differenceMediaType = "application/vnd.pyverify.audit-difference+json;version=1";

/** The changes between two audits: schemas/audit-difference.schema.json. */
export interface AuditDifference {
  readonly mediaType: typeof differenceMediaType;
  /** in the order of the newer report, then what is gone */
  readonly changes: readonly Change[];
  /** entries of the log that nothing explains, and that the earlier audit did not have */
  readonly unexplained?: readonly UnexplainedEntry[];
  /** what python.org's API contradicts, and did not contradict so in the earlier audit */
  readonly contradictions?: readonly Contradiction[];
}

export interface Change {
  readonly file: string;
  readonly type:
    /** it was not there before */
    | "new"
    /** it is not there any more */
    | "gone"
    /** another verdict, or refused for another reason */
    | "verdict"
    /** verified both times, yet the signed digest, the signer or the time is another */
    | "signed-anew";
  readonly before?: ChangeSide;
  readonly after?: ChangeSide;
}

export interface ChangeSide {
  readonly verdict: Verdict;
  readonly code?: string;
  readonly sha256?: string;
  readonly identity?: string;
  readonly signedAt?: string;
}

/**
 * Compares an audit with an earlier one. Files that the newer one was not asked about are left
 * out, so that a nightly audit of one series can be compared with a weekly one of all.
 */
export function difference(earlier: EarlierReport, report: AuditReport): AuditDifference {
  const before = new Map(earlier.artifacts.map((artifact) => [artifact.file, artifact]));
  const files = new Set(report.artifacts.map(({ file }) => file));
  const gone = earlier.artifacts
    .filter((artifact) => isInScope(artifact, report) && !files.has(artifact.file))
    .map((artifact): Change => ({ file: artifact.file, type: "gone", before: sideOf(artifact) }));
  return {
    mediaType: differenceMediaType,
    changes: [
      ...report.artifacts.flatMap((artifact) => changesOf(before.get(artifact.file), artifact)),
      ...gone,
    ],
    ...(report.log === undefined ? {} : { unexplained: newEntries(earlier, report.log) }),
    ...(report.api === undefined ? {} : { contradictions: newContradictions(earlier, report.api) }),
  };
}

/**
 * Whether a change has to be looked into: what was good, or is new, is now refused or not there, or
 * a final release is another file than it was.
 */
export function isForTheWorse(change: Change): boolean {
  const { type, before, after } = change;
  if (type === "gone") return before?.verdict === "verified";
  if (isReplaced(change)) return true;
  const bad = after?.verdict === "refused" || after?.verdict === "missing";
  return bad && before?.verdict !== after.verdict;
}

/**
 * Whether a final release is another file now than it was, both times genuinely signed. Files of a
 * released version do not change: whoever can sign and upload has, or had, the release manager's
 * account. A pre-release is replaced at times, and new signatures of the same file are no news.
 */
export function isReplaced({ file, before, after }: Change): boolean {
  return (
    before?.sha256 !== undefined &&
    after?.sha256 !== undefined &&
    before.sha256 !== after.sha256 &&
    readArtifactName(file)?.version.prerelease === undefined
  );
}

function newEntries(earlier: EarlierReport, { unexplained }: LogWatch): UnexplainedEntry[] {
  const known = new Set(earlier.log?.unexplained.map(({ logIndex }) => logIndex));
  return unexplained.filter(({ logIndex }) => logIndex === undefined || !known.has(logIndex));
}

function newContradictions(
  earlier: EarlierReport,
  { contradictions }: SecondOpinion,
): Contradiction[] {
  const known = earlier.api?.contradictions ?? [];
  return contradictions.filter(
    ({ file, signed, stated }) =>
      !known.some((each) => each.file === file && each.signed === signed && each.stated === stated),
  );
}

function changesOf(before: EarlierArtifact | undefined, after: ReportedArtifact): Change[] {
  const { file } = after;
  if (before === undefined) return [{ file, type: "new", after: sideOf(after) }];
  const sides = { before: sideOf(before), after: sideOf(after) };
  if (before.verdict !== after.verdict || before.failure?.code !== after.failure?.code) {
    return [{ file, type: "verdict", ...sides }];
  }
  const isSame =
    sides.before.sha256 === sides.after.sha256 &&
    sides.before.identity === sides.after.identity &&
    sides.before.signedAt === sides.after.signedAt;
  return isSame ? [] : [{ file, type: "signed-anew", ...sides }];
}

function sideOf({ verdict, failure, signature }: EarlierArtifact | ReportedArtifact): ChangeSide {
  return {
    verdict,
    ...(failure === undefined ? {} : { code: failure.code }),
    ...(signature === undefined ? {} : { sha256: signature.sha256 }),
    ...(signature?.identity === undefined ? {} : { identity: signature.identity }),
    ...(signature?.signedAt === undefined ? {} : { signedAt: signature.signedAt }),
  };
}

function isInScope({ series, kind, format }: EarlierArtifact, { scope }: AuditReport): boolean {
  const isAskedFor = scope.series.length === 0 || scope.series.some((asked) => asked === series);
  const isFormat = format === undefined || scope.formats.some((asked) => asked === format);
  return isAskedFor && isFormat && scope.kinds.some((asked) => asked === kind);
}
