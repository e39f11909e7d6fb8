import { runConcurrently } from "../../../base/concurrency.ts";
import { PyverifyError } from "../../../base/errors.ts";
import type { StageContext } from "../../../base/progress.ts";
import { httpClientWhenNeeded } from "../../../http/lazy-http-client.ts";
import type { LockedRelease } from "../../../lock/locked-release.ts";
import { type PinFormat, pinFormats, singleFormats } from "../../../lock/pin-formats.ts";
import { pinFiles } from "../../../pin-files.ts";
import { pinReleases } from "../../../pin-release.ts";
import { pythonOrg } from "../../../release/release.ts";
import type { ReleaseSource } from "../../../source/release-source.ts";
import type { TrustedRoot } from "../../../trust/trusted-root.ts";
import { trustedRoot } from "../../../trust/trust.ts";
import { updateLockfile } from "../../../update-lock.ts";
import type { ArgumentsOf } from "../../definition.ts";
import { refuseFormatOfOthers } from "../../flags/artifact-flag.ts";
import { networkSettings } from "../../flags/network-settings.ts";
import { signerChoice } from "../../flags/signer-flags.ts";
import { sourceFrom } from "../../flags/source-from.ts";
import { refuseOverrides } from "../../flags/strict-flag.ts";
import { trustedRootSource } from "../../flags/trust-flags.ts";
import type { Host } from "../../terminal/host.ts";
import { lockUpdatesAsJson, lockUpdatesAsText } from "../../terminal/lock-updates.ts";
import { Printable } from "../../terminal/printable.ts";
import { printResult } from "../../terminal/print-result.ts";
import { withProgress } from "../../terminal/with-progress.ts";
import type { definition } from "./definition.ts";

type PinArguments = ArgumentsOf<typeof definition>;

/** Pins releases and prints them, or renews a lockfile and prints what changed. */
export async function run(args: PinArguments, host: Host): Promise<number> {
  const specs = args.operands.map(({ value }) => value);
  const json = args.json?.value === true;
  const as = args.as?.value ?? (json ? "json" : "lock");
  checkFlags(args, as);
  const http =
    args.offline?.value === true
      ? undefined
      : httpClientWhenNeeded(networkSettings(args, host.env));
  const sourceAt = (usual: string): ReleaseSource =>
    sourceFrom(args, args.mirror?.value ?? usual, http);
  const signer = signerChoice(args);
  const origin = trustedRootSource(args, http);
  refuseOverrides(args, { root: origin, mirror: args.mirror?.value ?? pythonOrg });
  const full = args.full?.value === true;
  const lockfile = args.update?.value;
  const pin = async (context: StageContext, root: Promise<TrustedRoot>): Promise<Printable> => {
    if (lockfile !== undefined) {
      const sourceOf = ({ mirror }: LockedRelease): ReleaseSource => sourceAt(mirror);
      const request = { sourceOf, signer, root, full };
      const updates = await updateLockfile(lockfile, request, context);
      return json ? lockUpdatesAsJson(updates) : lockUpdatesAsText(updates);
    }
    const format = args.format?.value ?? "tar.xz";
    const request = { format, source: sourceAt(pythonOrg), signer, root, full };
    if (as === "lock") {
      const { formatLock } = await import("../../../lock/lockfile.ts");
      return Printable.document(formatLock(await pinReleases(specs, request, context)));
    }
    const files = as === "docker-library" ? as : (args.artifact?.value ?? "source");
    const pins = await pinFiles(specs, { ...request, files }, context);
    if (!full) warnOfVersions(context);
    return Printable.document(pinFormats[as](pins));
  };
  const [text] = await withProgress(args, host, (context) =>
    runConcurrently(context, pin, (both) => trustedRoot(origin, both)),
  );
  if (lockfile === undefined) await host.stdout.print(text);
  else await printResult(text, host, `${lockfile} is renewed`);
  return 0;
}

function checkFlags(
  { operands, as: named, artifact, format, json, update }: PinArguments,
  as: PinFormat,
): void {
  const specs = operands.length;
  if (update !== undefined) {
    if (specs === 0 && (named ?? artifact ?? format) === undefined) return;
    const flag =
      named === undefined ? (artifact === undefined ? "--format" : "--artifact") : "--as";
    const surplus = specs > 0 ? "a SPEC" : flag;
    throw conflict(`--update and ${surplus} exclude each other`, "the lockfile says what to renew");
  }
  if (specs === 0) {
    throw new PyverifyError("usage", "missing-argument", "nothing to pin is given", {
      because: "pyverify pin needs to know which releases you want",
      hint: "give a version or a series, for example 3.14, or --update FILE",
    });
  }
  refuseFormatOfOthers({ artifact, format });
  if (specs > 1 && singleFormats.includes(as)) {
    throw conflict(
      `--as ${as} has room for one release, and ${specs} are given`,
      "their names would be the same",
    );
  }
  if (as === "docker-library" && artifact !== undefined) {
    throw conflict(
      "--as docker-library and --artifact exclude each other",
      "it has the source and the Windows installer of each release",
    );
  }
  if (as === "lock" && artifact !== undefined && artifact.value !== "source") {
    throw new PyverifyError(
      "usage",
      "conflicting-flags",
      `a lockfile has no room for --artifact ${artifact.value}`,
      {
        because: "it is what pyverify fetch goes by, which takes the source",
        hint: "choose another form, for example --as json",
      },
    );
  }
  if (singleFormats.includes(as) && artifact?.value === "all") {
    throw conflict(`--as ${as} has room for one file`, "their names would be the same");
  }
  if (named !== undefined && json?.value === true) {
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
