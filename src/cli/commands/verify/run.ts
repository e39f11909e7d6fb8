import { PyverifyError } from "../../../base/errors.ts";
import type { StageContext } from "../../../base/progress.ts";
import { rfc3339 } from "../../../base/rfc3339.ts";
import { httpClientWhenNeeded } from "../../../http/lazy-http-client.ts";
import { type GivenArtifact, readArtifact } from "../../../read-artifact.ts";
import { overridesOf } from "../../../verify/overrides.ts";
import type { Expectation, VerifiedFile } from "../../../verify-artifact.ts";
import type { ArgumentsOf } from "../../definition.ts";
import { bundlePlace } from "../../flags/bundle-flags.ts";
import { networkSettings } from "../../flags/network-settings.ts";
import { signerChoice } from "../../flags/signer-flags.ts";
import { refuseOverrides } from "../../flags/strict-flag.ts";
import { trustedRootSource } from "../../flags/trust-flags.ts";
import type { Host } from "../../terminal/host.ts";
import { errorJson, reportFailure } from "../../terminal/messages.ts";
import { line, Printable } from "../../terminal/printable.ts";
import { withProgress } from "../../terminal/with-progress.ts";
import type { definition } from "./definition.ts";

type VerifyArguments = ArgumentsOf<typeof definition>;

/** Verifies each file, and says of each what came out. */
export async function run(args: VerifyArguments, host: Host): Promise<number> {
  const files = args.operands.map(({ value }) => value);
  const http =
    args.offline?.value === true
      ? undefined
      : httpClientWhenNeeded(networkSettings(args, host.env));
  const bundle = bundlePlace(args, files.length, http);
  const signer = signerChoice(args);
  const source = trustedRootSource(args, http);
  refuseOverrides(args, { root: source });
  // Comes in while the modules load that verify it; a failure shows when its turn has come.
  const first = readArtifact(args.operands[0].value, host.signal);
  first.catch(() => undefined);
  const { trustedRoot } = await import("../../../trust/trust.ts");
  const outcomes = await withProgress(args, host, async (context) => {
    const root = await trustedRoot(source, context);
    const expectation = { bundle, version: args.release?.value, signer, root };
    const all: Outcome[] = [];
    for (const [index, file] of files.entries()) {
      const artifact = index === 0 ? first : readArtifact(file, context.signal);
      all.push(await outcomeOf(file.text, artifact, expectation, context));
    }
    return all;
  });
  return report(outcomes, args, host);
}

type Outcome =
  | ({ readonly file: string } & VerifiedFile)
  | { readonly file: string; readonly failure: PyverifyError };

async function outcomeOf(
  file: string,
  reading: Promise<GivenArtifact>,
  expectation: Expectation,
  context: StageContext,
): Promise<Outcome> {
  const { verifyArtifact } = await import("../../../verify-artifact.ts");
  try {
    return { file, ...(await verifyArtifact(await reading, expectation, context)) };
  } catch (failure) {
    // One bad file must not hide what is wrong with the next.
    if (failure instanceof PyverifyError) return { file, failure };
    throw failure;
  }
}

/** @returns the exit code: 0 if all verify, 6 if any was refused, otherwise that of the first failure */
async function report(
  outcomes: readonly Outcome[],
  args: VerifyArguments,
  host: Host,
): Promise<number> {
  const failures = outcomes.filter((outcome) => "failure" in outcome);
  const worst = failures.find(({ failure }) => failure.kind === "verification") ?? failures[0];
  if (args.json?.value === true) await host.stdout.print(asJson(outcomes, worst?.failure));
  for (const outcome of outcomes) {
    if ("failure" in outcome) {
      const { failure, file: subject } = outcome;
      await reportFailure(failure, host, {
        json: false,
        verbose: args.verbose?.value === true,
        subject,
      });
    } else if (args.json?.value !== true) {
      await host.stdout.print(Printable.lines([sentence(outcome)]));
    }
  }
  return worst?.failure.exitCode ?? 0;
}

function sentence(outcome: { file: string } & VerifiedFile): Printable {
  const { file, verification, isSignerOverridden, release } = outcome;
  const { signer, signedAt, transparencyLog } = verification;
  const indexes = transparencyLog.map((entry) => entry.logIndex).join(", ");
  const note = isSignerOverridden ? ", NOT a release manager," : "";
  const overrides = overridesOf({ isSignerOverridden }, verification);
  const root = overrides.find(({ what }) => what === "trusted-root");
  const proof = release === undefined ? "" : `; ${proofWords(release)}`;
  const ending = root === undefined ? "" : `; trusted root: ${root.value}`;
  return line`${file}: signed by ${signer.subject} (${signer.issuer})${note} at ${rfc3339(signedAt)}, log index ${indexes}${proof}${ending}`;
}

function proofWords({ version, proof }: NonNullable<VerifiedFile["release"]>): string {
  return proof.proven
    ? `CPython ${version.text} by ${proof.by}`
    : `release not proven: ${proof.because}`;
}

function asJson(outcomes: readonly Outcome[], worst: PyverifyError | undefined): Printable {
  const error = worst === undefined ? {} : { error: errorJson(worst) };
  return Printable.json({ files: outcomes.map(outcomeJson), ...error });
}

function outcomeJson(outcome: Outcome): unknown {
  const { file } = outcome;
  if ("failure" in outcome) return { file, verified: false, error: errorJson(outcome.failure) };
  const { verification, isSignerOverridden, release } = outcome;
  const overrides = overridesOf({ isSignerOverridden }, verification);
  const { subject: identity, issuer } = verification.signer;
  const signedAt = rfc3339(verification.signedAt);
  return {
    file,
    verified: true,
    ...verification,
    signer: { identity, issuer },
    signedAt,
    ...(release === undefined
      ? {}
      : { release: { version: release.version.text, ...release.proof } }),
    ...(overrides.length === 0 ? {} : { overrides }),
  };
}
