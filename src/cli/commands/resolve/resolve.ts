import { locate } from "../../../source/download.ts";
import { httpClient } from "../../../http/http-client.ts";
import { parseMirrorUrl } from "../../../source/mirror.ts";
import { resolve } from "../../../source/resolve.ts";
import { redactUrl } from "../../../base/redact-url.ts";
import { pythonOrg } from "../../../release/release.ts";
import { type SourceTarball, sourceTarball } from "../../../release/source-tarball.ts";
import { releaseCycleSource, seriesLife } from "../../../release/series-status.ts";
import { parseVersionSpec } from "../../../release/version.ts";
import { command } from "../../command.ts";
import { networkFlags, networkSettings } from "../../flags/network-flags.ts";
import { outputFlags, withProgress } from "../../terminal/output.ts";
import { signerFlags, signersFrom } from "../../flags/signer-flags.ts";
import { formatFlag, mirrorFlag } from "../../flags/source-flags.ts";
import { formatJson } from "../../../base/json.ts";

/** `pyverify resolve`: what `fetch` would take, without taking it. */
export const resolveCommand = command({
  name: "resolve",
  summary: "which release is meant, where it lies, who must have signed it",
  description:
    "Finds the release that a version, a series or latest means, makes sure that tarball and bundle\nare there, and tells who has to have signed them. Nothing is verified.",
  args: {
    spec: {
      type: "positional",
      required: true,
      description: "3.14.0, 3.15.0b3, a series such as 3.14, or latest; also PYTHON_VERSION",
    },
    format: { ...formatFlag, default: "tar.xz" },
    mirror: mirrorFlag,
    ...signerFlags,
    ...networkFlags,
    ...outputFlags,
  },
  positionalVariables: { spec: "PYTHON_VERSION" },
  examples: [
    { command: "pyverify resolve 3.14", meaning: "the newest final release of the series" },
    { command: "pyverify resolve latest --json", meaning: "the newest of all, for a script" },
  ],
  run: async (args, host) => {
    const spec = parseVersionSpec(args.spec);
    const url = args.mirror === undefined ? pythonOrg : parseMirrorUrl(args.mirror);
    const mirror = { url, format: args.format, http: httpClient(networkSettings(args, host.env)) };
    const options = { format: args.format, mirror: url, signers: signersFrom(args) };
    const found = await withProgress(args, host, async (context) => {
      const resolved = sourceTarball(await resolve(spec, mirror, context), options);
      // What was found in a listing is there; a version that somebody named may not be.
      if (spec.type === "version") await locate(resolved, mirror, context);
      return resolved;
    });
    host.stdout.write(args.json === true ? asJson(found) : asText(found));
    return 0;
  },
});

function asJson(found: SourceTarball): string {
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
  };
  return formatJson(document);
}

function asText(found: SourceTarball): string {
  const life = seriesLife(found.release.series, new Date());
  const status = life === undefined ? "unknown" : `${life.status}, until ${life.endOfLife}`;
  return [
    `CPython ${found.release.version.text}`,
    `  tarball   ${redactUrl(found.url)}`,
    `  bundle    ${redactUrl(found.bundleUrl)}`,
    ...found.release.signers.map(({ subject, issuer }) => `  signer    ${subject} (${issuer})`),
    `  series    ${found.release.series}: ${status} (${releaseCycleSource})`,
    "",
  ].join("\n");
}
