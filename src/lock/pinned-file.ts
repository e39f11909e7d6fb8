import { redactUrl } from "../base/redact-url.ts";
import { rfc3339 } from "../base/rfc3339.ts";
import type { Artifact } from "../release/artifact.ts";
import { type ArtifactType, sourceType } from "../release/artifact-types.ts";
import type { CertificateIdentity } from "../release/certificate-identity.ts";
import type { PythonVersion } from "../release/version.ts";
import type { SignedFacts } from "./signed-facts.ts";
import { firstLogIndex, type LockedRelease } from "./locked-release.ts";

/** One file of a release with the digest that was signed, for whoever keeps it. */
export interface PinnedFile {
  readonly version: PythonVersion;
  readonly type: ArtifactType;
  readonly url: string;
  readonly sha256: string;
  readonly bundleUrl: string;
  readonly bundleSha256: string;
  readonly signer: CertificateIdentity;
  /** RFC 3339 */
  readonly signedAt: string;
  readonly logIndex: number;
  readonly logUrl: string | undefined;
  /** whether the file was read to prove that it is of this version */
  readonly releaseProven: boolean;
}

/** Pins a file as it was verified. */
export function pinFile(
  { release, type, url, bundleUrl }: Artifact,
  verification: SignedFacts,
  releaseProven: boolean,
): PinnedFile {
  return {
    version: release.version,
    type,
    url: redactUrl(url),
    sha256: verification.sha256,
    bundleUrl: redactUrl(bundleUrl),
    bundleSha256: verification.bundle.sha256,
    signer: verification.signer,
    signedAt: rfc3339(verification.signedAt),
    logIndex: firstLogIndex(verification),
    logUrl: verification.transparencyLog[0]?.url,
    releaseProven,
  };
}

/** The tarball of a locked release. */
export function pinnedTarball(locked: LockedRelease): PinnedFile {
  const { format, tarballUrl: url, tarballSha256: sha256 } = locked;
  return { ...locked, type: sourceType(format), url, sha256 };
}
