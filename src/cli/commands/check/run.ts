import { PyverifyError } from "../../../base/errors.ts";
import { checkPins } from "../../../check-pins.ts";
import { feedInFolder, feedOnSite, type FeedPlace } from "../../../feed/feed-place.ts";
import { openFeed } from "../../../feed/feed-source.ts";
import type { HttpClient } from "../../../http/client.ts";
import { httpClientWhenNeeded } from "../../../http/lazy-http-client.ts";
import { githubAnnotations } from "../../../pins/report/annotations.ts";
import { exitCodeOf, type PinCheck } from "../../../pins/pin-check.ts";
import { bundlesOf, type SignatureSource } from "../../../pins/signature-source.ts";
import { pinCheckReport } from "../../../pins/report/report.ts";
import { sarifLog } from "../../../pins/report/sarif.ts";
import type { StageContext } from "../../../base/progress.ts";
import { pythonOrg } from "../../../release/release.ts";
import type { Given } from "../../arguments/flag.ts";
import type { ArgumentsOf } from "../../definition.ts";
import { networkSettings } from "../../flags/network-settings.ts";
import type { FeedAddress } from "../../flags/source-flags.ts";
import { sourceFrom } from "../../flags/source-from.ts";
import { refuseOverrides } from "../../flags/strict-flag.ts";
import { trustedRootSource } from "../../flags/trust-flags.ts";
import type { Host } from "../../terminal/host.ts";
import { pinCheckSummary } from "../../terminal/pin-check-summary.ts";
import { Printable } from "../../terminal/printable.ts";
import { styleFor } from "../../terminal/style.ts";
import { withProgress } from "../../terminal/with-progress.ts";
import type { checkFormats, definition } from "./definition.ts";

type CheckArguments = ArgumentsOf<typeof definition>;
type CheckFormat = (typeof checkFormats)[number];

/** Checks the pins of files, and prints what was found. */
export async function run(args: CheckArguments, host: Host): Promise<number> {
  const format = formatOf(args);
  const http =
    args.offline?.value === true
      ? undefined
      : httpClientWhenNeeded(networkSettings(args, host.env));
  const mirror = args.mirror?.value ?? pythonOrg;
  const root = trustedRootSource(args, http);
  refuseOverrides(args, { root, mirror, feed: args.feed?.value });
  const open = signatureSource(args, mirror, http);
  const request = {
    paths: args.operands.map(({ value }) => value),
    trustedRoot: root,
  };
  const check = await withProgress(args, host, async (context) =>
    checkPins({ ...request, source: await open(context) }, context),
  );
  await host.stdout.print(formats[format](check, host));
  return exitCodeOf(check, args["fail-on-unknown"]?.value === true);
}

/**
 * Where the flags say that it is told what was signed.
 *
 * @throws {PyverifyError} usage/conflicting-flags
 */
function signatureSource(
  args: CheckArguments,
  mirror: string,
  http: HttpClient | undefined,
): (context: StageContext) => Promise<SignatureSource> {
  const { feed } = args;
  if (feed === undefined) {
    const bundles = bundlesOf(sourceFrom(args, mirror, http));
    return async () => bundles;
  }
  const other = args.from ?? args.mirror;
  if (other !== undefined) {
    throw conflict(feed, other.origin.name, "both say where it is told what was signed");
  }
  const place = feedPlace(feed, http);
  return (context) => openFeed(place, context);
}

function feedPlace(feed: Given<FeedAddress>, http: HttpClient | undefined): FeedPlace {
  if (feed.value.type === "folder") return feedInFolder(feed.value.path);
  if (http !== undefined) return feedOnSite(feed.value.url, http);
  throw conflict(feed, "--offline", "the feed's address is on the network");
}

function conflict({ origin }: Given<unknown>, other: string, because: string): PyverifyError {
  return new PyverifyError(
    "usage",
    "conflicting-flags",
    `${origin.name} and ${other} exclude each other`,
    { because, hint: "leave one of them out; --feed takes a folder as well" },
  );
}

const formats: Record<CheckFormat, (check: PinCheck, host: Host) => Printable> = {
  text: (check, host) => pinCheckSummary(check, styleFor(host)),
  json: (check) => Printable.json(pinCheckReport(check)),
  sarif: (check) => Printable.json(sarifLog(check)),
  github: (check, host) =>
    Printable.joined(
      [Printable.document(githubAnnotations(check)), pinCheckSummary(check, styleFor(host))],
      "",
    ),
};

function formatOf({ as, json }: CheckArguments): CheckFormat {
  if (as !== undefined && json?.value === true) {
    throw new PyverifyError(
      "usage",
      "conflicting-flags",
      "--as and --json are not accepted together",
      {
        because: "both say what to print",
        hint: "leave one of them out; see pyverify check --help",
      },
    );
  }
  return as?.value ?? (json?.value === true ? "json" : "text");
}
