import { PyverifyError } from "../../base/errors.ts";
import type { HttpClient } from "../../http/http-client.ts";
import { parseServiceAddress } from "../../http/settings/web-address.ts";
import { publicGoodTufMirror } from "../../trust/public-good.ts";
import type { TrustedRootSource } from "../../trust/trust.ts";
import { flag, type FlagValues } from "../arguments/flag.ts";
import { text } from "../arguments/values.ts";

export const trustFlags = {
  "trusted-root": flag(
    "embedded|tuf|tuf,embedded|FILE",
    "Sigstore's trusted root: over TUF (the default), built in where TUF is unreachable, built in, or a file",
    text,
  ),
  "tuf-mirror": flag(
    "URL",
    "where tuf looks instead of Sigstore's public-good instance",
    parseServiceAddress,
  ),
  "tuf-root": flag("FILE", "the TUF root of that other instance", text),
};

/**
 * What the trust flags name.
 *
 * @param http the way to the network, or undefined for a run without one, which refuses `tuf` and
 *   makes `embedded` the default
 * @param cache where the versions that TUF has shown are remembered
 * @throws {PyverifyError} usage/conflicting-flags
 */
export function trustedRootSource(
  args: FlagValues<typeof trustFlags>,
  http: HttpClient | undefined,
  cache?: string,
): TrustedRootSource {
  const named = args["trusted-root"]?.value ?? (http === undefined ? "embedded" : "tuf");
  const mirror = args["tuf-mirror"]?.value;
  const root = args["tuf-root"]?.value;
  if (named === "embedded,tuf") {
    throw conflict(
      "--trusted-root embedded,tuf is no order",
      "the embedded root is always there, so that TUF would never be asked; tuf,embedded asks it first",
    );
  }
  if (named !== "tuf" && (mirror ?? root) !== undefined) {
    throw conflict(
      "--tuf-mirror and --tuf-root need --trusted-root tuf",
      http === undefined
        ? "--offline takes the embedded trusted root"
        : `the trusted root is ${named}`,
    );
  }
  if (named === "embedded") return { type: "embedded" };
  if (named !== "tuf" && named !== "tuf,embedded") return { type: "file", path: named };
  if (http === undefined) {
    throw conflict(
      `--offline and --trusted-root ${named} exclude each other`,
      "TUF needs the network",
    );
  }
  return {
    type: "tuf",
    http,
    mirror: mirror ?? publicGoodTufMirror,
    orEmbedded: named === "tuf,embedded",
    cache,
    ...(root === undefined ? {} : { root }),
  };
}

function conflict(message: string, because: string): PyverifyError {
  return new PyverifyError("usage", "conflicting-flags", message, {
    because,
    hint: "leave one of them out",
  });
}
