import { PyverifyError } from "../../base/errors.ts";
import { CertificateIdentity } from "../../release/certificate-identity.ts";
import type { AcceptedSigners } from "../../release/release.ts";

export const signerFlags = {
  "certificate-identity": {
    type: "string",
    valueHint: "ID",
    description:
      "accept this signer instead of the series' release manager: an exact address or URI",
  },
  "certificate-oidc-issuer": {
    type: "string",
    valueHint: "URL",
    description: "the OIDC issuer that has to vouch for that signer",
  },
} as const;

export interface SignerArguments {
  readonly "certificate-identity"?: string | undefined;
  readonly "certificate-oidc-issuer"?: string | undefined;
}

/**
 * The signers that the flags name, or undefined for the series' release managers.
 *
 * @throws {PyverifyError} usage if only one of the two is given, or one cannot be an identity
 */
export function signersFrom(args: SignerArguments): AcceptedSigners | undefined {
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
  return [CertificateIdentity.of(subject, issuer)];
}
