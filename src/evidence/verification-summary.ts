import { createHash } from "node:crypto";
import { redactUrl } from "../base/redact-url.ts";
import type { ComparedTag } from "../compare/tag-mismatch.ts";
import type { SourceTree } from "../extract/extract.ts";
import { tagFacts, treeOverrides } from "./receipt.ts";
import { pyverifyVersion } from "../base/pyverify-version.ts";

/** in-toto's description of anything that has a digest. */
interface ResourceDescriptor {
  readonly name?: string;
  readonly uri?: string;
  readonly digest: { readonly sha256: string };
  readonly mediaType?: string;
  /** base64 */
  readonly content?: string;
}

/** `vsa.intoto.json`: an in-toto statement with SLSA's verification summary as its predicate. */
export interface VerificationSummary {
  readonly _type: "https://in-toto.io/Statement/v1";
  readonly subject: readonly ResourceDescriptor[];
  readonly predicateType: "https://slsa.dev/verification_summary/v1";
  readonly predicate: {
    readonly verifier: { readonly id: string; readonly version: Readonly<Record<string, string>> };
    readonly resourceUri: string;
    readonly policy: ResourceDescriptor;
    readonly inputAttestations: readonly ResourceDescriptor[];
    readonly verificationResult: "PASSED";
    readonly verifiedLevels: readonly string[];
    readonly slsaVersion: "1.1";
  };
}

export const verifierId = "https://github.com/pyverify/pyverify";
export const policyUri = `${verifierId}/blob/main/docs/receipts.md#policy`;

/**
 * Neither says anything about how the release was built: there is no provenance to evaluate. The
 * first is SLSA's word for that, the second pyverify's own for what was verified.
 */
export const verifiedLevels = [
  "SLSA_BUILD_LEVEL_UNEVALUATED",
  "PYVERIFY_SIGNED_SOURCE_RELEASE",
] as const;

/**
 * States that a tarball passed. Not signed: whoever vouches for the run that made it signs it, with
 * `cosign attest` for instance. It has no time of verification, so that it is reproducible.
 *
 * @see https://slsa.dev/spec/v1.1/verification_summary
 * @see https://github.com/in-toto/attestation/blob/main/spec/v1/statement.md
 */
export function verificationSummary(
  tree: SourceTree,
  tag: ComparedTag | undefined,
): VerificationSummary {
  const { artifact, verification } = tree.tarball;
  return {
    _type: "https://in-toto.io/Statement/v1",
    subject: [{ name: artifact.fileName, digest: { sha256: verification.sha256 } }],
    predicateType: "https://slsa.dev/verification_summary/v1",
    predicate: {
      verifier: { id: verifierId, version: { pyverify: pyverifyVersion } },
      resourceUri: redactUrl(artifact.url),
      policy: policyDescriptor(tree, tag),
      inputAttestations: [
        {
          uri: redactUrl(artifact.bundleUrl),
          digest: { sha256: verification.bundle.sha256 },
          mediaType: verification.bundle.mediaType,
        },
      ],
      verificationResult: "PASSED",
      verifiedLevels,
      slsaVersion: "1.1",
    },
  };
}

/**
 * The policy that the release was held against, whole, so that nobody has to look it up: whom it
 * accepts, and on whose keys all rests. With other keys, anybody is anybody.
 */
function policyDescriptor(tree: SourceTree, tag: ComparedTag | undefined): ResourceDescriptor {
  const { artifact, verification } = tree.tarball;
  const { release, sha256 } = artifact;
  const overrides = treeOverrides(tree);
  const policy = {
    release: release.version.text,
    signedByOneOf: release.signers.map(({ subject, issuer }) => ({ identity: subject, issuer })),
    ...(sha256 === undefined ? {} : { tarballSha256: sha256 }),
    trustedRoot: verification.trustedRoot,
    ...(tag === undefined ? {} : { madeOfTag: tagFacts(tag) }),
    ...(overrides.length === 0 ? {} : { overrides }),
  };
  const content = Buffer.from(JSON.stringify(policy), "utf8");
  return {
    uri: policyUri,
    digest: { sha256: createHash("sha256").update(content).digest("hex") },
    mediaType: "application/json",
    content: content.toString("base64"),
  };
}
