import { PyverifyError } from "../../../base/errors.ts";
import type { Receipt, TagFacts } from "../../../evidence/receipt.ts";
import { type PreparedExtraction, prepareExtraction } from "../../../extract/prepare-extraction.ts";
import type { FetchRequest } from "../../../fetch-source.ts";
import { httpClientWhenNeeded } from "../../../http/lazy-http-client.ts";
import { pythonOrg, type TarballFormat } from "../../../release/release.ts";
import type { VersionSpec } from "../../../release/version.ts";
import { trustedRootInWords } from "../../../verify/overrides.ts";
import type { ArgumentsOf } from "../../definition.ts";
import { lockedRelease } from "../../flags/lock-flag.ts";
import { networkSettings } from "../../flags/network-settings.ts";
import { namingOut } from "../../flags/out-flag.ts";
import { signerChoice } from "../../flags/signer-flags.ts";
import { sourceFrom } from "../../flags/source-from.ts";
import { refuseOverrides } from "../../flags/strict-flag.ts";
import { trustedRootSource } from "../../flags/trust-flags.ts";
import { sourceDateEpoch } from "../../arguments/values.ts";
import type { Host } from "../../terminal/host.ts";
import { line, Printable } from "../../terminal/printable.ts";
import { printResult } from "../../terminal/print-result.ts";
import { withProgress } from "../../terminal/with-progress.ts";
import type { definition } from "./definition.ts";

type FetchArguments = ArgumentsOf<typeof definition>;

/** Fetches a release and says what was proven of it. */
export async function run(args: FetchArguments, host: Host): Promise<number> {
  // The decoding process starts while the modules load that it takes to need it.
  const prepared = prepareExtraction(args.format?.value ?? "tar.xz");
  try {
    return await fetch(args, prepared, host);
  } catch (failure) {
    throw namingOut(failure, args.out);
  } finally {
    prepared.stop();
  }
}

async function fetch(
  args: FetchArguments,
  prepared: PreparedExtraction,
  host: Host,
): Promise<number> {
  const [asked] = args.operands;
  const lock = await lockedRelease(args, asked, host.signal);
  const spec: VersionSpec | undefined =
    lock === undefined ? asked?.value : { type: "version", version: lock.version };
  if (spec === undefined) throw missingVersion();
  const http =
    args.offline?.value === true
      ? undefined
      : httpClientWhenNeeded(networkSettings(args, host.env));
  const mirror = args.mirror?.value ?? lock?.mirror ?? pythonOrg;
  const locked = lock && { signer: lock.signer, lockfile: args.lock?.value ?? "" };
  const signer = signerChoice(args, locked);
  const root = trustedRootSource(args, http, args.cache?.value);
  refuseOverrides(args, { root, mirror });
  const source = sourceFrom(args, mirror, http);
  const epoch = sourceDateEpoch(host.env["SOURCE_DATE_EPOCH"]);
  const requestFor = (format: TarballFormat): FetchRequest => ({
    spec,
    format,
    source,
    signer,
    sha256: args.sha256?.value,
    trustedRoot: root,
    lock,
    extract: {
      destination: args.out.value,
      prepared,
      ...(epoch === undefined ? {} : { sourceDateEpoch: epoch }),
    },
    checkout: args.compare?.value,
    outputs: {
      evidence: args.evidence?.value,
      ociLayout: args["oci-layout"]?.value,
      tarball: args["keep-tarball"]?.value,
    },
  });
  const { fetchSource } = await import("../../../fetch-source.ts");
  const { fetchWithFallback } = await import("../../../fetch-with-fallback.ts");
  const { receipt } = await import("../../../evidence/receipt.ts");
  // A lock, a digest or files of the user's own are one format's, whatever can be decoded here; and
  // an image is to be the same wherever it is made.
  const chosen = lock?.format ?? args.format?.value;
  const isChosen = chosen ?? args.sha256 ?? args.from ?? args["oci-layout"] ?? args["keep-tarball"];
  const { tree, tag, image } = await withProgress(args, host, (context) =>
    isChosen === undefined
      ? fetchWithFallback(requestFor, context)
      : fetchSource(requestFor(chosen ?? "tar.xz"), context),
  );
  const record = receipt(tree, tag);
  const text = args.json?.value === true ? Printable.json(record) : summary(record, image, args);
  const stays = `CPython ${record.release.version} is verified, whole and in ${record.tree.path}`;
  await printResult(text, host, stays);
  return 0;
}

function summary(record: Receipt, image: string | undefined, args: FetchArguments): Printable {
  const { release, signer, signedAt, transparencyLog, tarball, trustedRoot, tree } = record;
  const [entry] = transparencyLog;
  const mirror = record.overrides?.find(({ what }) => what === "mirror");
  const { lock, evidence, "oci-layout": layout, "keep-tarball": kept } = args;
  return Printable.lines([
    line`CPython ${release.version} is verified and in ${tree.path}`,
    line`  signed by     ${signer.identity} (${signer.issuer})${signerNote(record)}`,
    line`  signed at     ${signedAt}`,
    line`  log index     ${entry?.logIndex ?? ""}${entry?.url === undefined ? "" : ` (${entry.url})`}`,
    line`  tarball       sha256:${tarball.sha256}`,
    line`  tree          sha256:${tree.digest}, ${tree.files} files`,
    line`  trusted root  ${trustedRootInWords(trustedRoot)}`,
    ...(mirror === undefined ? [] : [line`  mirror        ${mirror.value}`]),
    ...(record.tag === undefined ? [] : [line`  made of       ${tagInWords(record.tag)}`]),
    ...(lock === undefined ? [] : [line`  locked by     ${lock.value}`]),
    ...(evidence === undefined ? [] : [line`  evidence in   ${evidence.value}`]),
    ...(layout === undefined ? [] : [line`  image in      ${layout.value}, ${image ?? ""}`]),
    ...(kept === undefined ? [] : [line`  tarball in    ${kept.value}`]),
  ]);
}

/** The mark of a signer who is accepted in place of the release managers. */
function signerNote({ overrides = [], release }: Receipt): string {
  return overrides.some(({ what }) => what === "signer")
    ? `, NOT the release manager of ${release.series}`
    : "";
}

function tagInWords({ commit }: TagFacts): string {
  return commit === null ? "the checkout, whose commit is unknown" : `commit ${commit}`;
}

function missingVersion(): PyverifyError {
  return new PyverifyError("usage", "missing-argument", "no version is given", {
    because: "pyverify fetch needs to know which release you want",
    hint: "give it as an argument, for example 3.14.0, or as PYTHON_VERSION, or give --lock FILE",
  });
}
