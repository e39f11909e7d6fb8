import { type FailureCode, type FailureDetails, PyverifyError } from "../../base/errors.ts";

/** The file is not a bundle as this pyverify reads them. */
export function malformed(because: string, cause?: unknown): PyverifyError {
  return refusal(
    "bundle-malformed",
    "the bundle is not a Sigstore bundle as CPython's releases have",
    {
      because,
      hint: "do not use this file; compare its bundle with python.org's own",
      cause,
    },
  );
}

/** The bundle is refused, for a reason that has a name. */
export function refusal(
  code: FailureCode<"verification">,
  message: string,
  details?: FailureDetails,
): PyverifyError {
  return new PyverifyError("verification", code, message, details);
}
