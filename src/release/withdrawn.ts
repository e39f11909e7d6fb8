/*
 * Genuine signatures that must not be accepted all the same. Sigstore has no way to take a signature
 * back: the log keeps every entry, and the certificate was valid when it signed. So what was withdrawn
 * is listed here. An entry needs a public source that shows both what was withdrawn and what took its
 * place, and a review by a second person: see docs/withdrawn.md.
 */

/** A file that was signed and then taken back. */
export interface WithdrawnFile {
  /** in lower-case hex */
  readonly sha256: string;
  readonly file: string;
  /** what happened, as a part of a sentence: "it was …" */
  readonly because: string;
  /** the digest of what took its place, in lower-case hex */
  readonly replacedBy: string;
  /** where it can be looked up */
  readonly sources: readonly string[];
}

/** A signing certificate whose signatures were taken back. */
export interface RevokedCertificate {
  /** in lower-case hex */
  readonly serial: string;
  /** what happened, as a part of a sentence: "it …" */
  readonly because: string;
  readonly sources: readonly string[];
}

export const withdrawnFiles: readonly WithdrawnFile[] = [
  {
    sha256: "bfbb9b63e072b21c44ae20da14dd8ef14fa8c0cb632d93924d5defd5db2eded3",
    file: "Python-3.14.0a5.tgz",
    because: "it was signed on 2025-02-11, and replaced by another file on the day after",
    replacedBy: "fba0418c29c6ff0c1e7b3c6872a8a611aab472373adbdb831b99456f87549800",
    sources: [logEntry(170_370_801), logEntry(170_570_081)],
  },
  {
    sha256: "e42d91d6dd3016bfc2f6f96c1129b40ca6d8f6e1bf3b30a11de146d930f43b32",
    file: "Python-3.14.0a5.tar.xz",
    because: "it was signed on 2025-02-11, and replaced by another file on the day after",
    replacedBy: "74e83f26de1e4fb9eef1b56492cff92508834bb71ac13f5c580438ce9f093682",
    sources: [
      dockerLibrary("5d789378a78ab4f432ba8393eab1205d666e5205"),
      dockerLibrary("4ce3b2aefd280671a82d7fe0b0f4b249f6af4198"),
      logEntry(170_570_053),
    ],
  },
  {
    sha256: "e6e6dbaec482b22bf2651b80ee46bd450fd623a842c0f630a670d1948bbb0dad",
    file: "python-3.13.10-amd64.exe",
    because: "it was signed on 2025-12-02, and replaced by another file on the same day",
    replacedBy: "ab30cd76655c6c91243b4f4d5a8499020f6503aa58e92b3e2e94ae4af7353257",
    sources: [
      dockerLibrary("ea5fb09c192eb14cf7ac15a642037444aa16a6ad"),
      dockerLibrary("479bd1eb172bda89edeaef474400cf65ae2b6488"),
      logEntry(737_358_905),
    ],
  },
];

export const revokedCertificates: readonly RevokedCertificate[] = [
  {
    serial: "657428cfd8a02b9bee5cf3f88d5dbc58ea232218",
    because:
      "it signed an installer of 3.11.4, a series that its owner does not manage, and the release manager signed it anew on 2024-09-03",
    sources: [logEntry(23_000_137), logEntry(127_286_015)],
  },
];

/** The entry of a withdrawn digest. */
export function findWithdrawnFile(sha256: string): WithdrawnFile | undefined {
  return withdrawnFiles.find((entry) => entry.sha256 === sha256);
}

/** The entry of a revoked certificate. */
export function findRevokedCertificate(serial: string): RevokedCertificate | undefined {
  return revokedCertificates.find((entry) => entry.serial === serial);
}

/** An entry of Sigstore's public log. */
function logEntry(logIndex: number): string {
  return `https://search.sigstore.dev/?logIndex=${logIndex}`;
}

/** A commit of docker-library's Python images, whose digests are copied out of the bundles. */
function dockerLibrary(commit: string): string {
  return `https://github.com/docker-library/python/commit/${commit}`;
}
