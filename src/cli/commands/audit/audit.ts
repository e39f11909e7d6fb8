import { readFileSync } from "node:fs";
import { audit } from "../../../audit/audit.ts";
import {
  type AuditDifference,
  difference,
  isForTheWorse,
} from "../../../audit/report/difference.ts";
import { type EarlierReport, parseEarlierReport } from "../../../audit/report/earlier-report.ts";
import { folderSource } from "../../../source/folder-source.ts";
import { mirrorSource } from "../../../source/mirror-source.ts";
import type { ReleaseSource } from "../../../source/release-source.ts";
import { type AuditReport, auditReport, serializeReport } from "../../../audit/report/report.ts";
import { beginAudit } from "../../../audit/unfinished-audit.ts";
import { writeReport } from "../../../audit/report/write-report.ts";
import { type HttpClient, httpClient } from "../../../http/http-client.ts";
import { parseMirrorUrl } from "../../../source/mirror.ts";
import { rateLimited } from "../../../http/rate-limit.ts";
import { revalidating } from "../../../http/revalidation.ts";
import { exitCodes, PyverifyError } from "../../../base/errors.ts";
import { pythonOrg, tarballFormats } from "../../../release/release.ts";
import { isSeries, type Series } from "../../../release/version.ts";
import { auditSummary, differenceSummary } from "./audit-summary.ts";
import { command } from "../../command.ts";
import { networkFlags, networkSettings } from "../../flags/network-flags.ts";
import { outputFlags, withProgress } from "../../terminal/output.ts";
import { styleFor } from "../../terminal/style.ts";
import { trustedRootSource, trustFlags } from "../../flags/trust-flags.ts";
import { sourceDateEpoch, wholeNumber } from "../../flags/values.ts";
import { messageOf } from "../../../base/error-message.ts";
import { formatJson } from "../../../base/json.ts";

/** `pyverify audit`: every release there is. */
export const auditCommand = command({
  name: "audit",
  summary: "verify every release there is, and report",
  description:
    "Verifies the bundle of every source tarball and shows what is refused or missing. Without --full,\nno tarball is downloaded: the digest is the one that the bundle itself names. That proves that the\nrelease manager signed something, and not yet that it is the tarball which lies beside it.",
  args: {
    series: {
      type: "positional",
      required: false,
      description: "3.13, 3.14, …; all from the first that was signed on, if none is given",
    },
    full: { type: "boolean", description: "download the tarballs too, and verify their digests" },
    bundles: {
      type: "string",
      valueHint: "DIR",
      description: "audit X.Y.Z/Python-….sigstore files in a folder, without network",
    },
    format: {
      type: "enum",
      options: [...tarballFormats],
      description: "only tarballs of this format",
    },
    mirror: { type: "string", valueHint: "URL", description: `where to look (${pythonOrg})` },
    report: {
      type: "string",
      valueHint: "DIR",
      description: "write index.html, report.json there",
    },
    since: {
      type: "string",
      valueHint: "FILE",
      description: "an earlier report.json: print what changed, fail if it is for the worse",
    },
    cache: {
      type: "string",
      valueHint: "DIR",
      description: "keep answers, ask only for changes, go on after an interruption",
    },
    rate: { type: "string", valueHint: "N", description: "requests a second at most (30)" },
    parallel: { type: "string", valueHint: "N", description: "tarballs at a time (4; full: 2)" },
    ...trustFlags,
    ...networkFlags,
    ...outputFlags,
  },
  variadic: true,
  examples: [
    { command: "pyverify audit --report site", meaning: "everything on python.org, as a web page" },
    { command: "pyverify audit 3.13 3.14 --full", meaning: "two series, tarballs included" },
    {
      command: "pyverify audit --report site --since yesterday/report.json",
      meaning: "for a nightly job: exits 6 if something is worse than yesterday",
    },
  ],
  run: async (args, host) => {
    const earlier = args.since === undefined ? undefined : readEarlierReport(args.since);
    const full = args.full === true;
    const parallel = positive("--parallel", args.parallel, full ? 2 : 4);
    const http = needsNetwork(args) ? httpClient(networkSettings(args, host.env)) : undefined;
    const place = placeOf(args, http, parallel);
    const request = {
      source: place.source,
      series: args._.map(parseSeries),
      formats: args.format === undefined ? tarballFormats : [args.format],
      full,
      trustedRoot: trustedRootSource(args, http),
      parallel,
    };
    const result = await withProgress(args, host, (context) => audit(request, context));
    place.end();
    const report = auditReport(result);
    if (args.report !== undefined) {
      const epoch = sourceDateEpoch(host.env["SOURCE_DATE_EPOCH"]);
      await writeReport(
        report,
        args.report,
        new Date(epoch === undefined ? Date.now() : epoch * 1000),
      );
    }
    const changes = earlier === undefined ? undefined : difference(earlier, report);
    const style = styleFor(host);
    if (args.json === true) {
      host.stdout.write(changes === undefined ? serializeReport(report) : toJson(changes));
    } else {
      host.stdout.write(
        changes === undefined
          ? auditSummary(report, host.stdout.columns, style)
          : differenceSummary(changes, style),
      );
    }
    return exitCodeOf(report, changes);
  },
});

interface PlaceArguments {
  readonly bundles?: string | undefined;
  readonly mirror?: string | undefined;
  readonly cache?: string | undefined;
  readonly rate?: string | undefined;
  readonly "trusted-root"?: string | undefined;
}

function needsNetwork(args: PlaceArguments): boolean {
  return args.bundles === undefined || args["trusted-root"] === "tuf";
}

function placeOf(
  { bundles, mirror, cache, rate }: PlaceArguments,
  http: HttpClient | undefined,
  parallel: number,
): { source: ReleaseSource; end: () => void } {
  if (bundles !== undefined || http === undefined) {
    return { source: folderSource(bundles ?? "."), end: () => undefined };
  }
  const url = mirror === undefined ? pythonOrg : parseMirrorUrl(mirror);
  const polite = rateLimited(http, positive("--rate", rate, 30));
  if (cache === undefined) {
    return { source: mirrorSource(url, polite, parallel), end: () => undefined };
  }
  const unfinished = beginAudit(cache, url, Date.now());
  const kept = revalidating(polite, { folder: cache, freshSince: unfinished.begunAt });
  return { source: mirrorSource(url, kept, parallel), end: () => unfinished.end() };
}

/** An incomplete audit is no good news either: what could not be reached may be what is wrong. */
function exitCodeOf({ summary }: AuditReport, changes: AuditDifference | undefined): number {
  const isWorse =
    changes === undefined
      ? summary.refused + summary.missing > 0
      : changes.changes.some(isForTheWorse);
  if (isWorse) return exitCodes.verification;
  return summary.unreachable > 0 ? exitCodes.network : 0;
}

function toJson(changes: AuditDifference): string {
  return formatJson(changes);
}

function readEarlierReport(path: string): EarlierReport {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (cause) {
    throw new PyverifyError("filesystem", "not-readable", `${path} cannot be read`, {
      because: messageOf(cause),
      hint: "--since takes the report.json of an earlier pyverify audit --report DIR",
      cause,
    });
  }
  return parseEarlierReport(text, path);
}

function parseSeries(text: string): Series {
  if (isSeries(text)) return text;
  throw new PyverifyError("usage", "invalid-value", `"${text}" is not a series`, {
    because: "an audit goes through whole series, written X.Y",
    hint: "for example 3.14; for one release use pyverify fetch or pyverify verify",
  });
}

function positive(flag: string, text: string | undefined, missing: number): number {
  const number = wholeNumber(flag, text, missing);
  if (number > 0) return number;
  throw new PyverifyError("usage", "invalid-value", `${flag} cannot be 0`, {
    because: "nothing would ever begin",
    hint: "give a number from 1, or leave it out",
  });
}
