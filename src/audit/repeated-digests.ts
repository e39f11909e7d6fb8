import type { AuditedTarball } from "./audited-tarball.ts";
import { checksOfRefusal } from "./checks.ts";
import { groupBy } from "../base/group-by.ts";

/**
 * Refuses verified tarballs that share a digest. A bundle names neither file nor version, so the
 * genuine bundle of one release verifies in another's place as well; but no two of CPython's
 * tarballs are the same, so that one of the two is then not what its name says.
 */
export function refuseRepeatedDigests(
  tarballs: readonly AuditedTarball[],
  full: boolean,
): AuditedTarball[] {
  const byDigest = groupBy(tarballs, ({ finding }) =>
    finding.verdict === "verified" ? finding.signature.sha256 : undefined,
  );
  return tarballs.map((tarball) => {
    if (tarball.finding.verdict !== "verified") return tarball;
    const { signature } = tarball.finding;
    const others = (byDigest.get(signature.sha256) ?? []).filter((other) => other !== tarball);
    if (others.length === 0) return tarball;
    const names = others.map((other) => other.file).join(", ");
    return {
      ...tarball,
      finding: {
        verdict: "refused",
        failure: {
          code: "release-mismatch",
          message: `the bundle of ${tarball.file} signs the same file as that of ${names}`,
          because: "no two source tarballs are the same, so one of these names is wrong",
        },
        claimed: signature,
      },
      checks: checksOfRefusal("release-mismatch", full),
    };
  });
}
