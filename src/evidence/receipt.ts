import { redactUrl } from "../base/redact-url.ts";
import type { ComparedTag } from "../compare/tag-mismatch.ts";
import type { SourceTree } from "../extract/extract.ts";
import type { TarballFormat } from "../release/release.ts";
import type { Series } from "../release/version.ts";
import type { TrustedRootFacts } from "../trust/trusted-root.ts";
import { type Override, overridesOf } from "../verify/overrides.ts";
import { type TransparencyLogEntry } from "../verify/verification.ts";
import { pyverifyVersion } from "../base/pyverify-version.ts";
import { rfc3339 } from "../base/rfc3339.ts";

/**
 * The record of a fetch, which a build can show afterwards. Depends on the release and on pyverify
 * alone: no clock, no host name. The values that are facts of the run are the URLs' mirror, the
 * trusted root, and the path.
 */
export interface Receipt {
  readonly mediaType: typeof receiptMediaType;
  readonly release: {
    readonly version: string;
    readonly series: Series;
    readonly format: TarballFormat;
    readonly tarballUrl: string;
    readonly bundleUrl: string;
  };
  readonly tarball: { readonly sha256: string; readonly size: number };
  readonly bundle: { readonly sha256: string; readonly mediaType: string };
  readonly signer: {
    readonly identity: string;
    readonly issuer: string;
    readonly certificateSerial: string;
  };
  readonly transparencyLog: readonly TransparencyLogEntry[];
  /** RFC 3339, in UTC */
  readonly signedAt: string;
  readonly trustedRoot: TrustedRootFacts;
  /** what was accepted in the place of what is built in; absent where nothing was */
  readonly overrides?: readonly Override[];
  /** the tag that every file of the tree was compared with; absent where none was given */
  readonly tag?: TagFacts;
  readonly tree: { readonly path: string; readonly files: number; readonly digest: string };
  readonly pyverify: { readonly version: string };
}

export const receiptMediaType = "application/vnd.pyverify.receipt+json;version=1";

/** The tag of a release, as documents tell of it. */
export interface TagFacts {
  /** git's name of the commit; null where the checkout had no repository */
  readonly commit: string | null;
  /** git's name of the commit's files */
  readonly tree: string | null;
}

/** What documents say of a tag. */
export function tagFacts({ commit, tree }: ComparedTag): TagFacts {
  return { commit: commit ?? null, tree: tree ?? null };
}

/** What was accepted in the place of what is built in. */
export function treeOverrides({ tarball: { artifact, verification } }: SourceTree): Override[] {
  const { isSignerOverridden } = artifact.release;
  return overridesOf({ isSignerOverridden, mirror: artifact.mirror }, verification);
}

/**
 * The receipt of a source tree. `schemas/receipt.schema.json` and `docs/receipts.md` describe it.
 *
 * @param path where the tree lies, or is to lie
 */
export function receipt(tree: SourceTree, tag: ComparedTag | undefined, path = tree.path): Receipt {
  const { artifact, verification, bytes } = tree.tarball;
  const { release, format } = artifact;
  const overrides = treeOverrides(tree);
  return {
    mediaType: receiptMediaType,
    release: {
      version: release.version.text,
      series: release.series,
      format,
      tarballUrl: redactUrl(artifact.url),
      bundleUrl: redactUrl(artifact.bundleUrl),
    },
    tarball: { sha256: verification.sha256, size: bytes.length },
    bundle: verification.bundle,
    signer: {
      identity: verification.signer.subject,
      issuer: verification.signer.issuer,
      certificateSerial: verification.certificateSerial,
    },
    transparencyLog: verification.transparencyLog,
    signedAt: rfc3339(verification.signedAt),
    trustedRoot: verification.trustedRoot,
    ...(overrides.length === 0 ? {} : { overrides }),
    ...(tag === undefined ? {} : { tag: tagFacts(tag) }),
    tree: { path, files: tree.files, digest: tree.digest },
    pyverify: { version: pyverifyVersion },
  };
}
