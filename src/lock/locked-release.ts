import { redactUrl } from "../base/redact-url.ts";
import type { CertificateIdentity } from "../release/certificate-identity.ts";
import type { TarballFormat } from "../release/release.ts";
import type { SourceTarball } from "../release/source-tarball.ts";
import type { PythonVersion } from "../release/version.ts";
import type { SignedFacts } from "./signed-facts.ts";
import { rfc3339 } from "../base/rfc3339.ts";

/** One release as a lockfile has it: all that decides which bytes are accepted, and who signed them. */
export interface LockedRelease {
  readonly version: PythonVersion;
  readonly format: TarballFormat;
  /** where both files lie, a folder URL that ends in a slash; it decides nothing */
  readonly mirror: string;
  readonly tarballUrl: string;
  readonly tarballSha256: string;
  readonly bundleUrl: string;
  readonly bundleSha256: string;
  readonly signer: CertificateIdentity;
  /** RFC 3339 */
  readonly signedAt: string;
  readonly logIndex: number;
  /** where a person can look the entry up; a lockfile that was read does not tell */
  readonly logUrl: string | undefined;
  /**
   * Whether the tarball was read to prove that it is this version. A signature covers the digest
   * alone, so without it the version is what the mirror says, until a fetch proves it.
   */
  readonly releaseProven: boolean;
}

/** Locks a release as it was verified. */
export function lockRelease(
  artifact: SourceTarball,
  verification: SignedFacts,
  releaseProven: boolean,
): LockedRelease {
  const tarballUrl = redactUrl(artifact.url);
  return {
    version: artifact.release.version,
    format: artifact.format,
    mirror: mirrorOf(tarballUrl),
    tarballUrl,
    tarballSha256: verification.sha256,
    bundleUrl: redactUrl(artifact.bundleUrl),
    bundleSha256: verification.bundle.sha256,
    signer: verification.signer,
    signedAt: rfc3339(verification.signedAt),
    logIndex: firstLogIndex(verification),
    logUrl: verification.transparencyLog[0]?.url,
    releaseProven,
  };
}

/** The log index of a verification, which has at least one entry. */
export function firstLogIndex({ transparencyLog: [first] }: SignedFacts): number {
  if (first === undefined) throw new Error("a verified bundle without a log entry");
  return first.logIndex;
}

/** `…/3.14.0/Python-3.14.0.tar.xz` lies two levels below. */
function mirrorOf(tarballUrl: string): string {
  return new URL("..", tarballUrl).href;
}
