import { httpClient } from "../../../http/http-client.ts";
import { parseMirrorUrl } from "../../../source/mirror.ts";
import { exitCodes, PyverifyError } from "../../../base/errors.ts";
import { pythonOrg } from "../../../release/release.ts";
import { command } from "../../command.ts";
import {
  cacheFolder,
  decoder,
  type Finding,
  type HealthCheck,
  mirrorAnswer,
  nameLookUp,
  outputFolder,
  trustedRootAtHand,
} from "../../../health-checks.ts";
import type { Host } from "../../terminal/host.ts";
import { oneLine } from "../../terminal/messages.ts";
import { networkFlags, networkSettings } from "../../flags/network-flags.ts";
import { paint } from "../../terminal/paint.ts";
import { formatFlag, mirrorFlag } from "../../flags/source-flags.ts";
import { trustedRootSource, trustFlags } from "../../flags/trust-flags.ts";
import { formatJson } from "../../../base/json.ts";

/** `pyverify doctor`: what a fetch would stumble over here. */
export const doctorCommand = command({
  name: "doctor",
  summary: "what a fetch would need here, and how to mend what is wrong",
  description:
    "Checks the network, the mirror, the clock, the trusted root, the folders and the decoder, with\nthe flags and variables that fetch would be given. Exits as the first failure would make it.",
  args: {
    out: {
      type: "string",
      valueHint: "DIR",
      default: "/out",
      description: "the output folder (/out)",
    },
    cache: { type: "string", valueHint: "DIR", description: "the cache, if there is to be one" },
    format: { ...formatFlag, default: "tar.xz" },
    mirror: mirrorFlag,
    offline: { type: "boolean", description: "leave the network out" },
    ...trustFlags,
    ...networkFlags,
    json: { type: "boolean", description: "the findings as JSON on stdout" },
  },
  examples: [
    { command: "pyverify doctor", meaning: "in the stage that fails, before its fetch" },
    { command: "pyverify doctor --mirror https://mirror.example/python/", meaning: "a mirror" },
  ],
  run: async (args, host) => {
    const offline = args.offline === true;
    const settings = networkSettings({ ...args, retries: args.retries ?? "0" }, host.env);
    const http = httpClient(settings);
    const mirror = args.mirror === undefined ? pythonOrg : parseMirrorUrl(args.mirror);
    const network = { settings, http, mirror };
    const checks: HealthCheck[] = [
      ...(offline ? [] : [nameLookUp(network), mirrorAnswer(network)]),
      trustedRootAtHand(trustedRootSource(args, offline ? undefined : http)),
      outputFolder(args.out),
      ...(args.cache === undefined ? [] : [cacheFolder(args.cache)]),
      decoder(args.format),
    ];
    const results: Result[] = [];
    for (const check of checks) {
      const result = await examine(check, host);
      results.push(result);
      if (args.json !== true) host.stdout.write(lineFor(result, host));
    }
    if (args.json === true) host.stdout.write(formatJson({ checks: results }));
    const failed = results.find(({ outcome }) => outcome === "failed");
    return failed?.kind === undefined ? 0 : exitCodes[failed.kind];
  },
});

interface Result {
  readonly check: string;
  readonly outcome: Finding["outcome"] | "failed";
  readonly text: string;
  readonly kind?: PyverifyError["kind"];
  readonly code?: PyverifyError["code"];
  readonly because?: string | undefined;
  readonly hint?: string | undefined;
}

async function examine(check: HealthCheck, host: Host): Promise<Result> {
  try {
    const finding = await check.run({ observe: () => undefined, signal: host.signal });
    return { check: check.name, ...finding };
  } catch (error) {
    host.signal.throwIfAborted();
    if (!(error instanceof PyverifyError)) throw error;
    const { kind, code, message, because } = error;
    // Elsewhere this is good advice.
    const hint = error.hint?.replace("; run pyverify doctor", "");
    return { check: check.name, outcome: "failed", text: message, kind, code, because, hint };
  }
}

const colorsOf = { ok: "cyan", warning: "yellow", failed: "red" } as const;

function lineFor({ check, outcome, text, because, hint }: Result, { stdout }: Host): string {
  const lines = [
    `${paint(stdout, colorsOf[outcome], outcome.padEnd(7))}  ${check}: ${oneLine(text)}`,
  ];
  if (because !== undefined) lines.push(`         because: ${oneLine(because)}`);
  if (hint !== undefined) lines.push(`         hint: ${oneLine(hint)}`);
  return `${lines.join("\n")}\n`;
}
