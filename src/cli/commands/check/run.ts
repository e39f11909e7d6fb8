import { PyverifyError } from "../../../base/errors.ts";
import { checkPins } from "../../../check-pins.ts";
import { httpClientWhenNeeded } from "../../../http/lazy-http-client.ts";
import { githubAnnotations } from "../../../pins/report/annotations.ts";
import { exitCodeOf, type PinCheck } from "../../../pins/pin-check.ts";
import { pinCheckReport } from "../../../pins/report/report.ts";
import { sarifLog } from "../../../pins/report/sarif.ts";
import { pythonOrg } from "../../../release/release.ts";
import type { ArgumentsOf } from "../../definition.ts";
import { networkSettings } from "../../flags/network-settings.ts";
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
  refuseOverrides(args, { root, mirror });
  const request = {
    paths: args.operands.map(({ value }) => value),
    source: sourceFrom(args, mirror, http),
    trustedRoot: root,
  };
  const check = await withProgress(args, host, (context) => checkPins(request, context));
  await host.stdout.print(formats[format](check, host));
  return exitCodeOf(check, args["fail-on-unknown"]?.value === true);
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
