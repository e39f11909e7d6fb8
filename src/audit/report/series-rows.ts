import { findSignedSeries } from "../../release/release-managers.ts";
import {
  compareVersions,
  parseVersion,
  type Prerelease,
  type PythonVersion,
  type Series,
} from "../../release/version.ts";
import type { Verdict } from "../audited-artifact.ts";
import { groupBy } from "../../base/group-by.ts";
import type { AuditReport, ReportedArtifact } from "./report.ts";

/** A series with its releases, as a matrix shows them. */
export interface SeriesRow {
  readonly series: Series;
  /** the names of those who may sign it; empty for a series that this pyverify does not know */
  readonly releaseManagers: readonly string[];
  /** from old to new */
  readonly releases: readonly AuditedRelease[];
}

/** A release with its artifacts: one cell of a matrix. */
export interface AuditedRelease {
  readonly version: PythonVersion;
  /** that of the file that is worst off; unsigned only where nothing of it is signed */
  readonly verdict: Verdict;
  readonly artifacts: readonly ReportedArtifact[];
}

/** From what a person has to see first to what can wait. */
const urgency: readonly Verdict[] = ["refused", "missing", "unreachable", "verified", "unsigned"];

/** Arranges a report by series, the newest first, and by release. */
export function seriesRows(report: AuditReport): SeriesRow[] {
  const bySeries = groupBy(report.artifacts, ({ series }) => series);
  return [...bySeries]
    .toSorted(([a], [b]) => compareVersions(parseVersion(`${b}.0`), parseVersion(`${a}.0`)))
    .map(([series, artifacts]) => ({
      series,
      releaseManagers: (findSignedSeries(series)?.releaseManagers ?? []).map(({ name }) => name),
      releases: releasesOf(artifacts),
    }));
}

/** The worst of several verdicts. */
export function worst(verdicts: readonly Verdict[]): Verdict {
  return urgency.find((verdict) => verdicts.includes(verdict)) ?? "unsigned";
}

/** A pre-release in short, `b3`; undefined for a final release. */
export function shortPrerelease(prerelease: Prerelease | undefined): string | undefined {
  return prerelease === undefined ? undefined : `${prerelease.phase}${prerelease.number}`;
}

function releasesOf(artifacts: readonly ReportedArtifact[]): AuditedRelease[] {
  return [...groupBy(artifacts, ({ version }) => version)]
    .map(([text, own]) => ({
      version: parseVersion(text),
      verdict: worst(own.map(({ verdict }) => verdict)),
      artifacts: own,
    }))
    .toSorted((a, b) => compareVersions(a.version, b.version));
}
