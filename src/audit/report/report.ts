import { pyverifyVersion } from "../../base/pyverify-version.ts";
import type { TarballFormat } from "../../release/release.ts";
import { type Series, seriesOf } from "../../release/version.ts";
import type { Audit } from "../audit.ts";
import {
  type AuditedTarball,
  type FindingFailure,
  type SignatureClaim,
  type SignatureFacts,
  type Verdict,
  verdicts,
} from "../audited-tarball.ts";
import type { CheckName, CheckOutcome } from "../checks.ts";
import type { SourceDescription } from "../../source/release-source.ts";
import type { TrustedRootFacts } from "../../trust/trusted-root.ts";
import { formatJson } from "../../base/json.ts";

export const reportMediaType = "application/vnd.pyverify.audit+json;version=1";

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
    readonly formats: readonly TarballFormat[];
    /** whether the tarballs' own digests were verified, or those that the bundles name */
    readonly full: boolean;
  };
  readonly trustedRoot: TrustedRootFacts;
  readonly summary: Readonly<Record<Verdict, number>>;
  /** from the oldest version to the newest, and by format */
  readonly tarballs: readonly ReportedTarball[];
  readonly pyverify: { readonly version: string };
}

export interface ReportedTarball {
  readonly file: string;
  readonly version: string;
  readonly series: Series;
  readonly format: TarballFormat;
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
    scope: { series: audit.series, formats: audit.formats, full: audit.full },
    trustedRoot: audit.trustedRoot,
    summary: summarize(audit.tarballs),
    tarballs: audit.tarballs.map(reported),
    pyverify: { version: pyverifyVersion },
  };
}

/** The text of a report's file. */
export function serializeReport(report: AuditReport): string {
  return formatJson(report);
}

function summarize(tarballs: readonly AuditedTarball[]): Record<Verdict, number> {
  const counts = { verified: 0, refused: 0, missing: 0, unreachable: 0, unsigned: 0 };
  for (const verdict of verdicts) {
    counts[verdict] = tarballs.filter(({ finding }) => finding.verdict === verdict).length;
  }
  return counts;
}

function reported({ version, format, file, finding, checks }: AuditedTarball): ReportedTarball {
  return {
    file,
    version: version.text,
    series: seriesOf(version),
    format,
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
