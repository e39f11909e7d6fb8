import { pyverifyVersion } from "../../base/pyverify-version.ts";
import { type ArtifactKind, artifactKinds } from "../../release/artifact-types.ts";
import type { TarballFormat } from "../../release/release.ts";
import { type Series, seriesOf } from "../../release/version.ts";
import type { Audit } from "../audit.ts";
import {
  type AuditedArtifact,
  type FindingFailure,
  type SignatureClaim,
  type SignatureFacts,
  type Verdict,
  verdicts,
} from "../audited-artifact.ts";
import type { LogWatch } from "../log-watch.ts";
import type { SecondOpinion } from "../second-opinion.ts";
import type { CheckName, CheckOutcome } from "../checks.ts";
import type { SourceDescription } from "../../source/release-source.ts";
import type { TrustedRootFacts } from "../../trust/trusted-root.ts";
import { groupBy } from "../../base/group-by.ts";
import { formatJson } from "../../base/json.ts";

export const reportMediaType = "application/vnd.pyverify.audit+json;version=2";

/**
 * The report that `--json` prints and `--report` writes: schemas/audit.schema.json. It depends on
 * what lies at the source, the trusted root and pyverify alone, no clock and no host name, and its
 * order is fixed: two of them from two days can be compared line by line.
 */
export interface AuditReport {
  readonly mediaType: typeof reportMediaType;
  readonly source: SourceDescription;
  readonly scope: {
    /** empty: every series from the first that was signed on */
    readonly series: readonly Series[];
    readonly kinds: readonly ArtifactKind[];
    /** of the source */
    readonly formats: readonly TarballFormat[];
    /** whether the files' own digests were verified, or those that the bundles name */
    readonly full: boolean;
  };
  readonly trustedRoot: TrustedRootFacts;
  readonly summary: Counts;
  /** the same for each kind of which there is a file */
  readonly kinds: Readonly<Partial<Record<ArtifactKind, Counts>>>;
  /** from the oldest version to the newest, and by kind */
  readonly artifacts: readonly ReportedArtifact[];
  /** what the transparency log holds of the release managers, where it was searched */
  readonly log?: LogWatch;
  /** what python.org's API states of the verified files, where it was to be asked */
  readonly api?: SecondOpinion;
  readonly pyverify: { readonly version: string };
}

/** How many files have each verdict. */
export type Counts = Readonly<Record<Verdict, number>>;

export interface ReportedArtifact {
  readonly file: string;
  readonly version: string;
  readonly series: Series;
  readonly kind: ArtifactKind;
  /** of a source tarball */
  readonly format?: TarballFormat;
  /** in bytes: its own in a full audit, otherwise as it is listed; absent where nobody tells */
  readonly size?: number;
  readonly verdict: Verdict;
  /** why it is not verified */
  readonly failure?: FindingFailure;
  /** what was verified */
  readonly signature?: SignatureFacts;
  /** what a refused bundle says of itself: believe none of it */
  readonly claimed?: SignatureClaim;
  readonly checks?: Readonly<Partial<Record<CheckName, CheckOutcome>>>;
}

/** Writes down what an audit has found. */
export function auditReport(audit: Audit): AuditReport {
  return {
    mediaType: reportMediaType,
    source: audit.source,
    scope: {
      series: audit.series,
      kinds: audit.kinds,
      formats: audit.formats,
      full: audit.full,
    },
    trustedRoot: audit.trustedRoot,
    summary: summarize(audit.artifacts),
    kinds: summarizeKinds(audit.artifacts),
    artifacts: audit.artifacts.map(reported),
    ...(audit.log === undefined ? {} : { log: audit.log }),
    ...(audit.api === undefined ? {} : { api: audit.api }),
    pyverify: { version: pyverifyVersion },
  };
}

/** The text of a report's file. */
export function serializeReport(report: AuditReport): string {
  return formatJson(report);
}

function summarize(artifacts: readonly AuditedArtifact[]): Counts {
  const counts = { verified: 0, refused: 0, missing: 0, unreachable: 0, unsigned: 0 };
  for (const verdict of verdicts) {
    counts[verdict] = artifacts.filter(({ finding }) => finding.verdict === verdict).length;
  }
  return counts;
}

function summarizeKinds(
  artifacts: readonly AuditedArtifact[],
): Partial<Record<ArtifactKind, Counts>> {
  const byKind = groupBy(artifacts, ({ type }) => type.kind);
  const rows = artifactKinds.flatMap((kind) => {
    const own = byKind.get(kind);
    return own === undefined ? [] : [[kind, summarize(own)] as const];
  });
  return Object.fromEntries(rows);
}

function reported({
  version,
  type,
  file,
  size,
  finding,
  checks,
}: AuditedArtifact): ReportedArtifact {
  return {
    file,
    version: version.text,
    series: seriesOf(version),
    kind: type.kind,
    ...(type.format === undefined ? {} : { format: type.format }),
    ...(size === undefined ? {} : { size }),
    verdict: finding.verdict,
    ...(finding.verdict === "verified"
      ? { signature: finding.signature }
      : { failure: finding.failure }),
    ...(finding.verdict === "refused" && finding.claimed !== undefined
      ? { claimed: finding.claimed }
      : {}),
    ...(checks.length === 0
      ? {}
      : { checks: Object.fromEntries(checks.map(({ check, outcome }) => [check, outcome])) }),
  };
}
