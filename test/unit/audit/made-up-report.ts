import {
  type AuditReport,
  type ReportedArtifact,
  reportMediaType,
} from "../../../src/audit/report/report.ts";
import type { Verdict } from "../../../src/audit/audited-artifact.ts";
import { parseVersion, seriesOf } from "../../../src/release/version.ts";

/** A report with one tarball for each version and its verdict. */
export function madeUpReport(
  verdicts: Readonly<Record<string, Verdict>>,
  change: (tarball: ReportedArtifact) => ReportedArtifact = (tarball) => tarball,
): AuditReport {
  const artifacts = Object.entries(verdicts).map(([version, verdict]) =>
    change(madeUpTarball(version, verdict)),
  );
  const summary = { verified: 0, refused: 0, missing: 0, unreachable: 0, unsigned: 0 };
  for (const { verdict } of artifacts) summary[verdict] += 1;
  return {
    mediaType: reportMediaType,
    source: { type: "mirror", url: "https://mirror.example/python/" },
    scope: { series: [], kinds: ["source"], formats: ["tar.xz"], full: false },
    trustedRoot: { origin: "embedded", sha256: "0".repeat(64) },
    summary,
    kinds: { source: summary },
    artifacts,
    pyverify: { version: "0.0.0" },
  };
}

function madeUpTarball(version: string, verdict: Verdict): ReportedArtifact {
  const base = {
    file: `Python-${version}.tar.xz`,
    version,
    series: seriesOf(parseVersion(version)),
    kind: "source",
    format: "tar.xz",
    verdict,
  } as const;
  if (verdict !== "verified") {
    const failure = { code: "made-up", message: "made up", because: undefined };
    return { ...base, failure };
  }
  return {
    ...base,
    signature: {
      sha256: "1".repeat(64),
      identity: "hugo@python.org",
      issuer: "https://github.com/login/oauth",
      releaseManager: "Hugo van Kemenade",
      certificateSerial: "2a",
      signedAt: "2026-03-01T12:00:00Z",
      transparencyLog: [{ logIndex: 1, url: "https://search.sigstore.dev/?logIndex=1" }],
      bundle: {
        sha256: "2".repeat(64),
        mediaType: "application/vnd.dev.sigstore.bundle.v0.3+json",
      },
    },
  };
}
