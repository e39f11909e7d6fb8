import type { HttpClient } from "../../../http/http-client.ts";
import { httpClientWhenNeeded } from "../../../http/lazy-http-client.ts";
import { PyverifyError } from "../../../base/errors.ts";
import { proveTopFolder } from "../../../extract/top-folder.ts";
import type { StageContext } from "../../../base/progress.ts";
import { type AcceptedSigners, pythonOrg, type TarballFormat } from "../../../release/release.ts";
import { sourceTarball } from "../../../release/source-tarball.ts";
import { parseVersion } from "../../../release/version.ts";
import { trustedRoot } from "../../../trust/trust.ts";
import type { TrustedRoot } from "../../../trust/trusted-root.ts";
import { type Verification } from "../../../verify/verification.ts";
import { verify, verifyDigest } from "../../../verify/verify.ts";
import { type Artifact, readArtifact, refuseBundle } from "./artifact.ts";
import { type BundleArguments, checkBundleFlags, findBundle } from "../../flags/bundle-flags.ts";
import type { Host } from "../../terminal/host.ts";
import { errorJson, reportFailure } from "../../terminal/messages.ts";
import { networkSettings } from "../../flags/network-flags.ts";
import { withProgress } from "../../terminal/output.ts";
import { signersFrom } from "../../flags/signer-flags.ts";
import { trustedRootSource } from "../../flags/trust-flags.ts";
import type { VerifyArguments } from "./verify-arguments.ts";
import { formatJson } from "../../../base/json.ts";
import { rfc3339 } from "../../../base/rfc3339.ts";

/**
 * Runs `pyverify verify`.
 *
 * @param first the first file, which is being read already
 * @returns the exit code
 */
export async function runVerify(
  args: VerifyArguments,
  first: Promise<Artifact>,
  host: Host,
): Promise<number> {
  const files = args._;
  files.forEach(refuseBundle);
  const http: HttpClient | undefined =
    args.offline === true ? undefined : httpClientWhenNeeded(networkSettings(args, host.env));
  const accepted = signersFrom(args);
  checkBundleFlags(args, files.length, http === undefined);
  const source = trustedRootSource(args, http);
  const outcomes = await withProgress(args, host, async (context) => {
    const root = await trustedRoot(source, context);
    const all: Outcome[] = [];
    for (const [index, file] of files.entries()) {
      const artifact = index === 0 ? first : readArtifact(file, context.signal);
      all.push(await outcomeOf(file, artifact, { args, accepted, root, http }, context));
    }
    return all;
  });
  return report(outcomes, args, host);
}

/** What holds for every file of the run. */
interface Terms {
  readonly args: BundleArguments & { readonly release?: string | undefined };
  readonly accepted: AcceptedSigners | undefined;
  readonly root: TrustedRoot;
  readonly http: HttpClient | undefined;
}

type Outcome =
  | { readonly file: string; readonly verification: Verification }
  | { readonly file: string; readonly failure: PyverifyError };

async function outcomeOf(
  file: string,
  reading: Promise<Artifact>,
  terms: Terms,
  context: StageContext,
): Promise<Outcome> {
  try {
    const artifact = await reading;
    const bundle = await findBundle(artifact, terms.args, terms.http, context);
    return { file, verification: await verifyArtifact(artifact, bundle, terms) };
  } catch (failure) {
    // One bad file must not hide what is wrong with the next.
    if (failure instanceof PyverifyError) return { file, failure };
    throw failure;
  }
}

async function verifyArtifact(
  artifact: Artifact,
  bundle: Buffer,
  { args, accepted, root }: Terms,
): Promise<Verification> {
  const { claim, file } = artifact;
  const version = args.release ?? claim?.version;
  if (version === undefined) {
    if (accepted === undefined) throw unnamedRelease(artifact);
    return verifyDigest(artifact.sha256, bundle, accepted, root);
  }
  const format = claim?.format ?? (file && compressionOf(file.content.bytes));
  const wanted = sourceTarball(parseVersion(version), {
    format: format ?? "tar.xz",
    mirror: pythonOrg,
    signers: accepted,
  });
  // Of a digest, or of anything but a tarball, nothing says which release it is.
  if (file === undefined || format === undefined) {
    return verifyDigest(artifact.sha256, bundle, wanted.release.signers, root);
  }
  const verified = verify({ artifact: wanted, tarball: file.content, bundle }, root);
  await proveTopFolder(verified);
  return verified.verification;
}

/** What a file that is not named like a source tarball begins as. */
function compressionOf(bytes: Buffer): TarballFormat | undefined {
  if (bytes.subarray(0, 6).equals(xzMagic)) return "tar.xz";
  return bytes.subarray(0, 2).equals(gzipMagic) ? "tgz" : undefined;
}

// https://tukaani.org/xz/xz-file-format.txt, 2.1.1.1, and https://www.rfc-editor.org/rfc/rfc1952
const xzMagic = Buffer.from("fd377a585a00", "hex");
const gzipMagic = Buffer.from("1f8b", "hex");

function unnamedRelease({ name }: Artifact): PyverifyError {
  return new PyverifyError(
    "usage",
    "missing-argument",
    `${name} does not say which release it is`,
    {
      because: "who has to have signed depends on the series",
      hint: "name the release with --release VERSION, or a signer with --certificate-identity",
    },
  );
}

/** @returns the exit code: 0 if all verify, 6 if any was refused, otherwise that of the first failure */
function report(
  outcomes: readonly Outcome[],
  args: { json?: boolean | undefined; verbose?: boolean | undefined },
  host: Host,
): number {
  const failures = outcomes.filter((outcome) => "failure" in outcome);
  const worst = failures.find(({ failure }) => failure.kind === "verification") ?? failures[0];
  if (args.json === true) host.stdout.write(asJson(outcomes, worst?.failure));
  for (const outcome of outcomes) {
    if ("failure" in outcome) {
      const { failure, file: subject } = outcome;
      reportFailure(failure, host, { json: false, verbose: args.verbose === true, subject });
    } else if (args.json !== true) {
      host.stdout.write(`${sentence(outcome.file, outcome.verification)}\n`);
    }
  }
  return worst?.failure.exitCode ?? 0;
}

function sentence(file: string, { signer, signedAt, transparencyLog }: Verification): string {
  const indexes = transparencyLog.map((entry) => entry.logIndex).join(", ");
  return `${file}: signed by ${signer.subject} (${signer.issuer}) at ${rfc3339(signedAt)}, log index ${indexes}`;
}

function asJson(outcomes: readonly Outcome[], worst: PyverifyError | undefined): string {
  const error = worst === undefined ? {} : { error: errorJson(worst) };
  return formatJson({ files: outcomes.map(outcomeJson), ...error });
}

function outcomeJson(outcome: Outcome): unknown {
  const { file } = outcome;
  if ("failure" in outcome) return { file, verified: false, error: errorJson(outcome.failure) };
  const { verification } = outcome;
  const { subject: identity, issuer } = verification.signer;
  const signedAt = rfc3339(verification.signedAt);
  return { file, verified: true, ...verification, signer: { identity, issuer }, signedAt };
}
