import { redactUrl } from "../../../base/redact-url.ts";
import { httpClient } from "../../../http/http-client.ts";
import { type Artifact, artifact } from "../../../release/artifact.ts";
import { type ArtifactType, sourceType, typesOf } from "../../../release/artifact-types.ts";
import { pythonOrg } from "../../../release/release.ts";
import { releaseCycleSource, seriesLife } from "../../../release/series-status.ts";
import { mirrorSource } from "../../../source/mirror-source.ts";
import { requireThere } from "../../../source/obtain.ts";
import { warnOfOtherSigner } from "../../../verify/overrides.ts";
import type { ArgumentsOf } from "../../definition.ts";
import { refuseFormatOfOthers } from "../../flags/artifact-flag.ts";
import { networkSettings } from "../../flags/network-settings.ts";
import { signerChoice } from "../../flags/signer-flags.ts";
import { refuseOverrides } from "../../flags/strict-flag.ts";
import type { Host } from "../../terminal/host.ts";
import { line, Printable } from "../../terminal/printable.ts";
import { withProgress } from "../../terminal/with-progress.ts";
import type { definition } from "./definition.ts";

type ResolveArguments = ArgumentsOf<typeof definition>;

/** Finds the release that is meant, and says where it lies and who has to have signed it. */
export async function run(args: ResolveArguments, host: Host): Promise<number> {
  const [{ value: spec }] = args.operands;
  const url = args.mirror?.value ?? pythonOrg;
  const type = typeOf(args);
  const source = mirrorSource(url, httpClient(networkSettings(args, host.env)));
  const options = { mirror: url, signer: signerChoice(args) };
  refuseOverrides(args, { mirror: url });
  const found = await withProgress(args, host, async (context) => {
    const version = await source.find(spec, { type }, context);
    const resolved = artifact(version, type, options);
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

/** The type of the file that is meant; of the source, the one of the format that is. */
function typeOf({ artifact: kind, format }: ResolveArguments): ArtifactType {
  refuseFormatOfOthers({ artifact: kind, format });
  const [only] = kind === undefined ? [] : typesOf(kind.value);
  return only === undefined || only.kind === "source" ? sourceType(format.value) : only;
}

function asJson(found: Artifact): Printable {
  const life = seriesLife(found.release.series, new Date());
  const document = {
    version: found.release.version.text,
    series: found.release.series,
    status: life?.status ?? null,
    endOfLife: life?.endOfLife ?? null,
    artifact: found.type.kind,
    file: found.fileName,
    fileUrl: redactUrl(found.url),
    ...(found.type.format === undefined
      ? {}
      : { format: found.type.format, tarballUrl: redactUrl(found.url) }),
    bundleUrl: redactUrl(found.bundleUrl),
    signers: found.release.signers.map(({ subject, issuer }) => ({ identity: subject, issuer })),
    signerIsReleaseManager: !found.release.isSignerOverridden,
  };
  return Printable.json(document);
}

function asText(found: Artifact): Printable {
  const life = seriesLife(found.release.series, new Date());
  const status = life === undefined ? "unknown" : `${life.status}, until ${life.endOfLife}`;
  const note = found.release.isSignerOverridden ? ", NOT the release manager" : "";
  const { format, title } = found.type;
  return Printable.lines([
    line`CPython ${found.release.version.text}${format === undefined ? `, ${title}` : ""}`,
    line`  ${format === undefined ? "file   " : "tarball"}   ${redactUrl(found.url)}`,
    line`  bundle    ${redactUrl(found.bundleUrl)}`,
    ...found.release.signers.map(
      ({ subject, issuer }) => line`  signer    ${subject} (${issuer})${note}`,
    ),
    line`  series    ${found.release.series}: ${status} (${releaseCycleSource})`,
  ]);
}
