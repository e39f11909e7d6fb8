import { parseVersionSpec } from "../../../release/version.ts";
import { define } from "../../definition.ts";
import { flag } from "../../arguments/flag.ts";
import { lockFlag } from "../../flags/lock-flag.ts";
import { networkFlags } from "../../flags/network-flags.ts";
import { outFlag } from "../../flags/out-flag.ts";
import { outputFlags } from "../../flags/output-flags.ts";
import { signerFlags } from "../../flags/signer-flags.ts";
import {
  cacheFlag,
  formatFlag,
  fromFlag,
  mirrorFlag,
  offlineFlag,
} from "../../flags/source-flags.ts";
import { strictFlag } from "../../flags/strict-flag.ts";
import { trustFlags } from "../../flags/trust-flags.ts";
import { sha256Hex, text } from "../../arguments/values.ts";

/** `pyverify fetch`: the main job. */
export const definition = define({
  name: "fetch",
  summary: "download, verify, extract a CPython source release",
  description:
    "Downloads a source tarball and its Sigstore bundle, verifies that the series' release manager\nsigned it, and extracts it. Nothing is left behind unless all of it succeeds.",
  operand: {
    name: "version",
    count: "optional",
    variable: "PYTHON_VERSION",
    description: "3.14.0, 3.15.0b3, a series such as 3.14, 3.15-rc, or latest; also PYTHON_VERSION",
    parse: parseVersionSpec,
  },
  flags: {
    out: outFlag("the source tree; missing or empty"),
    format: formatFlag,
    mirror: mirrorFlag,
    from: fromFlag,
    cache: cacheFlag,
    offline: offlineFlag,
    sha256: flag("HEX", "a second lock: the tarball must have this digest too", sha256Hex),
    ...lockFlag,
    compare: flag(
      "DIR",
      "a checkout of the release's git tag: refuse a tarball that holds anything else",
      text,
    ),
    evidence: flag(
      "DIR",
      "receipt, SBOMs, verification summary; missing or empty, outside the tree",
      text,
    ),
    "oci-layout": flag(
      "DIR",
      "also leave an image of the tree, an OCI layout; missing or empty",
      text,
    ),
    "keep-tarball": flag(
      "FILE",
      "also leave the verified tarball; a file that does not exist yet",
      text,
    ),
    ...trustFlags,
    ...signerFlags,
    ...strictFlag,
    ...networkFlags,
    ...outputFlags,
  },
  unaffectedBy: [],
  examples: [
    { command: "pyverify fetch 3.14.0", meaning: "into /out, from python.org" },
    { command: "pyverify fetch 3.14 --out src", meaning: "the newest 3.14 there is, into ./src" },
    {
      command: "pyverify fetch 3.14.0 --offline --from /downloads",
      meaning: "without any network",
    },
    {
      command: "pyverify fetch --lock pyverify.lock --out /out/python --evidence /out/evidence",
      meaning: "what was pinned and nothing else, with documents about it",
    },
    {
      command: "pyverify fetch 3.14.0 --out /out/python --oci-layout /out/image",
      meaning: "an image of the source too, for a registry: skopeo copy --all oci:image ...",
    },
  ],
});
