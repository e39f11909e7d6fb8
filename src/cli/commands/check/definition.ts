import { define } from "../../definition.ts";
import { choice, switchFlag } from "../../arguments/flag.ts";
import { networkFlags } from "../../flags/network-flags.ts";
import { outputFlags } from "../../flags/output-flags.ts";
import { feedFlag, fromFlag, mirrorFlag } from "../../flags/source-flags.ts";
import { strictFlag } from "../../flags/strict-flag.ts";
import { trustFlags } from "../../flags/trust-flags.ts";
import { text } from "../../arguments/values.ts";

/** What a check can be printed as. */
export const checkFormats = ["text", "json", "sarif", "github"] as const;

/** `pyverify check`: digests that files have pinned already. */
export const definition = define({
  name: "check",
  summary: "whether digests that files pin were signed",
  description:
    "Finds the SHA-256 digests that Dockerfiles, versions.json, PKGBUILDs, Nix, Bazel or any other text\npin CPython's files by, and compares each with what the release manager signed. Only bundles are\ndownloaded. Exits with 6 if a digest is wrong.",
  operand: {
    name: "file",
    count: "one or more",
    description: "a file that pins CPython, or a folder of which every file is looked into",
    parse: text,
  },
  flags: {
    as: choice(checkFormats, "what to print (text)"),
    "fail-on-unknown": switchFlag("exit with 6 also for a pin of which nothing is known"),
    mirror: mirrorFlag,
    from: fromFlag,
    feed: feedFlag,
    offline: switchFlag(
      "no network at all: needs --from or --feed DIR, takes the embedded trusted root",
    ),
    ...trustFlags,
    ...strictFlag,
    ...networkFlags,
    ...outputFlags,
  },
  unaffectedBy: ["lock", "sha256"],
  examples: [
    { command: "pyverify check Dockerfile", meaning: "one file" },
    { command: "pyverify check .", meaning: "every file of a folder" },
    {
      command: "pyverify check versions.json --from bundles --offline",
      meaning: "with bundles that are here already",
    },
    {
      command: "pyverify check . --feed https://example.org/",
      meaning: "with the bundles of a feed, or on its word where it has none",
    },
    {
      command: "pyverify check . --as sarif > pins.sarif",
      meaning: "for code scanning; --as github annotates the lines",
    },
  ],
});
