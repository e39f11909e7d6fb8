import { PyverifyError } from "../base/errors.ts";
import type { CertificateIdentity } from "./certificate-identity.ts";
import { findSignedSeries, signedSeries } from "./release-managers.ts";
import {
  compareVersions,
  folderOf,
  parseVersion,
  type PythonVersion,
  type Series,
  seriesOf,
} from "./version.ts";

/** The compressions that CPython publishes its source tarball in. */
export const tarballFormats = ["tar.xz", "tgz"] as const;
export type TarballFormat = (typeof tarballFormats)[number];

/** Where python.org publishes its releases; mirrors carry the same folder tree. */
export const pythonOrg = "https://www.python.org/ftp/python/";

/** Accepted signers; never empty, because nobody to accept would have to mean "refuse". */
export type AcceptedSigners = readonly [CertificateIdentity, ...CertificateIdentity[]];

/** One source tarball of one release: where it lies, what it holds, and who must have signed it. */
export interface Release {
  readonly version: PythonVersion;
  readonly series: Series;
  readonly format: TarballFormat;
  readonly tarballName: string;
  readonly tarballUrl: string;
  readonly bundleUrl: string;
  /** the one folder at the top of the tarball */
  readonly topFolder: string;
  readonly signers: AcceptedSigners;
  /** a digest that the tarball must have besides being signed, in lower-case hex */
  readonly sha256: string | undefined;
}

export interface ReleaseOptions {
  readonly format: TarballFormat;
  /** a folder URL that ends in a slash; who must have signed does not depend on it */
  readonly mirror: string;
  /** signers to accept instead of the series' release managers; then any series will do */
  readonly signers?: AcceptedSigners | undefined;
  /** a second lock on the tarball, in lower-case hex; it replaces no other check */
  readonly sha256?: string | undefined;
}

/**
 * Names the source tarball of a version. Pure: nothing is looked up.
 *
 * @throws {PyverifyError} release/unknown-series
 */
export function release(version: PythonVersion, options: ReleaseOptions): Release {
  const { format, mirror } = options;
  const series = seriesOf(version);
  const tarballName = `Python-${version.text}.${format}`;
  const tarballUrl = `${mirror}${folderOf(version)}/${tarballName}`;
  return {
    version,
    series,
    format,
    tarballName,
    tarballUrl,
    bundleUrl: `${tarballUrl}.sigstore`,
    topFolder: `Python-${version.text}`,
    signers: options.signers ?? releaseManagersOf(series),
    sha256: options.sha256,
  };
}

function releaseManagersOf(series: Series): AcceptedSigners {
  const row = findSignedSeries(series);
  if (row === undefined) throw unknownSeries(series);
  const [first, ...others] = row.releaseManagers;
  return [first.identity, ...others.map((manager) => manager.identity)];
}

function unknownSeries(series: Series): PyverifyError {
  const oldest = signedSeries[0];
  if (oldest !== undefined && isOlder(series, oldest.series)) {
    return new PyverifyError(
      "release",
      "unknown-series",
      `CPython ${series} was never signed with Sigstore`,
      {
        because: `the oldest series that was is ${oldest.series}, from ${oldest.signedSince} on`,
        hint: "choose a newer series, for example 3.14, or latest",
      },
    );
  }
  const known = signedSeries.map((row) => row.series).join(", ");
  return new PyverifyError(
    "release",
    "unknown-series",
    `nobody is known to sign CPython ${series}`,
    {
      because: `this pyverify knows the release managers of ${known}`,
      hint: "update pyverify, or name the signer with --certificate-identity and --certificate-oidc-issuer",
    },
  );
}

function isOlder(a: Series, b: Series): boolean {
  return compareVersions(parseVersion(`${a}.0`), parseVersion(`${b}.0`)) < 0;
}
