import { PyverifyError } from "../../base/errors.ts";
import { CertificateIdentity } from "../../release/certificate-identity.ts";
import type { SignerChoice } from "../../release/signer-choice.ts";
import { flag, type FlagValues, type Given } from "../arguments/flag.ts";
import type { strictFlag } from "./strict-flag.ts";
import { text } from "../arguments/values.ts";

export const signerFlags = {
  "certificate-identity": flag(
    "ID",
    "accept this signer instead of the series' release manager: an exact address or URI",
    text,
  ),
  "certificate-oidc-issuer": flag("URL", "the OIDC issuer that has to vouch for that signer", text),
};

type SignerArguments = FlagValues<typeof signerFlags & typeof strictFlag>;

/** Whom a lockfile names as the signer. */
export interface LockedSigner {
  readonly signer: CertificateIdentity;
  /** the lockfile's path */
  readonly lockfile: string;
}

/**
 * The signer that somebody has named, if anybody has. Both flags on the command line accept whoever
 * it is; a lockfile, the environment, or one of each, may only choose among the release managers, and
 * with `--strict` so may the command line.
 *
 * @throws {PyverifyError} usage/conflicting-flags, usage/invalid-value
 */
export function signerChoice(
  args: SignerArguments,
  locked?: LockedSigner,
): SignerChoice | undefined {
  const named = namedSigner(args);
  if (locked === undefined) return named;
  const { signer, lockfile } = locked;
  if (named === undefined) {
    return { identity: signer, reach: "narrow", by: `the lockfile ${lockfile}` };
  }
  if (named.identity.isSameAs(signer)) return named;
  throw new PyverifyError(
    "usage",
    "conflicting-flags",
    `${named.by} and the lockfile ${lockfile} name two signers`,
    {
      because: `one is ${named.identity.subject} (${named.identity.issuer}), the other ${signer.subject} (${signer.issuer})`,
      hint: "leave one of them out, or pin the release anew with the signer that is meant",
    },
  );
}

function namedSigner(args: SignerArguments): SignerChoice | undefined {
  const subject = args["certificate-identity"];
  const issuer = args["certificate-oidc-issuer"];
  if (subject === undefined && issuer === undefined) return undefined;
  if (subject === undefined || issuer === undefined) {
    throw new PyverifyError(
      "usage",
      "conflicting-flags",
      "--certificate-identity and --certificate-oidc-issuer are only accepted together",
      {
        because: "an address means nothing without the issuer that vouches for it",
        hint: "give both, for example hugo@python.org and https://github.com/login/oauth",
      },
    );
  }
  const identity = CertificateIdentity.of(subject.value, issuer.value);
  const elsewhere = [subject, issuer].find(isFromElsewhere);
  const isStrict = args.strict?.value === true;
  return {
    identity,
    reach: elsewhere === undefined && !isStrict ? "override" : "narrow",
    by: (elsewhere ?? subject).origin.name,
  };
}

function isFromElsewhere({ origin }: Given<string>): boolean {
  return origin.type !== "command-line";
}
