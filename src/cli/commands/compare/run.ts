import { PyverifyError } from "../../../base/errors.ts";
import { rfc3339 } from "../../../base/rfc3339.ts";
import { type ComparedRelease, compareRelease } from "../../../compare-release.ts";
import { requireSame } from "../../../compare/tag-mismatch.ts";
import { httpClientWhenNeeded } from "../../../http/lazy-http-client.ts";
import { pythonOrg } from "../../../release/release.ts";
import { overridesOf } from "../../../verify/overrides.ts";
import type { ArgumentsOf } from "../../definition.ts";
import { networkSettings } from "../../flags/network-settings.ts";
import { signerChoice } from "../../flags/signer-flags.ts";
import { sourceFrom } from "../../flags/source-from.ts";
import { refuseOverrides } from "../../flags/strict-flag.ts";
import { trustedRootSource } from "../../flags/trust-flags.ts";
import type { Host } from "../../terminal/host.ts";
import { line, Printable } from "../../terminal/printable.ts";
import { withProgress } from "../../terminal/with-progress.ts";
import type { definition } from "./definition.ts";

type CompareArguments = ArgumentsOf<typeof definition>;

/** Compares a release with its tag, and says what is the same and what is not. */
export async function run(args: CompareArguments, host: Host): Promise<number> {
  const [{ value: spec }] = args.operands;
  if (args.source === undefined) throw missingSource();
  const http =
    args.offline?.value === true
      ? undefined
      : httpClientWhenNeeded(networkSettings(args, host.env));
  const root = trustedRootSource(args, http);
  const mirror = args.mirror?.value ?? pythonOrg;
  refuseOverrides(args, { root, mirror });
  const request = {
    spec,
    format: args.format.value,
    source: sourceFrom(args, mirror, http),
    signer: signerChoice(args),
    trustedRoot: root,
    checkout: args.source.value,
  };
  const compared = await withProgress(args, host, (context) => compareRelease(request, context));
  requireSame(compared.tarball.artifact.fileName, compared.comparison);
  await host.stdout.print(args.json?.value === true ? asJson(compared) : asText(compared));
  return 0;
}

function asJson({ tarball: { artifact, verification }, comparison }: ComparedRelease): Printable {
  const { isSignerOverridden } = artifact.release;
  const overrides = overridesOf({ isSignerOverridden, mirror: artifact.mirror }, verification);
  return Printable.json({
    version: artifact.release.version.text,
    tarball: { file: artifact.fileName, sha256: verification.sha256 },
    signer: { identity: verification.signer.subject, issuer: verification.signer.issuer },
    signedAt: rfc3339(verification.signedAt),
    commit: comparison.commit?.id ?? null,
    tree: comparison.commit?.tree ?? null,
    same: comparison.same,
    explained: comparison.explained,
    differences: comparison.differences,
    ...(overrides.length === 0 ? {} : { overrides }),
  });
}

function asText({ tarball: { artifact, verification }, comparison }: ComparedRelease): Printable {
  const { commit, same, explained } = comparison;
  const { subject, issuer } = verification.signer;
  const note = artifact.release.isSignerOverridden ? ", NOT the release manager," : "";
  return Printable.lines([
    line`${artifact.fileName} holds the files of ${commit === undefined ? "the checkout" : "the commit"}, and nothing else`,
    line`  signed by  ${subject} (${issuer})${note} at ${rfc3339(verification.signedAt)}`,
    line`  commit     ${commit === undefined ? "unknown: the checkout has no .git" : commit.id}`,
    ...(commit === undefined ? [] : [line`  tree       ${commit.tree}`]),
    line`  the same   ${same} files`,
    ...explained.map(
      ({ rule, paths }, index) =>
        line`  ${index === 0 ? "explained" : "         "}  ${paths.length === 1 ? (paths[0] ?? "") : `${paths.length} files`}, by release.py: ${rule}`,
    ),
  ]);
}

function missingSource(): PyverifyError {
  return new PyverifyError("usage", "missing-argument", "--source DIR is missing", {
    because: "there is nothing to compare the tarball with",
    hint: "give --source DIR, the folder of a checkout of the release's git tag",
  });
}
