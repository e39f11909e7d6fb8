import { PyverifyError } from "../../base/errors.ts";
import { CertificateIdentity } from "../../release/certificate-identity.ts";
import type { AcceptedSigners } from "../../release/release.ts";
import { flag, type FlagValues } from "./flag.ts";
import { text } from "./values.ts";

export const signerFlags = {
  "certificate-identity": flag(
    "ID",
    "accept this signer instead of the series' release manager: an exact address or URI",
    text,
  ),
  "certificate-oidc-issuer": flag("URL", "the OIDC issuer that has to vouch for that signer", text),
};

/**
 * The signers that the flags name, or undefined for the series' release managers.
 *
 * @throws {PyverifyError} usage if only one of the two is given, or one cannot be an identity
 */
export function signersFrom(args: FlagValues<typeof signerFlags>): AcceptedSigners | undefined {
  const subject = args["certificate-identity"]?.value;
  const issuer = args["certificate-oidc-issuer"]?.value;
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
  return [CertificateIdentity.of(subject, issuer)];
}
