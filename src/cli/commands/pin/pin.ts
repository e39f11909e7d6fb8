import { type HttpClient, httpClient } from "../../../http/http-client.ts";
import { parseMirrorUrl } from "../../../source/mirror.ts";
import { PyverifyError } from "../../../base/errors.ts";
import { distinctReleases } from "../../../lock/distinct-releases.ts";
import type { LockedRelease } from "../../../lock/locked-release.ts";
import { pinRelease } from "../../../pin-release.ts";
import type { StageContext } from "../../../base/progress.ts";
import { type AcceptedSigners, pythonOrg, type TarballFormat } from "../../../release/release.ts";
import { parseVersionSpec, type VersionSpec } from "../../../release/version.ts";
import { trustedRoot, type TrustedRootSource } from "../../../trust/trust.ts";
import { command } from "../../command.ts";
import { networkFlags, networkSettings } from "../../flags/network-flags.ts";
import { outputFlags, withProgress } from "../../terminal/output.ts";
import { type PinFormat, pinFormats, singleFormats } from "./pin-formats.ts";
import { updateLockfile } from "./pin-update.ts";
import { signerFlags, signersFrom } from "../../flags/signer-flags.ts";
import { formatFlag, mirrorFlag } from "../../flags/source-flags.ts";
import { trustedRootSource, trustFlags } from "../../flags/trust-flags.ts";

const formats: PinFormat[] = [
  "lock",
  "dockerfile",
  "env",
  "docker-library",
  "buildkit-policy",
  "json",
];

/** `pyverify pin`: digests that can be believed. */
export const pinCommand = command({
  name: "pin",
  summary: "a digest that can be trusted, as a lockfile or a line to paste",
  description:
    "Verifies a release's bundle and prints the digest that was signed, without downloading the\ntarball. A signature names no version: that the digest is of this release is proven by --full, or\nby pyverify fetch, which refuses any other.",
  args: {
    spec: {
      type: "positional",
      required: false,
      description: "3.14.0, 3.15.0b3, a series such as 3.14, or latest; several may be given",
    },
    as: {
      type: "enum",
      options: formats,
      description: "what to print (lock)",
    },
    full: {
      type: "boolean",
      description: "download the tarball too, and read which release it is",
    },
    update: {
      type: "string",
      valueHint: "FILE",
      description: "move each release of a lockfile to the newest of its series",
    },
    format: formatFlag,
    mirror: mirrorFlag,
    ...trustFlags,
    ...signerFlags,
    ...networkFlags,
    ...outputFlags,
  },
  variadic: true,
  examples: [
    { command: "pyverify pin 3.14 > pyverify.lock", meaning: "lock the newest 3.14" },
    { command: "pyverify pin --update pyverify.lock", meaning: "and later move it on" },
    { command: "pyverify pin 3.14.0 --as dockerfile", meaning: "ADD lines with checksums" },
    {
      command: "pyverify pin 3.13 3.14 --as docker-library",
      meaning: "for docker-library's versions.json",
    },
  ],
  run: async (args, host) => {
    const specs = args._.map(parseVersionSpec);
    const as = args.as ?? (args.json === true ? "json" : "lock");
    checkFlags(args, specs.length, as);
    const http = httpClient(networkSettings(args, host.env));
    const common = {
      http,
      mirror: args.mirror === undefined ? undefined : parseMirrorUrl(args.mirror),
      signers: signersFrom(args),
      root: trustedRootSource(args, http),
      full: args.full === true,
    };
    const text = await withProgress(args, host, async (context) =>
      args.update === undefined
        ? pinFormats[as](
            await pinAll(specs, { ...common, format: args.format ?? "tar.xz", as }, context),
          )
        : updateLockfile(args.update, { ...common, json: args.json === true }, context),
    );
    host.stdout.write(text);
    return 0;
  },
});

interface PinsRequest {
  readonly http: HttpClient;
  readonly mirror: string | undefined;
  readonly signers: AcceptedSigners | undefined;
  readonly root: TrustedRootSource;
  readonly full: boolean;
  readonly format: TarballFormat;
  readonly as: PinFormat;
}

async function pinAll(
  specs: readonly VersionSpec[],
  { http, mirror: url = pythonOrg, signers, root: source, full, format, as }: PinsRequest,
  context: StageContext,
): Promise<LockedRelease[]> {
  const root = await trustedRoot(source, context);
  const mirror = { url, format, http };
  const pins: LockedRelease[] = [];
  for (const spec of specs) {
    const options = { format, mirror: url, signers };
    pins.push(await pinRelease({ spec, tarball: options, mirror, root, full }, context));
  }
  if (!full && as !== "lock") warnOfVersions(context);
  // Two SPECs may mean the same release, which is known only now.
  return distinctReleases(pins);
}

interface PinArguments {
  readonly as?: PinFormat | undefined;
  readonly json?: boolean | undefined;
  readonly update?: string | undefined;
  readonly format?: string | undefined;
}

function checkFlags(args: PinArguments, specs: number, as: PinFormat): void {
  if (args.update !== undefined) {
    const surplus = specs > 0 ? "a SPEC" : args.as !== undefined ? "--as" : "--format";
    if (specs === 0 && args.as === undefined && args.format === undefined) return;
    throw conflict(`--update and ${surplus} exclude each other`, "the lockfile says what to renew");
  }
  if (specs === 0) {
    throw new PyverifyError("usage", "missing-argument", "nothing to pin is given", {
      because: "pyverify pin needs to know which releases you want",
      hint: "give a version or a series, for example 3.14, or --update FILE",
    });
  }
  if (specs > 1 && singleFormats.includes(as)) {
    throw conflict(
      `--as ${as} has room for one release, and ${specs} are given`,
      "their names would be the same",
    );
  }
  if (args.as !== undefined && args.json === true) {
    throw conflict("--as and --json are not accepted together", "both say what to print");
  }
}

/** A lockfile says so itself, and fetch proves what it locks; other tools do not. */
function warnOfVersions({ observe }: StageContext): void {
  observe({
    type: "warning",
    message:
      "the signature covers the digest and names no version; pyverify fetch refuses any other release, and --full proves it now",
  });
}

function conflict(message: string, because: string): PyverifyError {
  return new PyverifyError("usage", "conflicting-flags", message, {
    because,
    hint: "leave one of them out; see pyverify pin --help",
  });
}
