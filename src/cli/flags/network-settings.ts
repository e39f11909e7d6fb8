import { pyverifyVersion } from "../../base/pyverify-version.ts";
import { defaultNetworkSettings, type NetworkSettings } from "../../http/network-settings.ts";
import { type Environment, readProxySettings } from "../../http/proxy-settings.ts";
import type { FlagValues } from "./flag.ts";
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
      instead: env["SSL_CERT_FILE"] || undefined,
      additional: args.ca?.value,
    },
    timeout: args.timeout.value,
    stallTimeout: args["stall-timeout"].value,
    retries: args.retries.value,
    retryDelay: args["retry-delay"].value,
    userAgent: `pyverify/${pyverifyVersion}`,
  };
}
