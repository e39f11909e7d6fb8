import { type Audit, audit } from "../../../audit/audit.ts";
import {
  type AuditDifference,
  difference,
  isForTheWorse,
} from "../../../audit/report/difference.ts";
import { type EarlierReport, parseEarlierReport } from "../../../audit/report/earlier-report.ts";
import { type AuditReport, auditReport, serializeReport } from "../../../audit/report/report.ts";
import { writeReport } from "../../../audit/report/write-report.ts";
import { beginAudit } from "../../../audit/unfinished-audit.ts";
import { exitCodes, PyverifyError } from "../../../base/errors.ts";
import type { StageContext } from "../../../base/progress.ts";
import type { FeedBundles } from "../../../feed/feed-documents.ts";
import { withEarlierBundles } from "../../../feed/earlier-bundles.ts";
import { writeFeed } from "../../../feed/write-feed.ts";
import { readNamed } from "../../../files/bounded-read.ts";
import { type HttpClient, httpClient } from "../../../http/http-client.ts";
import { rateLimited } from "../../../http/rate-limit.ts";
import type { RequestBudget } from "../../../http/settings/network-settings.ts";
import { type ArtifactKind, artifactKinds } from "../../../release/artifact-types.ts";
import { pythonOrg, tarballFormats } from "../../../release/release.ts";
import { cachedMirror } from "../../../source/cache/cached-mirror.ts";
import { folderSource } from "../../../source/folder-source.ts";
import { mirrorSource } from "../../../source/mirror-source.ts";
import type { ReleaseSource } from "../../../source/release-source.ts";
import type { ArgumentsOf } from "../../definition.ts";
import { refuseFormatOfOthers } from "../../flags/artifact-flag.ts";
import { networkSettings } from "../../flags/network-settings.ts";
import { refuseOverrides } from "../../flags/strict-flag.ts";
import { trustedRootSource } from "../../flags/trust-flags.ts";
import { sourceDateEpoch } from "../../arguments/values.ts";
import { auditSummary, differenceSummary } from "../../terminal/audit-summary.ts";
import type { Host } from "../../terminal/host.ts";
import { Printable } from "../../terminal/printable.ts";
import { printResult } from "../../terminal/print-result.ts";
import { styleFor } from "../../terminal/style.ts";
import { withProgress } from "../../terminal/with-progress.ts";
import type { definition } from "./definition.ts";

/** All of python.org is some 300 folders, and a thousand bundles and more, in as long as it takes. */
const auditBudget: RequestBudget = {
  requests: 50_000,
  listings: 5_000,
  listingBytes: 256 * 1024 * 1024,
  listingTime: Number.POSITIVE_INFINITY,
};

type AuditArguments = ArgumentsOf<typeof definition>;

/** Audits every release, writes the report where one is wanted, and says what came out. */
export async function run(args: AuditArguments, host: Host): Promise<number> {
  const earlier = args.since && (await readEarlierReport(args.since.value, host.signal));
  const full = args.full?.value === true;
  const parallel = args.parallel?.value ?? (full ? 2 : 4);
  const offline = args.offline?.value === true;
  if (offline && args.bundles === undefined) throw offlineWithoutBundles();
  const network = (): HttpClient =>
    httpClient({ ...networkSettings(args, host.env), budget: auditBudget });
  const named = args["trusted-root"]?.value ?? "";
  const overTuf = !offline && ["tuf", "tuf,embedded"].includes(named);
  const rekor = rekorAddress(args, offline);
  const api = apiAddress(args, offline);
  const place =
    args.bundles === undefined
      ? await onMirror(args, network(), host.signal)
      : inFolder(
          args.bundles.value,
          overTuf || (rekor ?? api) !== undefined ? network() : undefined,
        );
  const root = trustedRootSource(
    args,
    args.bundles === undefined || overTuf ? place.http : undefined,
    args.cache?.value,
  );
  const mirror = args.bundles === undefined ? args.mirror?.value : undefined;
  refuseOverrides(args, { root, ...(mirror === undefined ? {} : { mirror }) });
  const service = (url: string | undefined) =>
    url === undefined || place.http === undefined
      ? undefined
      : { url, http: rateLimited(place.http, args.rate.value) };
  const request = {
    source:
      args.feed === undefined ? place.source : withEarlierBundles(place.source, args.feed.value),
    series: args.operands.map(({ value }) => value),
    kinds: kindsOf(args),
    formats: args.format === undefined ? tarballFormats : [args.format.value],
    full,
    keepBundles: args.feed !== undefined,
    trustedRoot: root,
    parallel,
    log: service(rekor),
    api: service(api),
  };
  const report = await withProgress(args, host, async (context) => {
    const audited = await audit(request, context);
    const made = auditReport(audited);
    if (args.feed !== undefined) {
      await publish(made, bundlesOf(audited), args.feed.value, context);
    }
    return made;
  });
  await place.end();
  if (args.report !== undefined) {
    const epoch = sourceDateEpoch(host.env["SOURCE_DATE_EPOCH"]);
    const at = new Date(epoch === undefined ? Date.now() : epoch * 1000);
    await writeReport(report, args.report.value, at);
  }
  const changes = earlier === undefined ? undefined : difference(earlier, report);
  const text = args.json?.value === true ? asJson(report, changes) : asText(report, changes, host);
  if (args.report === undefined) await host.stdout.print(text);
  else await printResult(text, host, `the report is in ${args.report.value}`);
  return exitCodeOf(report, changes);
}

function bundlesOf({ artifacts }: Audit): FeedBundles {
  return new Map(
    artifacts.flatMap(({ file, finding, bundle }) =>
      finding.verdict === "verified" && bundle !== undefined ? [[file, bundle] as const] : [],
    ),
  );
}

/** What could not be reached today is no reason to withdraw what was published of it yesterday. */
async function publish(
  report: AuditReport,
  bundles: FeedBundles,
  folder: string,
  { observe, signal }: StageContext,
): Promise<void> {
  const { unreachable } = report.summary;
  if (unreachable === 0) return writeFeed(report, bundles, folder, signal);
  const files = unreachable === 1 ? "one file" : `${unreachable} files`;
  const message = `the feed stays as it is, since ${files} could not be reached`;
  observe({ type: "warning", message });
}

/**
 * An entry of the log names no series, so that only an audit of all of them can explain it.
 *
 * @throws {PyverifyError} usage/conflicting-flags
 */
function rekorAddress(
  { rekor, operands, artifact, format }: AuditArguments,
  offline: boolean,
): string | undefined {
  if (rekor === undefined) return undefined;
  const limit =
    operands.length > 0
      ? "a SERIES"
      : format !== undefined
        ? "--format"
        : artifact !== undefined
          ? "--artifact"
          : offline
            ? "--offline"
            : undefined;
  if (limit === undefined) return rekor.value;
  throw new PyverifyError("usage", "conflicting-flags", `--rekor and ${limit} exclude each other`, {
    because: offline
      ? "the log is on the network"
      : "an entry of the log names no release, and what was left out would be unexplained",
    hint: "leave one of them out",
  });
}

/** @throws {PyverifyError} usage/conflicting-flags */
function apiAddress({ api }: AuditArguments, offline: boolean): string | undefined {
  if (api === undefined || !offline) return api?.value;
  throw new PyverifyError("usage", "conflicting-flags", "--api and --offline exclude each other", {
    because: "python.org's API is on the network",
    hint: "leave one of them out",
  });
}

function offlineWithoutBundles(): PyverifyError {
  return new PyverifyError("usage", "conflicting-flags", "--offline needs --bundles DIR", {
    because: "without network the bundles have to be here already",
    hint: "see pyverify audit --help",
  });
}

/** @throws {PyverifyError} usage/conflicting-flags */
function kindsOf({ artifact, format }: AuditArguments): readonly ArtifactKind[] {
  refuseFormatOfOthers({ artifact, format });
  if (artifact !== undefined) return [artifact.value];
  return format === undefined ? artifactKinds : ["source"];
}

/** What an audit goes through, and the way to the network where there is one. */
interface Place {
  readonly source: ReleaseSource;
  readonly http: HttpClient | undefined;
  /** to be called when the audit is done */
  end(): Promise<void>;
}

function inFolder(path: string, http: HttpClient | undefined): Place {
  return { source: folderSource(path, pythonOrg), http, end: async () => undefined };
}

async function onMirror(
  { mirror, cache, rate }: AuditArguments,
  http: HttpClient,
  signal: AbortSignal,
): Promise<Place> {
  const url = mirror?.value ?? pythonOrg;
  const polite = rateLimited(http, rate.value);
  if (cache === undefined) {
    return { source: mirrorSource(url, polite), http, end: async () => undefined };
  }
  const unfinished = await beginAudit(cache.value, url, Date.now(), signal);
  const kept = { folder: cache.value, freshSince: unfinished.begunAt };
  return { source: cachedMirror(url, polite, kept), http, end: () => unfinished.end() };
}

/** An incomplete audit is no good news either: what could not be reached may be what is wrong. */
function exitCodeOf(report: AuditReport, changes: AuditDifference | undefined): number {
  const { summary, log, api } = report;
  const unexplained = changes === undefined ? log?.unexplained : changes.unexplained;
  const contradictions = changes === undefined ? api?.contradictions : changes.contradictions;
  const isWorse =
    (unexplained ?? []).length > 0 ||
    (contradictions ?? []).length > 0 ||
    (changes === undefined
      ? summary.refused + summary.missing > 0
      : changes.changes.some(isForTheWorse));
  if (isWorse) return exitCodes.verification;
  return summary.unreachable > 0 ? exitCodes.network : 0;
}

function asJson(report: AuditReport, changes: AuditDifference | undefined): Printable {
  return changes === undefined
    ? Printable.document(serializeReport(report))
    : Printable.json(changes);
}

function asText(report: AuditReport, changes: AuditDifference | undefined, host: Host): Printable {
  const style = styleFor(host);
  return changes === undefined
    ? auditSummary(report, host.stdout.columns, style)
    : differenceSummary(changes, style);
}

/** Fifty times that of all releases so far. */
const maxReportBytes = 64 * 1024 * 1024;

async function readEarlierReport(path: string, signal: AbortSignal): Promise<EarlierReport> {
  const hint = "--since takes the report.json of an earlier pyverify audit --report DIR";
  const bytes = await readNamed(path, maxReportBytes, hint, signal);
  return parseEarlierReport(bytes.toString("utf8"), path);
}
