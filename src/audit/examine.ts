import type { ListedArtifact } from "../source/listing/listed-artifact.ts";
import { type FailureCode, PyverifyError } from "../base/errors.ts";
import type { StageContext } from "../base/progress.ts";
import type { HashedBytes } from "../files/hashed-bytes.ts";
import { type Artifact, artifact } from "../release/artifact.ts";
import { artifactName } from "../release/artifact-types.ts";
import { signingExpectation } from "../release/signing-history.ts";
import type { TrustedRoot } from "../trust/trusted-root.ts";
import { parseBundle } from "../verify/bundle/bundle.ts";
import { verifyDigest } from "../verify/verify.ts";
import type { AuditedArtifact, Finding } from "./audited-artifact.ts";
import { type Check, checksOfRefusal, checksPassed } from "./checks.ts";
import { Absence } from "../source/absence.ts";
import type { ArtifactFiles, ReleaseSource } from "../source/release-source.ts";
import { claimedFacts, verifiedFacts } from "./signature-facts.ts";

export interface Examination {
  readonly source: ReleaseSource;
  readonly root: TrustedRoot;
  /** whether the files are fetched too, and their own digests verified */
  readonly full: boolean;
  /** whether verified bundles are kept, for a feed */
  readonly keepBundles: boolean;
}

/**
 * Examines one file of a release. Without the file itself, the digest to verify is the one that its
 * bundle names: that proves that a release manager of the series signed something, and the log and
 * certificate with it, yet not which file.
 *
 * @throws whatever is not about this file: a bug, or the signal's reason
 */
export async function examine(
  listed: ListedArtifact,
  examination: Examination,
  context: StageContext,
): Promise<AuditedArtifact> {
  const { version, type } = listed;
  const file = artifactName(version, type);
  let { size } = listed;
  const settle = (finding: Finding, checks: readonly Check[] = []): AuditedArtifact => ({
    version,
    type,
    file,
    size,
    finding,
    checks,
  });
  if (!listed.hasBundle && signingExpectation(version, type.kind) === "before-sigstore") {
    return settle(unsigned(listed, file));
  }
  const { source, root, full } = examination;
  let bundle: Buffer | undefined;
  try {
    const named = artifact(version, type, { mirror: source.mirror });
    const verification = await source.judged(
      named,
      async (files) => {
        const found = await files.bundle(named, context);
        if (found instanceof Absence) return undefined;
        bundle = found.bytes;
        const content = full ? await ownContent(named, files, context) : undefined;
        size = content?.bytes.length ?? size;
        const sha256 = content?.sha256 ?? parseBundle(found.bytes).digest;
        const verified = verifyDigest(sha256, found.bytes, named.release.signers, root);
        await files.keep(context);
        return verified;
      },
      context,
    );
    if (verification === undefined) return settle(missing(file));
    const signature = verifiedFacts(verification, named.release.series);
    const settled = settle({ verdict: "verified", signature }, checksPassed(full));
    if (!examination.keepBundles || bundle === undefined) return settled;
    // A copy: what was received lies in memory for the longest bundle that there could be.
    return { ...settled, bundle: { bytes: Buffer.from(bundle), listedAs: listed.bundleAs } };
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
      checksOfRefusal(code, full),
    );
  }
}

async function ownContent(
  named: Artifact,
  files: ArtifactFiles,
  context: StageContext,
): Promise<HashedBytes> {
  const content = await files.artifact(named, context);
  if (!(content instanceof Absence)) return content;
  throw new PyverifyError("release", "tarball-not-found", `${named.fileName} is not there`, {
    because: "the audit is a full one, and the bundle lies there without its file",
  });
}

function unsigned({ hasDetachedSignature }: ListedArtifact, file: string): Finding {
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
