import { findSignedSeries, signedSeries } from "./release-managers.ts";
import {
  compareVersions,
  parseVersion,
  type PythonVersion,
  type Series,
  seriesOf,
} from "./version.ts";

/** A release's Sigstore bundle, by what history says of it. */
export type SigningExpectation =
  /** it has to be there */
  | "signed"
  /** the release is older than the first signature of its series */
  | "before-sigstore";

/**
 * Whether a release has to have a Sigstore bundle. A series that is newer than all that this
 * pyverify knows has to have them too: no series will do without them again.
 */
export function signingExpectation(version: PythonVersion): SigningExpectation {
  const row = findSignedSeries(seriesOf(version));
  if (row === undefined) return isYoungerThanTable(version) ? "signed" : "before-sigstore";
  const isSigned =
    compareVersions(version, parseVersion(row.signedSince)) >= 0 ||
    (row.signedLater ?? []).includes(version.text);
  return isSigned ? "signed" : "before-sigstore";
}

/** The first series with signatures: what is older has none, and an audit does not ask. */
export function oldestSignedSeries(): Series | undefined {
  return signedSeries[0]?.series;
}

function isYoungerThanTable(version: PythonVersion): boolean {
  return signedSeries.every(
    ({ series }) => compareVersions(version, parseVersion(`${series}.999`)) > 0,
  );
}
