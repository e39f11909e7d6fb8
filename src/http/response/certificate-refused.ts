import { PyverifyError } from "../../base/errors.ts";
import { rfc3339 } from "../../base/rfc3339.ts";
import { redirectedFrom } from "./response-place.ts";

/** Whether a code of Node's or OpenSSL's speaks of a server's certificate. */
export function isCertificateProblem(code: string): boolean {
  return (
    /^(CERT_|UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_|ERR_TLS_CERT_)/.test(code) ||
    ["HOSTNAME_MISMATCH", "INVALID_CA", "PATH_LENGTH_EXCEEDED", "INVALID_PURPOSE"].includes(code)
  );
}

/**
 * Why a server's certificate was not accepted, in our own words: those of Node advise those who run
 * Node.
 *
 * @param now this machine's clock, which may be what is wrong
 * @see https://docs.openssl.org/3.5/man1/openssl-verification-options/
 */
export function certificateRefused(
  thrown: unknown,
  code: string,
  url: URL,
  asked: URL,
  now: Date = new Date(),
): PyverifyError<"network"> {
  const { because, hint } = wordsFor(code, thrown, url, now);
  return new PyverifyError(
    "network",
    "certificate-untrusted",
    `${url.host} cannot be trusted as itself`,
    { because: `${because} (${code})${redirectedFrom(asked, url)}`, hint, cause: thrown },
  );
}

function wordsFor(
  code: string,
  thrown: unknown,
  { hostname }: URL,
  now: Date,
): { readonly because: string; readonly hint: string } {
  const clock = `by this machine's clock, which says ${rfc3339(now)}`;
  switch (code) {
    case "CERT_HAS_EXPIRED":
      return {
        because: `its TLS certificate, or one that vouches for it, has expired ${clock}`,
        hint: "set the clock if it is wrong; otherwise whoever runs that server has to renew it",
      };
    case "CERT_NOT_YET_VALID":
      return {
        because: `its TLS certificate, or one that vouches for it, is not valid yet ${clock}`,
        hint: "set the clock if it is wrong; otherwise whoever runs that server has to replace it",
      };
    case "ERR_TLS_CERT_ALTNAME_INVALID":
    case "HOSTNAME_MISMATCH":
      return {
        because: `its TLS certificate is for ${namesIn(thrown)}, and not for ${hostname}`,
        hint: "check the address; a login page or a proxy of this network may answer in its place",
      };
    case "CERT_REVOKED":
      return {
        because: "its TLS certificate was revoked",
        hint: "whoever runs that server has to replace it",
      };
    case "UNABLE_TO_GET_ISSUER_CERT":
    case "UNABLE_TO_GET_ISSUER_CERT_LOCALLY":
    case "UNABLE_TO_VERIFY_LEAF_SIGNATURE":
    case "SELF_SIGNED_CERT_IN_CHAIN":
    case "DEPTH_ZERO_SELF_SIGNED_CERT":
      return {
        because: "its TLS certificate is from an authority that is not known here",
        hint: "if a proxy of yours answers for it, give its certificate authority with --ca FILE or SSL_CERT_FILE",
      };
    default:
      return {
        because: "its TLS certificate was not accepted",
        hint: "whoever runs that server, or a proxy that answers for it, has to replace it",
      };
  }
}

/** The names in a certificate, which are whatever its owner wrote. */
function namesIn(thrown: unknown): string {
  const certificate: unknown = thrown instanceof Error ? Reflect.get(thrown, "cert") : undefined;
  const names: unknown =
    typeof certificate === "object" && certificate !== null
      ? Reflect.get(certificate, "subjectaltname")
      : undefined;
  if (typeof names !== "string" || names === "") return "other names";
  const shown = names.replaceAll(/\b(DNS|IP Address):/g, "");
  return shown.length > 100 ? `${shown.slice(0, 100)}...` : shown;
}
