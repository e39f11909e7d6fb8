import type { AuditReport, ReportedArtifact } from "../report/report.ts";

/** A file as the page holds it: its checks are an index, since thousands have the same outcomes. */
export interface PageArtifact extends Omit<ReportedArtifact, "checks"> {
  readonly checks?: number;
}

export interface PageData {
  readonly artifacts: readonly PageArtifact[];
  readonly checks: readonly NonNullable<ReportedArtifact["checks"]>[];
}

/** A report's files, with what many of them share written once. */
export function pageData({ artifacts }: AuditReport): PageData {
  const outcomes = new Map<string, number>();
  const checks: NonNullable<ReportedArtifact["checks"]>[] = [];
  const shared = artifacts.map(({ checks: own, ...rest }): PageArtifact => {
    if (own === undefined) return rest;
    const key = JSON.stringify(own);
    const index = outcomes.get(key) ?? checks.push(own) - 1;
    outcomes.set(key, index);
    return { ...rest, checks: index };
  });
  return { artifacts: shared, checks };
}
