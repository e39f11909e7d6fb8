import type { ListedArtifact } from "../source/listing/listed-artifact.ts";
import { PyverifyError } from "../base/errors.ts";
import type { StageContext } from "../base/progress.ts";
import {
  type ArtifactKind,
  artifactName,
  type ArtifactType,
  artifactTypes,
} from "../release/artifact-types.ts";
import type { TarballFormat } from "../release/release.ts";
import { oldestSignedSeries } from "../release/signing-history.ts";
import {
  compareVersions,
  parseVersion,
  type PythonVersion,
  type Series,
  seriesOf,
} from "../release/version.ts";
import { withdrawnFiles } from "../release/withdrawn.ts";
import type { RekorLog } from "../source/rekor-search.ts";
import type { DownloadsApi } from "../source/downloads-api.ts";
import { trustedRoot, type TrustedRootSource } from "../trust/trust.ts";
import type { TrustedRootFacts } from "../trust/trusted-root.ts";
import type { AuditedArtifact } from "./audited-artifact.ts";
import { refuseRepeatedDigests } from "./repeated-digests.ts";
import { mapInParallel } from "../base/map-in-parallel.ts";
import { examine } from "./examine.ts";
import { type SecondOpinion, secondOpinion } from "./second-opinion.ts";
import { type LogWatch, watchLog } from "./log-watch.ts";
import { nativeMemoryRelief } from "./native-memory.ts";
import type { Inventory, ReleaseSource, SourceDescription } from "../source/release-source.ts";

/** Everything that an audit depends on. */
export interface AuditRequest {
  readonly source: ReleaseSource;
  /** which series; without any, all from the first that was signed on */
  readonly series: readonly Series[];
  /** which kinds of files */
  readonly kinds: readonly ArtifactKind[];
  /** of the source */
  readonly formats: readonly TarballFormat[];
  /** whether the files are fetched too, and their own digests verified */
  readonly full: boolean;
  /** whether verified bundles are kept, for a feed */
  readonly keepBundles: boolean;
  readonly trustedRoot: TrustedRootSource;
  /** how many files at a time */
  readonly parallel: number;
  /** a log to search for what nothing listed explains; only for an audit of every series */
  readonly log?: RekorLog | undefined;
  /** whose digests are compared with the signed ones */
  readonly api?: DownloadsApi | undefined;
}

/** The result of an audit. */
export interface Audit {
  readonly source: SourceDescription;
  readonly series: readonly Series[];
  readonly kinds: readonly ArtifactKind[];
  readonly formats: readonly TarballFormat[];
  readonly full: boolean;
  readonly trustedRoot: TrustedRootFacts;
  /** from the oldest version to the newest, and by type */
  readonly artifacts: readonly AuditedArtifact[];
  /** what the log holds, where it was searched */
  readonly log?: LogWatch;
  /** what python.org's API states, where it was to be asked */
  readonly api?: SecondOpinion;
}

/**
 * Verifies every release that there is. What is wrong with one is a finding, and ends nothing.
 *
 * @throws {PyverifyError} release/release-not-found if there is nothing to audit; trusted-root;
 *   network or filesystem, if not even the list of releases can be had
 */
export async function audit(request: AuditRequest, context: StageContext): Promise<Audit> {
  const { source, series, kinds, formats, full, keepBundles } = request;
  const root = await trustedRoot(request.trustedRoot, context);
  const subject = series.length === 0 ? "every release" : series.join(", ");
  context.observe({ type: "start", phase: "resolve", subject });
  const inventory = await source.list((folder) => isWanted(folder, series), context);
  context.observe({ type: "end", phase: "resolve" });
  const types = artifactTypes.filter(
    ({ kind, format }) =>
      kinds.includes(kind) && (format === undefined || formats.includes(format)),
  );
  const listed = inventory.artifacts.filter(({ type }) => types.includes(type));
  const unreadable = unreadableReleases(inventory, types);
  if (listed.length + unreadable.length === 0) throw nothingThere(series);
  const examined = await examineAll(
    listed,
    { source, root, full, keepBundles },
    request.parallel,
    context,
  );
  const log =
    request.log === undefined
      ? undefined
      : await watchLog(request.log, explainedDigests(examined), root, context);
  const all = [...examined, ...unreadable].toSorted(byVersion);
  const artifacts = refuseRepeatedDigests(all, full);
  const api =
    request.api === undefined ? undefined : await secondOpinion(request.api, artifacts, context);
  return {
    source: source.description,
    series,
    kinds,
    formats,
    full,
    trustedRoot: root.facts,
    artifacts,
    ...(log === undefined ? {} : { log }),
    ...(api === undefined ? {} : { api }),
  };
}

/** Every digest that a listed artifact explains: of those that are verified, or were withdrawn. */
function explainedDigests(examined: readonly AuditedArtifact[]): Set<string> {
  const verified = examined.flatMap(({ finding }) =>
    finding.verdict === "verified" ? [finding.signature.sha256] : [],
  );
  return new Set([...verified, ...withdrawnFiles.map(({ sha256 }) => sha256)]);
}

async function examineAll(
  listed: readonly ListedArtifact[],
  examination: Parameters<typeof examine>[1],
  parallel: number,
  context: StageContext,
): Promise<AuditedArtifact[]> {
  const total = listed.length;
  const subject = `${total} file${total === 1 ? "" : "s"}`;
  context.observe({ type: "start", phase: "audit", subject, total });
  let done = 0;
  const relieve = nativeMemoryRelief();
  const examined = await mapInParallel(listed, parallel, async (artifact) => {
    context.signal.throwIfAborted();
    const result = await examine(artifact, examination, context);
    done += 1;
    relieve();
    context.observe({ type: "detail", message: `${result.file}: ${result.finding.verdict}` });
    context.observe({ type: "advance", phase: "audit", done, total });
    return result;
  });
  context.observe({ type: "end", phase: "audit" });
  return examined;
}

function isWanted(folder: PythonVersion, series: readonly Series[]): boolean {
  if (series.length > 0) return series.includes(seriesOf(folder));
  const oldest = oldestSignedSeries();
  return oldest !== undefined && compareVersions(folder, parseVersion(`${oldest}.0`)) >= 0;
}

/** A folder that cannot be looked into would hold its final release at least, and so its source. */
function unreadableReleases(
  { unreadable }: Inventory,
  types: readonly ArtifactType[],
): AuditedArtifact[] {
  const sources = types.filter(({ kind }) => kind === "source");
  return unreadable.flatMap(({ folder, error: { code, message, because } }) =>
    (sources.length === 0 ? types : sources).map((type) => ({
      version: folder,
      type,
      file: artifactName(folder, type),
      size: undefined,
      finding: { verdict: "unreachable" as const, failure: { code, message, because } },
      checks: [],
    })),
  );
}

function byVersion(a: AuditedArtifact, b: AuditedArtifact): number {
  const order = artifactTypes.indexOf(a.type) - artifactTypes.indexOf(b.type);
  return compareVersions(a.version, b.version) || order;
}

function nothingThere(series: readonly Series[]): PyverifyError {
  const what = series.length === 0 ? "" : ` of ${series.join(", ")}`;
  return new PyverifyError("release", "release-not-found", `there is no release${what} to audit`, {
    because: "no folder X.Y.Z with a file of a release or its bundle was found",
    hint: "check the series, the mirror's address, or the folder given with --bundles",
  });
}
