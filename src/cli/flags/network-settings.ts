import { pyverifyVersion } from "../../base/pyverify-version.ts";
import {
  type CertificateAuthorityFile,
  defaultNetworkSettings,
  type NetworkSettings,
} from "../../http/settings/network-settings.ts";
import { type Environment, readProxySettings } from "../../http/settings/proxy-settings.ts";
import type { FlagValues } from "../arguments/flag.ts";
import type { networkFlags } from "./network-flags.ts";

/**
 * How the network is used: the flags, and the variables for proxies and certificate authorities
 * that other tools go by too.
 *
 * @throws {PyverifyError} usage/invalid-value
 */
export function networkSettings(
  args: FlagValues<typeof networkFlags>,
  env: Environment,
): NetworkSettings {
  return {
    ...defaultNetworkSettings,
    proxies: readProxySettings(env),
    certificateAuthorities: {
      instead: namedBy("SSL_CERT_FILE", env),
      additional: [
        namedBy("NODE_EXTRA_CA_CERTS", env),
        args.ca && { path: args.ca.value, source: args.ca.origin.name },
      ].filter((file) => file !== undefined),
    },
    timeout: args.timeout.value,
    budget: { ...defaultNetworkSettings.budget, listingTime: args.timeout.value },
    stallTimeout: args["stall-timeout"].value,
    retries: args.retries.value,
    retryDelay: args["retry-delay"].value,
    userAgent: `pyverify/${pyverifyVersion}`,
  };
}

/** These variables are other programs' too, for which an empty one counts as none. */
function namedBy(source: string, env: Environment): CertificateAuthorityFile | undefined {
  const path = env[source];
  return path === undefined || path === "" ? undefined : { path, source };
}
