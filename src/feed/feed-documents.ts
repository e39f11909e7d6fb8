import type { AuditedBundle } from "../audit/audited-artifact.ts";
import type { AuditReport, ReportedArtifact } from "../audit/report/report.ts";
import type { CheckName, CheckOutcome } from "../audit/checks.ts";
import { groupBy } from "../base/group-by.ts";
import type { ArtifactKind } from "../release/artifact-types.ts";
import { pythonOrg } from "../release/release.ts";
import { identitySources, signedSeries } from "../release/release-managers.ts";
import { compareVersions, folderOf, parseVersion, type PythonVersion } from "../release/version.ts";

/*
 * What a feed says, as JSON. It is a promise to those who read it: under `v1/` fields may be added, and
 * none changes its name or meaning. There is no clock in it and no name of a machine, and the order is
 * fixed, so that a nightly commit shows what has changed and nothing else.
 */

export const feedMediaTypes = {
  index: "application/vnd.pyverify.feed.index+json;version=1",
  release: "application/vnd.pyverify.feed.release+json;version=1",
  identities: "application/vnd.pyverify.feed.identities+json;version=1",
} as const;

/** What the promise about a feed's documents is called, and where they lie: another would lie beside it. */
export const feedVersion = "v1";

/** `index.json`: which releases there are, and what is not among them. */
export interface FeedIndex {
  readonly mediaType: typeof feedMediaTypes.index;
  /** from the oldest to the newest */
  readonly releases: readonly FeedEntry[];
  /** what lies at the source and did not verify */
  readonly notVerified: readonly NotVerified[];
  readonly scope: AuditReport["scope"];
  readonly trustedRoot: { readonly origin: string; readonly sha256: string };
  readonly pyverify: { readonly version: string };
}

export interface FeedEntry {
  readonly version: string;
  readonly series: string;
  /** relative to the index */
  readonly url: string;
  readonly sums: string;
  /** the latest time at which one of its files was signed */
  readonly signedAt: string;
  readonly artifacts: number;
  /** the source tarball, the .tar.xz where there are both: what most who read a feed want */
  readonly source?: { readonly file: string; readonly sha256: string } | undefined;
}

export interface NotVerified {
  readonly file: string;
  readonly version: string;
  readonly verdict: ReportedArtifact["verdict"];
  readonly code: string;
  readonly message: string;
  readonly because?: string | undefined;
}

/** `3.14.0.json`: the files of one release. */
export interface FeedRelease {
  readonly mediaType: typeof feedMediaTypes.release;
  readonly version: string;
  readonly series: string;
  /** by name */
  readonly artifacts: readonly FeedArtifact[];
}

export interface FeedArtifact {
  readonly file: string;
  /** as `--artifact` calls it: `source`, `windows-amd64`, `macos` */
  readonly kind: ArtifactKind;
  /** where python.org has it; mirrors carry the same tree */
  readonly url: string;
  readonly sha256: string;
  /**
   * In bytes: its own where `checks.digest` has passed, otherwise as the mirror lists it, which
   * nobody has signed; absent where a listing rounds
   */
  readonly size?: number | undefined;
  readonly signer: {
    readonly name?: string | undefined;
    readonly identity: string;
    readonly issuer: string;
  };
  readonly signedAt: string;
  readonly transparencyLog: readonly {
    readonly logIndex: number;
    readonly url?: string | undefined;
  }[];
  readonly bundle: {
    readonly url: string;
    readonly sha256: string;
    /** the bundle in the feed itself, relative to this document */
    readonly copy?: string | undefined;
  };
  /** what was checked, and what was not */
  readonly checks: Readonly<Partial<Record<CheckName, CheckOutcome>>>;
}

/** `identities.json`: who signs which series. */
export interface FeedIdentities {
  readonly mediaType: typeof feedMediaTypes.identities;
  readonly series: readonly {
    readonly series: string;
    readonly signedSince: string;
    readonly pep: string | null;
    readonly releaseManagers: readonly {
      readonly name: string;
      readonly identity: string;
      readonly issuer: string;
    }[];
  }[];
  readonly sources: readonly string[];
}

/** Verified bundles by the names of their files. */
export type FeedBundles = ReadonlyMap<string, AuditedBundle>;

/**
 * The releases of a report that have at least one verified file, from the oldest to the newest.
 *
 * @param bundles those that the feed has too
 */
export function feedReleases(
  { artifacts: found }: AuditReport,
  bundles: FeedBundles,
): FeedRelease[] {
  return [...groupBy(found, ({ version }) => version)]
    .toSorted(([a], [b]) => compareVersions(parseVersion(a), parseVersion(b)))
    .flatMap(([version, files]): FeedRelease[] => {
      const artifacts = files.flatMap((file) => artifact(file, bundles)).toSorted(byFile);
      const [first] = files;
      if (first === undefined || artifacts.length === 0) return [];
      return [{ mediaType: feedMediaTypes.release, version, series: first.series, artifacts }];
    });
}

/** The index of a feed. */
export function feedIndex(report: AuditReport, releases: readonly FeedRelease[]): FeedIndex {
  return {
    mediaType: feedMediaTypes.index,
    releases: releases.map(({ version, series, artifacts }) => ({
      version,
      series,
      url: `${version}.json`,
      sums: `${version}.SHA256SUMS`,
      signedAt: artifacts.map(({ signedAt }) => signedAt).reduce((a, b) => (a > b ? a : b)),
      artifacts: artifacts.length,
      source: sourceOf(artifacts),
    })),
    notVerified: report.artifacts.flatMap(notVerified).toSorted(byFile),
    scope: report.scope,
    trustedRoot: { origin: report.trustedRoot.origin, sha256: report.trustedRoot.sha256 },
    pyverify: report.pyverify,
  };
}

/** By name, `.tar.xz` is before `.tgz`. */
function sourceOf(artifacts: readonly FeedArtifact[]): FeedEntry["source"] {
  const found = artifacts.find(({ kind }) => kind === "source");
  return found === undefined ? undefined : { file: found.file, sha256: found.sha256 };
}

/** The table of release managers, with where it can be checked. */
export function feedIdentities(): FeedIdentities {
  return {
    mediaType: feedMediaTypes.identities,
    series: signedSeries.map(({ series, signedSince, pep, releaseManagers }) => ({
      series,
      signedSince,
      pep: pep ?? null,
      releaseManagers: releaseManagers.map(({ name, identity }) => ({
        name,
        identity: identity.subject,
        issuer: identity.issuer,
      })),
    })),
    sources: identitySources,
  };
}

/** Digests and names as `sha256sum --check` takes them. */
export function sumsOf(releases: readonly FeedRelease[]): string {
  return releases
    .flatMap(({ artifacts }) => artifacts.map(({ sha256, file }) => `${sha256}  ${file}\n`))
    .join("");
}

/** Where a feed has the bundle of a file, relative to its documents: laid out as on python.org. */
export function copyOf(version: PythonVersion, file: string): string {
  return `bundles/${folderOf(version)}/${file}.sigstore`;
}

function artifact(
  { file, kind, version, size, signature, checks }: ReportedArtifact,
  bundles: FeedBundles,
): FeedArtifact[] {
  if (signature === undefined) return [];
  const url = `${pythonOrg}${folderOf(parseVersion(version))}/${file}`;
  return [
    {
      file,
      kind,
      url,
      sha256: signature.sha256,
      size,
      signer: {
        name: signature.releaseManager,
        identity: signature.identity,
        issuer: signature.issuer,
      },
      signedAt: signature.signedAt,
      transparencyLog: signature.transparencyLog,
      bundle: {
        url: `${url}.sigstore`,
        sha256: signature.bundle.sha256,
        copy: bundles.has(file) ? copyOf(parseVersion(version), file) : undefined,
      },
      checks: checks ?? {},
    },
  ];
}

function notVerified({ file, version, verdict, failure }: ReportedArtifact): NotVerified[] {
  if (failure === undefined) return [];
  const { code, message, because } = failure;
  return [{ file, version, verdict, code, message, because }];
}

function byFile(a: { readonly file: string }, b: { readonly file: string }): number {
  return a.file < b.file ? -1 : 1;
}
