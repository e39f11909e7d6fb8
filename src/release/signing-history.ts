import { type ArtifactKind, typesOf } from "./artifact-types.ts";
import { findSignedSeries, signedSeries } from "./release-managers.ts";
import {
  compareVersions,
  parseVersion,
  type PythonVersion,
  type Series,
  seriesOf,
} from "./version.ts";

/** A file's Sigstore bundle, by what history says of it. */
export type SigningExpectation =
  /** it has to be there */
  | "signed"
  /** the file is older than the first signature of its series and kind */
  | "before-sigstore";

interface Beginning {
  readonly since: string;
  /** older releases that were signed all the same */
  readonly later?: readonly string[];
}

/**
 * Since when the files beside the source are signed, where that is later than for the source: for
 * Windows and macOS from the spring of 2023 on. 3.7 to 3.9 had no such files any more by then.
 *
 * @see https://github.com/woodruffw/cpython-release-tracker, which has every bundle with its file
 */
const binariesSince: Readonly<Record<string, Beginning>> = {
  "3.10": { since: "3.10.11", later: ["3.10.1"] },
  "3.11": { since: "3.11.3" },
};

/** They were published as source alone by the time in which they were signed. */
const sourceAlone: ReadonlySet<Series> = new Set(["3.7", "3.8", "3.9"]);

/** The index for Windows was published once before it was signed. */
const indexSince: Readonly<Record<string, Beginning>> = { "3.14": { since: "3.14.0b4" } };

/**
 * Whether a file of a release has to have a Sigstore bundle. A series that is newer than all that
 * this pyverify knows has to have them too: no series will do without them again.
 */
export function signingExpectation(
  version: PythonVersion,
  kind: ArtifactKind = "source",
): SigningExpectation {
  const series = seriesOf(version);
  const row = findSignedSeries(series);
  if (row === undefined) return isYoungerThanTable(version) ? "signed" : "before-sigstore";
  const ofSource: Beginning = { since: row.signedSince, later: row.signedLater ?? [] };
  const { since, later = [] } = beginningOf(kind, series) ?? ofSource;
  const isSigned =
    compareVersions(version, parseVersion(since)) >= 0 || later.includes(version.text);
  return isSigned ? "signed" : "before-sigstore";
}

/**
 * The release from which on each file of a kind is signed in a series; undefined where the series has
 * no such files, or is not known.
 */
export function signedSince(series: Series, kind: ArtifactKind): PythonVersion | undefined {
  const row = findSignedSeries(series);
  if (row === undefined || (kind !== "source" && sourceAlone.has(series))) return undefined;
  const signed = parseVersion(beginningOf(kind, series)?.since ?? row.signedSince);
  const [oldest] = typesOf(kind).map(({ since }) => parseVersion(since));
  if (oldest === undefined || compareVersions(oldest, signed) <= 0) return signed;
  return seriesOf(oldest) === series ? oldest : undefined;
}

function beginningOf(kind: ArtifactKind, series: Series): Beginning | undefined {
  if (kind === "source") return undefined;
  return (kind === "windows-index" ? indexSince[series] : undefined) ?? binariesSince[series];
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
