import { PyverifyError } from "../../base/errors.ts";
import type { HttpClient } from "../../http/http-client.ts";
import { publicGoodTufMirror } from "../../trust/public-good.ts";
import type { TrustedRootSource } from "../../trust/trust.ts";

export const trustFlags = {
  "trusted-root": {
    type: "string",
    valueHint: "embedded|tuf|FILE",
    description:
      "Sigstore's trusted root: fetched over TUF (the default), built in, or a trusted_root.json",
  },
  "tuf-mirror": {
    type: "string",
    valueHint: "URL",
    description: "where tuf looks instead of Sigstore's public-good instance",
  },
  "tuf-root": {
    type: "string",
    valueHint: "FILE",
    description: "the TUF root of that other instance",
  },
} as const;

export interface TrustArguments {
  readonly "trusted-root"?: string | undefined;
  readonly "tuf-mirror"?: string | undefined;
  readonly "tuf-root"?: string | undefined;
}

/**
 * What the trust flags name.
 *
 * @param http the way to the network, or undefined for a run without one, which refuses `tuf` and
 *   makes `embedded` the default
 * @throws {PyverifyError} usage/conflicting-flags
 */
export function trustedRootSource(
  args: TrustArguments,
  http: HttpClient | undefined,
): TrustedRootSource {
  const named = args["trusted-root"] ?? (http === undefined ? "embedded" : "tuf");
  const mirror = args["tuf-mirror"];
  const root = args["tuf-root"];
  if (named !== "tuf" && (mirror ?? root) !== undefined) {
    throw conflict(
      "--tuf-mirror and --tuf-root need --trusted-root tuf",
      http === undefined
        ? "--offline takes the embedded trusted root"
        : `the trusted root is ${named}`,
    );
  }
  if (named === "embedded") return { type: "embedded" };
  if (named !== "tuf") return { type: "file", path: named };
  if (http === undefined)
    throw conflict("--offline and --trusted-root tuf exclude each other", "TUF needs the network");
  return {
    type: "tuf",
    http,
    mirror: mirror ?? publicGoodTufMirror,
    ...(root === undefined ? {} : { root }),
  };
}

function conflict(message: string, because: string): PyverifyError {
  return new PyverifyError("usage", "conflicting-flags", message, {
    because,
    hint: "leave one of them out",
  });
}
