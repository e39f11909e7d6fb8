import { PyverifyError } from "../../../base/errors.ts";
import { pythonOrg, tarballFormats } from "../../../release/release.ts";
import { isSeries, type Series } from "../../../release/version.ts";
import { parseServiceAddress } from "../../../http/settings/web-address.ts";
import { parseMirrorUrl } from "../../../source/mirror-url.ts";
import { define } from "../../definition.ts";
import { artifactFlag } from "../../flags/artifact-flag.ts";
import { folderPath } from "../../flags/source-flags.ts";
import { choice, flag, switchFlag, withDefault } from "../../arguments/flag.ts";
import { networkFlags } from "../../flags/network-flags.ts";
import { outputFlags } from "../../flags/output-flags.ts";
import { strictFlag } from "../../flags/strict-flag.ts";
import { trustFlags } from "../../flags/trust-flags.ts";
import { positiveNumber, text } from "../../arguments/values.ts";

/** `pyverify audit`: every release there is. */
export const definition = define({
  name: "audit",
  summary: "verify every release there is, and report",
  description:
    "Verifies the bundle of every file that release managers sign, from the source to the installers,\nand shows what is refused or missing. Without --full, no file is downloaded: the digest is the one\nthat the bundle itself names. That proves that the release manager signed something, and not yet\nthat it is the file which lies beside it.",
  operand: {
    name: "series",
    count: "any number",
    description: "3.13, 3.14, …; all from the first that was signed on, if none is given",
    parse: parseSeries,
  },
  flags: {
    full: switchFlag("download the files too, and verify their digests"),
    artifact: artifactFlag,
    bundles: flag(
      "DIR",
      "audit bundles in a folder, side by side or in X.Y.Z/, without network",
      text,
    ),
    offline: switchFlag("no network at all: needs --bundles, takes the embedded trusted root"),
    format: choice(tarballFormats, "only source tarballs of this format"),
    mirror: flag("URL", `where to look (${pythonOrg})`, parseMirrorUrl),
    report: flag("DIR", "write index.html, report.json there", text),
    feed: flag(
      "DIR",
      "write a site of the verified digests there, for programs to read",
      folderPath,
    ),
    since: flag(
      "FILE",
      "an earlier report.json: print what changed, fail if it is for the worse",
      text,
    ),
    rekor: flag(
      "URL",
      "search this log for signatures of the release managers that nothing listed explains",
      parseServiceAddress,
    ),
    api: flag(
      "URL",
      "compare with the digests that python.org states itself (https://www.python.org/api/v2/)",
      parseServiceAddress,
    ),
    cache: flag("DIR", "keep answers, ask only for changes, go on after an interruption", text),
    rate: withDefault(flag("N", "requests a second at most (30)", positiveNumber), 30),
    parallel: flag("N", "files at a time (4; full: 2)", positiveNumber),
    ...trustFlags,
    ...strictFlag,
    ...networkFlags,
    ...outputFlags,
  },
  unaffectedBy: [],
  examples: [
    { command: "pyverify audit --report site", meaning: "everything on python.org, as a web page" },
    {
      command: "pyverify audit --feed site --cache cache",
      meaning: "the signed digests as JSON and SHA256SUMS, to publish",
    },
    { command: "pyverify audit 3.13 3.14 --full", meaning: "two series, the files included" },
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
