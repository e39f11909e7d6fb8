import type { ParsedArgs } from "citty";
import { lockFlag } from "../../flags/lock-flag.ts";
import { networkFlags } from "../../flags/network-flags.ts";
import { outputFlags } from "../../terminal/output.ts";
import { signerFlags } from "../../flags/signer-flags.ts";
import { formatFlag, mirrorFlag } from "../../flags/source-flags.ts";
import { trustFlags } from "../../flags/trust-flags.ts";

/** What `pyverify fetch` takes. */
export const fetchArguments = {
  version: {
    type: "positional",
    required: false,
    description: "3.14.0, 3.15.0b3, a series such as 3.14, or latest; also PYTHON_VERSION",
  },
  out: {
    type: "string",
    valueHint: "DIR",
    default: "/out",
    description: "the source tree; missing or empty (/out)",
  },
  format: formatFlag,
  mirror: mirrorFlag,
  from: {
    type: "string",
    valueHint: "DIR",
    description: "a folder that holds tarball and .sigstore already",
  },
  cache: {
    type: "string",
    valueHint: "DIR",
    description: "keep downloads there for later builds; verified anew on every use",
  },
  offline: {
    type: "boolean",
    description: "no network at all: needs --from, takes the embedded trusted root",
  },
  sha256: {
    type: "string",
    valueHint: "HEX",
    description: "a second lock: the tarball must have this digest too",
  },
  ...lockFlag,
  evidence: {
    type: "string",
    valueHint: "DIR",
    description: "receipt, SBOMs, verification summary; missing or empty, outside the tree",
  },
  "keep-tarball": {
    type: "string",
    valueHint: "FILE",
    description: "also leave the verified tarball; a file that does not exist yet",
  },
  ...trustFlags,
  ...signerFlags,
  ...networkFlags,
  ...outputFlags,
} as const;

export type FetchArguments = ParsedArgs<typeof fetchArguments>;
