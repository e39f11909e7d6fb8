import type { ParsedArgs } from "citty";
import { bundleFlags } from "../../flags/bundle-flags.ts";
import { networkFlags } from "../../flags/network-flags.ts";
import { outputFlags } from "../../terminal/output.ts";
import { signerFlags } from "../../flags/signer-flags.ts";
import { trustFlags } from "../../flags/trust-flags.ts";

/** What `pyverify verify` takes. */
export const verifyArguments = {
  file: {
    type: "positional",
    required: true,
    description: "Python-VERSION.tar.xz or .tgz, any other file with --release, or sha256:HEX",
  },
  ...bundleFlags,
  release: {
    type: "string",
    valueHint: "VERSION",
    description: "the release, if the file's name does not say it",
  },
  offline: { type: "boolean", description: "no network: takes the embedded trusted root" },
  ...trustFlags,
  ...signerFlags,
  ...networkFlags,
  ...outputFlags,
} as const;

export type VerifyArguments = ParsedArgs<typeof verifyArguments>;
