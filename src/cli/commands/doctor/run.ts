import { exitCodes, PyverifyError } from "../../../base/errors.ts";
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
import { httpClient } from "../../../http/http-client.ts";
import { pythonOrg } from "../../../release/release.ts";
import type { ArgumentsOf } from "../../definition.ts";
import type { Given } from "../../arguments/flag.ts";
import { networkSettings } from "../../flags/network-settings.ts";
import { refuseOverrides } from "../../flags/strict-flag.ts";
import { namingOut } from "../../flags/out-flag.ts";
import { trustedRootSource } from "../../flags/trust-flags.ts";
import type { Host } from "../../terminal/host.ts";
import { line, paint, Printable } from "../../terminal/printable.ts";
import type { definition } from "./definition.ts";

/** Runs every check, and exits as the first that failed would make a fetch exit. */
export async function run(args: ArgumentsOf<typeof definition>, host: Host): Promise<number> {
  const offline = args.offline?.value === true;
  const settings = networkSettings(args, host.env);
  const http = httpClient(settings);
  const network = { settings, http, mirror: args.mirror?.value ?? pythonOrg };
  const root = trustedRootSource(args, offline ? undefined : http);
  refuseOverrides(args, { root, mirror: network.mirror });
  const checks: HealthCheck[] = [
    ...(offline ? [] : [nameLookUp(network), mirrorAnswer(network)]),
    trustedRootAtHand(root),
    outputFolder(args.out.value),
    ...(args.cache === undefined ? [] : [cacheFolder(args.cache.value)]),
    decoder(args.format.value),
  ];
  const json = args.json?.value === true;
  const results: Result[] = [];
  for (const check of checks) {
    const result = await examine(check, args.out, host);
    results.push(result);
    if (!json) await host.stdout.print(linesFor(result, host));
  }
  if (json) await host.stdout.print(Printable.json({ checks: results }));
  const failed = results.find(({ outcome }) => outcome === "failed");
  return failed?.kind === undefined ? 0 : exitCodes[failed.kind];
}

interface Result {
  readonly check: string;
  readonly outcome: Finding["outcome"] | "failed";
  readonly text: string;
  readonly kind?: PyverifyError["kind"];
  readonly code?: PyverifyError["code"];
  readonly because?: string | undefined;
  readonly hint?: string | undefined;
}

async function examine(check: HealthCheck, out: Given<string>, host: Host): Promise<Result> {
  try {
    const finding = await check.run({ observe: () => undefined, signal: host.signal });
    return { check: check.name, ...finding };
  } catch (failure) {
    host.signal.throwIfAborted();
    const error = namingOut(failure, out);
    if (!(error instanceof PyverifyError)) throw error;
    const { kind, code, message, because } = error;
    // Elsewhere this is good advice.
    const hint = error.hint?.replace("; run pyverify doctor", "");
    return { check: check.name, outcome: "failed", text: message, kind, code, because, hint };
  }
}

const colorsOf = { ok: "cyan", warning: "yellow", failed: "red" } as const;

function linesFor({ check, outcome, text, because, hint }: Result, { stdout }: Host): Printable {
  const lines = [line`${paint(stdout, colorsOf[outcome], outcome.padEnd(7))}  ${check}: ${text}`];
  if (because !== undefined) lines.push(line`         because: ${because}`);
  if (hint !== undefined) lines.push(line`         hint: ${hint}`);
  return Printable.lines(lines);
}
