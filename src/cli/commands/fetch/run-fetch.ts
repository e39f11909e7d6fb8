import type { HttpClient } from "../../../http/http-client.ts";
import { httpClientWhenNeeded } from "../../../http/lazy-http-client.ts";
import { parseMirrorUrl } from "../../../source/mirror.ts";
import { PyverifyError } from "../../../base/errors.ts";
import { type Receipt, receipt } from "../../../evidence/receipt.ts";
import type { Source } from "../../../source/source.ts";
import { type FetchRequest, fetchSource } from "../../../fetch-source.ts";
import type { SourceTree } from "../../../extract/extract.ts";
import type { PreparedExtraction } from "../../../extract/prepare-extraction.ts";
import type { StageContext } from "../../../base/progress.ts";
import { pythonOrg, type TarballFormat } from "../../../release/release.ts";
import { parseVersionSpec, type VersionSpec } from "../../../release/version.ts";
import type { FetchArguments } from "./fetch-arguments.ts";
import type { Host } from "../../terminal/host.ts";
import { lockedRelease } from "../../flags/lock-flag.ts";
import { networkSettings } from "../../flags/network-flags.ts";
import { withProgress } from "../../terminal/output.ts";
import { signersFrom } from "../../flags/signer-flags.ts";
import { trustedRootSource } from "../../flags/trust-flags.ts";
import { sha256Hex, sourceDateEpoch } from "../../flags/values.ts";
import { formatJson } from "../../../base/json.ts";

/**
 * Runs `pyverify fetch`.
 *
 * @param prepared ahead of everything else; left to the caller to stop
 * @returns the exit code
 */
export async function runFetch(
  args: FetchArguments,
  prepared: PreparedExtraction,
  host: Host,
): Promise<number> {
  const asked = args.version === undefined ? undefined : parseVersionSpec(args.version);
  const lock = await lockedRelease(args, asked, host.signal);
  const spec: VersionSpec | undefined =
    lock === undefined ? asked : { type: "version", version: lock.version };
  if (spec === undefined) throw missingVersion();
  const http =
    args.offline === true ? undefined : httpClientWhenNeeded(networkSettings(args, host.env));
  const mirror =
    args.mirror === undefined ? (lock?.mirror ?? pythonOrg) : parseMirrorUrl(args.mirror);
  const epoch = sourceDateEpoch(host.env["SOURCE_DATE_EPOCH"]);
  const requestFor = (format: TarballFormat): FetchRequest => ({
    spec,
    tarball: {
      format,
      mirror,
      signers: lock === undefined ? signersFrom(args) : [lock.signer],
      sha256: args.sha256 === undefined ? undefined : sha256Hex("--sha256", args.sha256),
    },
    source: sourceFrom(args, { url: mirror, format, http }),
    trustedRoot: trustedRootSource(args, http),
    lock,
    extract: {
      destination: args.out,
      prepared,
      ...(epoch === undefined ? {} : { sourceDateEpoch: epoch }),
    },
    outputs: { evidence: args.evidence, tarball: args["keep-tarball"] },
  });
  // A lock, a digest or files of the user's own are one format's, whatever can be decoded here.
  const chosen = lock?.format ?? args.format;
  const isChosen = chosen ?? args.sha256 ?? args.from ?? args["keep-tarball"];
  const tree = await withProgress(args, host, (context) =>
    isChosen === undefined
      ? fetchWhatCanBeDecoded(requestFor, context)
      : fetchSource(requestFor(chosen ?? "tar.xz"), context),
  );
  const record = receipt(tree);
  host.stdout.write(args.json === true ? formatJson(record) : summary(record, args));
  return 0;
}

/**
 * Fetches the .tar.xz; or, where its native decoder cannot be loaded, the .tgz, which needs none.
 * Both are signed by the same people and hold the same files.
 */
async function fetchWhatCanBeDecoded(
  requestFor: (format: TarballFormat) => FetchRequest,
  context: StageContext,
): Promise<SourceTree> {
  try {
    return await fetchSource(requestFor("tar.xz"), context);
  } catch (error) {
    if (!(error instanceof PyverifyError) || error.code !== "format-unavailable") throw error;
    const message = `${error.message}, so the .tgz is taken: ${error.because}`;
    context.observe({ type: "warning", message });
    return await fetchSource(requestFor("tgz"), context).catch((other: unknown) => {
      throw other instanceof PyverifyError && other.kind === "release" ? noWayOut(error) : other;
    });
  }
}

/** The .tgz is not there either: to ask for the .tar.xz again would lead in a circle. */
function noWayOut({ message, because, cause }: PyverifyError): PyverifyError {
  return new PyverifyError(
    "usage",
    "format-unavailable",
    `${message}, and the mirror has no .tgz to take instead`,
    {
      because: because ?? message,
      hint: "install pyverify again, or choose another mirror with --mirror URL",
      cause,
    },
  );
}

function sourceFrom(
  { from, cache }: { from?: string | undefined; cache?: string | undefined },
  { url, format, http }: { url: string; format: TarballFormat; http: HttpClient | undefined },
): Source {
  if (from !== undefined) return { type: "folder", path: from };
  if (http !== undefined) return { type: "mirror", mirror: { url, format, http }, cache };
  throw conflict("--offline needs --from DIR", "without network the files have to be here already");
}

interface Kept {
  readonly evidence?: string | undefined;
  readonly "keep-tarball"?: string | undefined;
  readonly lock?: string | undefined;
}

function summary(record: Receipt, kept: Kept): string {
  const { release, signer, signedAt, transparencyLog, tarball, trustedRoot, tree } = record;
  const [entry] = transparencyLog;
  return [
    `CPython ${release.version} is verified and in ${tree.path}`,
    `  signed by     ${signer.identity} (${signer.issuer})`,
    `  signed at     ${signedAt}`,
    `  log index     ${entry?.logIndex} (${entry?.url})`,
    `  tarball       sha256:${tarball.sha256}`,
    `  tree          sha256:${tree.digest}, ${tree.files} files`,
    `  trusted root  ${trustedRoot.origin}`,
    ...(kept.lock === undefined ? [] : [`  locked by     ${kept.lock}`]),
    ...(kept.evidence === undefined ? [] : [`  evidence in   ${kept.evidence}`]),
    ...(kept["keep-tarball"] === undefined ? [] : [`  tarball in    ${kept["keep-tarball"]}`]),
    "",
  ].join("\n");
}

function missingVersion(): PyverifyError {
  return new PyverifyError("usage", "missing-argument", "no version is given", {
    because: "pyverify fetch needs to know which release you want",
    hint: "give it as an argument, for example 3.14.0, or as PYTHON_VERSION, or give --lock FILE",
  });
}

function conflict(message: string, because: string): PyverifyError {
  return new PyverifyError("usage", "conflicting-flags", message, {
    because,
    hint: "see pyverify fetch --help",
  });
}
