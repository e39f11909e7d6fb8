import { PyverifyError } from "../base/errors.ts";
import type { SourceTarball } from "../release/source-tarball.ts";
import type { SignedFacts } from "./signed-facts.ts";
import { firstLogIndex, type LockedRelease } from "./locked-release.ts";
import { rfc3339 } from "../base/rfc3339.ts";

/**
 * Accepts a verified release only if it is exactly the one that is locked.
 *
 * @throws {PyverifyError} verification/lock-mismatch, which names every field that differs
 */
export function requireLocked(
  locked: LockedRelease,
  artifact: SourceTarball,
  verification: SignedFacts,
): void {
  const fields: readonly (readonly [name: string, locked: string, found: string])[] = [
    ["version", locked.version.text, artifact.release.version.text],
    ["format", locked.format, artifact.format],
    ["tarball-sha256", locked.tarballSha256, verification.sha256],
    ["bundle-sha256", locked.bundleSha256, verification.bundle.sha256],
    ["certificate-identity", locked.signer.subject, verification.signer.subject],
    ["certificate-oidc-issuer", locked.signer.issuer, verification.signer.issuer],
    ["signed-at", locked.signedAt, rfc3339(verification.signedAt)],
    ["log-index", String(locked.logIndex), String(firstLogIndex(verification))],
  ];
  const different = fields.filter(([, wanted, found]) => wanted !== found);
  if (different.length === 0) return;
  throw new PyverifyError(
    "verification",
    "lock-mismatch",
    `${artifact.fileName} is not what is locked: ${different.map(([name]) => name).join(", ")}`,
    {
      because: different
        .map(([name, wanted, found]) => `${name} is ${found}, and ${wanted} is locked`)
        .join("; "),
      hint: "it is signed, yet it has changed: find out why before you renew the lock with pyverify pin",
    },
  );
}
