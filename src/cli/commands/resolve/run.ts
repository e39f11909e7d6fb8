import { redactUrl } from "../../../base/redact-url.ts";
import { httpClient } from "../../../http/http-client.ts";
import { sourceType } from "../../../release/artifact-types.ts";
import { pythonOrg } from "../../../release/release.ts";
import { releaseCycleSource, seriesLife } from "../../../release/series-status.ts";
import { type SourceTarball, sourceTarball } from "../../../release/source-tarball.ts";
import { mirrorSource } from "../../../source/mirror-source.ts";
import { requireThere } from "../../../source/obtain.ts";
import { warnOfOtherSigner } from "../../../verify/overrides.ts";
import type { ArgumentsOf } from "../../definition.ts";
import { networkSettings } from "../../flags/network-settings.ts";
import { signerChoice } from "../../flags/signer-flags.ts";
import { refuseOverrides } from "../../flags/strict-flag.ts";
import type { Host } from "../../terminal/host.ts";
import { line, Printable } from "../../terminal/printable.ts";
import { withProgress } from "../../terminal/with-progress.ts";
import type { definition } from "./definition.ts";

/** Finds the release that is meant, and says where it lies and who has to have signed it. */
export async function run(args: ArgumentsOf<typeof definition>, host: Host): Promise<number> {
  const [{ value: spec }] = args.operands;
  const url = args.mirror?.value ?? pythonOrg;
  const format = args.format.value;
  const source = mirrorSource(url, httpClient(networkSettings(args, host.env)));
  const options = { format, mirror: url, signer: signerChoice(args) };
  refuseOverrides(args, { mirror: url });
  const found = await withProgress(args, host, async (context) => {
    const version = await source.find(spec, { type: sourceType(format) }, context);
    const resolved = sourceTarball(version, options);
    const { isSignerOverridden, series, signers } = resolved.release;
    if (isSignerOverridden) warnOfOtherSigner(signers[0], series, context);
    // What was found in a listing is there; a version that somebody named may not be.
    if (spec.type !== "version") return resolved;
    context.observe({ type: "start", phase: "resolve", subject: resolved.fileName });
    const { url: bundleUrl } = await requireThere(source, resolved, context);
    context.observe({ type: "end", phase: "resolve" });
    return { ...resolved, bundleUrl };
  });
  await host.stdout.print(args.json?.value === true ? asJson(found) : asText(found));
  return 0;
}

function asJson(found: SourceTarball): Printable {
  const life = seriesLife(found.release.series, new Date());
  const document = {
    version: found.release.version.text,
    series: found.release.series,
    status: life?.status ?? null,
    endOfLife: life?.endOfLife ?? null,
    format: found.format,
    tarballUrl: redactUrl(found.url),
    bundleUrl: redactUrl(found.bundleUrl),
    signers: found.release.signers.map(({ subject, issuer }) => ({ identity: subject, issuer })),
    signerIsReleaseManager: !found.release.isSignerOverridden,
  };
  return Printable.json(document);
}

function asText(found: SourceTarball): Printable {
  const life = seriesLife(found.release.series, new Date());
  const status = life === undefined ? "unknown" : `${life.status}, until ${life.endOfLife}`;
  const note = found.release.isSignerOverridden ? ", NOT the release manager" : "";
  return Printable.lines([
    line`CPython ${found.release.version.text}`,
    line`  tarball   ${redactUrl(found.url)}`,
    line`  bundle    ${redactUrl(found.bundleUrl)}`,
    ...found.release.signers.map(
      ({ subject, issuer }) => line`  signer    ${subject} (${issuer})${note}`,
    ),
    line`  series    ${found.release.series}: ${status} (${releaseCycleSource})`,
  ]);
}
