import { redactUrl } from "../base/redact-url.ts";
import type { SourceTree } from "../extract/extract.ts";
import type { PythonVersion } from "../release/version.ts";

/** CPython itself, as both kinds of SBOM describe it. */
export interface SourcePackage {
  readonly name: "CPython";
  readonly version: string;
  readonly fileName: string;
  readonly purl: string;
  readonly cpe: string;
  readonly sha256: string;
  readonly downloadUrl: string;
  readonly signatureUrl: string;
  readonly signatureSha256: string;
  /** who signed, in a sentence */
  readonly signature: string;
  /** undefined where another than a release manager signed: then nothing says who ships it */
  readonly supplier: Supplier | undefined;
}

interface Supplier {
  readonly name: string;
  readonly url: string;
}

const supplier = { name: "Python Software Foundation", url: "https://www.python.org/psf/" };

/** The SPDX identifier of CPython's licence, as python.org's own SBOMs state it. */
export const licence = "PSF-2.0";

/** Describes the source tarball of a tree. */
export function sourcePackage({ tarball: { artifact, verification } }: SourceTree): SourcePackage {
  const downloadUrl = redactUrl(artifact.url);
  return {
    name: "CPython",
    version: artifact.release.version.text,
    fileName: artifact.fileName,
    purl: packageUrl(artifact.release.version, verification.sha256, downloadUrl),
    cpe: cpe23(artifact.release.version),
    sha256: verification.sha256,
    downloadUrl,
    signatureUrl: redactUrl(artifact.bundleUrl),
    signatureSha256: verification.bundle.sha256,
    signature: `Sigstore bundle; signed by ${verification.signer.subject} (${verification.signer.issuer})${artifact.release.isSignerOverridden ? `, in place of the release manager of CPython ${artifact.release.series}` : ""}`,
    supplier: artifact.release.isSignerOverridden ? undefined : supplier,
  };
}

/**
 * A package URL: there is no package manager that CPython's source comes from, so it is generic,
 * and tells where the file lies and what its digest is.
 *
 * @see https://github.com/package-url/purl-spec/blob/main/types-doc/generic-definition.md
 */
function packageUrl({ text }: PythonVersion, sha256: string, downloadUrl: string): string {
  // A colon stays as it is; qualifiers are sorted by name.
  const location = encodeURIComponent(downloadUrl).replaceAll("%3A", ":");
  return `pkg:generic/python@${text}?checksum=sha256:${sha256}&download_url=${location}`;
}

const cpeUpdates = { a: "alpha", b: "beta", rc: "rc" } as const;

/**
 * The name that vulnerability databases know the release by; theirs has the phase of a pre-release
 * in a field of its own.
 *
 * @see https://nvd.nist.gov/products/cpe
 */
function cpe23({ major, minor, micro, prerelease }: PythonVersion): string {
  const update =
    prerelease === undefined ? "*" : `${cpeUpdates[prerelease.phase]}${prerelease.number}`;
  return `cpe:2.3:a:python:python:${major}.${minor}.${micro}:${update}:*:*:*:*:*:*`;
}
