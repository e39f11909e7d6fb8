import type { ListedTarball } from "../source/listing.ts";
import { type FailureCode, PyverifyError } from "../base/errors.ts";
import type { StageContext } from "../base/progress.ts";
import { type SourceTarball, sourceTarball } from "../release/source-tarball.ts";
import { signingExpectation } from "../release/signing-history.ts";
import type { TrustedRoot } from "../trust/trusted-root.ts";
import { parseBundle } from "../verify/bundle.ts";
import { verifyDigest } from "../verify/verify.ts";
import type { AuditedTarball, Finding } from "./audited-tarball.ts";
import { type Check, checksOfRefusal, checksPassed } from "./checks.ts";
import type { ReleaseSource } from "../source/release-source.ts";
import { claimedFacts, verifiedFacts } from "./signature-facts.ts";

export interface Examination {
  readonly source: ReleaseSource;
  readonly root: TrustedRoot;
  /** whether the tarballs are fetched too, and their own digests verified */
  readonly full: boolean;
}

/**
 * Examines one source tarball. Without the tarball, the digest to verify is the one that the bundle
 * itself names, since python.org publishes no other beside it: that proves that a release manager
 * of the series signed something, and the log and certificate with it, yet not which file.
 *
 * @throws whatever is not about this tarball: a bug, or the signal's reason
 */
export async function examine(
  listed: ListedTarball,
  examination: Examination,
  context: StageContext,
): Promise<AuditedTarball> {
  const { version, format } = listed;
  const file = `Python-${version.text}.${format}`;
  const settle = (finding: Finding, checks: readonly Check[] = []): AuditedTarball => ({
    version,
    format,
    file,
    finding,
    checks,
  });
  if (!listed.hasBundle && signingExpectation(version) === "before-sigstore") {
    return settle(unsigned(listed, file));
  }
  let bundle: Buffer | undefined;
  try {
    const { source } = examination;
    const named = sourceTarball(version, { format, mirror: source.mirror });
    bundle = await source.bundle(named, context);
    if (bundle === undefined) return settle(missing(file));
    const verification = verifyDigest(
      await digestToVerify(named, bundle, examination, context),
      bundle,
      named.release.signers,
      examination.root,
    );
    const signature = verifiedFacts(verification, named.release.series);
    return settle({ verdict: "verified", signature }, checksPassed(examination.full));
  } catch (error) {
    context.signal.throwIfAborted();
    if (!(error instanceof PyverifyError)) throw error;
    const { code, message, because } = error;
    const failure = { code, message, because };
    if (error.kind === "network" || error.kind === "filesystem" || code === "tarball-not-found") {
      return settle({ verdict: "unreachable", failure });
    }
    if (error.kind !== "verification" && code !== "unknown-series") throw error;
    return settle(
      { verdict: "refused", failure, claimed: bundle && claimedFacts(bundle) },
      checksOfRefusal(code, examination.full),
    );
  }
}

async function digestToVerify(
  named: SourceTarball,
  bundle: Buffer,
  { source, full }: Examination,
  context: StageContext,
): Promise<string> {
  if (!full) return parseBundle(bundle).digest;
  const tarball = await source.tarball(named, context);
  if (tarball === undefined) {
    throw new PyverifyError("release", "tarball-not-found", `${named.fileName} is not there`, {
      because: "the audit is a full one, and the bundle lies there without its tarball",
    });
  }
  return tarball.sha256;
}

function unsigned({ hasDetachedSignature }: ListedTarball, file: string): Finding {
  return {
    verdict: "unsigned",
    failure: {
      code: "not-signed" satisfies FailureCode,
      message: `${file} has no Sigstore bundle`,
      because: hasDetachedSignature
        ? "it is from before the bundles, and has only a detached .sig and .crt, which prove no time"
        : "it is from before its series was signed with Sigstore",
    },
  };
}

function missing(file: string): Finding {
  return {
    verdict: "missing",
    failure: {
      code: "bundle-not-found" satisfies FailureCode,
      message: `${file} has no Sigstore bundle`,
      because: "every release of its series has had one since before it was made",
    },
  };
}
