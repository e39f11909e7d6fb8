import type { AuditedArtifact } from "./audited-artifact.ts";
import { checksOfRefusal } from "./checks.ts";
import { groupBy } from "../base/group-by.ts";

/**
 * Refuses verified files that share a digest. A bundle names neither file nor version, so the
 * genuine bundle of one release verifies in another's place as well; but no two of CPython's
 * files are the same, so that one of the two is then not what its name says.
 */
export function refuseRepeatedDigests(
  artifacts: readonly AuditedArtifact[],
  full: boolean,
): AuditedArtifact[] {
  const byDigest = groupBy(artifacts, ({ finding }) =>
    finding.verdict === "verified" ? finding.signature.sha256 : undefined,
  );
  return artifacts.map((artifact) => {
    if (artifact.finding.verdict !== "verified") return artifact;
    const { signature } = artifact.finding;
    const others = (byDigest.get(signature.sha256) ?? []).filter((other) => other !== artifact);
    if (others.length === 0) return artifact;
    const names = others.map((other) => other.file).join(", ");
    return {
      ...artifact,
      finding: {
        verdict: "refused",
        failure: {
          code: "release-mismatch",
          message: `the bundle of ${artifact.file} signs the same file as that of ${names}`,
          because:
            "no two files of CPython's releases are the same, so one of these names is wrong",
        },
        claimed: signature,
      },
      checks: checksOfRefusal("release-mismatch", full),
    };
  });
}
