import { PyverifyError } from "../base/errors.ts";
import type { CertificateIdentity } from "./certificate-identity.ts";
import { chooseSigner, type SignerChoice } from "./signer-choice.ts";
import { findSignedSeries, signedSeries } from "./release-managers.ts";
import {
  compareVersions,
  parseVersion,
  type PythonVersion,
  type Series,
  seriesOf,
} from "./version.ts";

/** The compressions that CPython publishes its source tarball in. */
export const tarballFormats = ["tar.xz", "tgz"] as const;
export type TarballFormat = (typeof tarballFormats)[number];

/** The folder in which python.org publishes its releases; mirrors carry the same tree. */
export const pythonOrg = "https://www.python.org/ftp/python/";

/** Accepted signers; never empty, because nobody to accept would have to mean "refuse". */
export type AcceptedSigners = readonly [CertificateIdentity, ...CertificateIdentity[]];

/** One release of CPython, and who must have signed every file of it. */
export interface Release {
  readonly version: PythonVersion;
  readonly series: Series;
  readonly signers: AcceptedSigners;
  /** whether somebody else is accepted than the series' release managers */
  readonly isSignerOverridden: boolean;
}

/**
 * Makes a release of a version. Pure: nothing is looked up.
 *
 * @param choice of a signer; without one, each of the series' release managers is accepted
 * @throws {PyverifyError} release/unknown-series, usage/signer-not-accepted
 */
export function release(version: PythonVersion, choice?: SignerChoice): Release {
  const series = seriesOf(version);
  if (choice === undefined) {
    return { version, series, signers: releaseManagersOf(series), isSignerOverridden: false };
  }
  const { identity, isOverride } = chooseSigner(choice, series);
  return { version, series, signers: [identity], isSignerOverridden: isOverride };
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
