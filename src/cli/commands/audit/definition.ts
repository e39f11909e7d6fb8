import { PyverifyError } from "../../../base/errors.ts";
import { pythonOrg, tarballFormats } from "../../../release/release.ts";
import { isSeries, type Series } from "../../../release/version.ts";
import { parseMirrorUrl } from "../../../source/mirror-url.ts";
import { define } from "../../definition.ts";
import { choice, flag, switchFlag, withDefault } from "../../flags/flag.ts";
import { networkFlags } from "../../flags/network-flags.ts";
import { outputFlags } from "../../flags/output-flags.ts";
import { strictFlag } from "../../flags/strict-flag.ts";
import { trustFlags } from "../../flags/trust-flags.ts";
import { positiveNumber, text } from "../../flags/values.ts";

/** `pyverify audit`: every release there is. */
export const definition = define({
  name: "audit",
  summary: "verify every release there is, and report",
  description:
    "Verifies the bundle of every source tarball and shows what is refused or missing. Without --full,\nno tarball is downloaded: the digest is the one that the bundle itself names. That proves that the\nrelease manager signed something, and not yet that it is the tarball which lies beside it.",
  operand: {
    name: "series",
    count: "any number",
    description: "3.13, 3.14, …; all from the first that was signed on, if none is given",
    parse: parseSeries,
  },
  flags: {
    full: switchFlag("download the tarballs too, and verify their digests"),
    bundles: flag("DIR", "audit X.Y.Z/Python-….sigstore files in a folder, without network", text),
    offline: switchFlag("no network at all: needs --bundles, takes the embedded trusted root"),
    format: choice(tarballFormats, "only tarballs of this format"),
    mirror: flag("URL", `where to look (${pythonOrg})`, parseMirrorUrl),
    report: flag("DIR", "write index.html, report.json there", text),
    since: flag(
      "FILE",
      "an earlier report.json: print what changed, fail if it is for the worse",
      text,
    ),
    cache: flag("DIR", "keep answers, ask only for changes, go on after an interruption", text),
    rate: withDefault(flag("N", "requests a second at most (30)", positiveNumber), 30),
    parallel: flag("N", "tarballs at a time (4; full: 2)", positiveNumber),
    ...trustFlags,
    ...strictFlag,
    ...networkFlags,
    ...outputFlags,
  },
  unaffectedBy: [],
  examples: [
    { command: "pyverify audit --report site", meaning: "everything on python.org, as a web page" },
    { command: "pyverify audit 3.13 3.14 --full", meaning: "two series, tarballs included" },
    {
      command: "pyverify audit --report site --since yesterday/report.json",
      meaning: "for a nightly job: exits 6 if something is worse than yesterday",
    },
  ],
});

function parseSeries(given: string): Series {
  if (isSeries(given)) return given;
  throw new PyverifyError("usage", "invalid-value", `"${given}" is not a series`, {
    because: "an audit goes through whole series, written X.Y",
    hint: "for example 3.14; for one release use pyverify fetch or pyverify verify",
  });
}
