import { defaultNetworkSettings, type NetworkSettings } from "../../http/network-settings.ts";
import { type Environment, readProxySettings } from "../../http/proxy-settings.ts";
import { pyverifyVersion } from "../../base/pyverify-version.ts";
import { seconds, wholeNumber } from "./values.ts";

export const networkFlags = {
  ca: {
    type: "string",
    valueHint: "FILE",
    description: "certificate authorities (PEM) to trust besides the built-in ones",
  },
  timeout: {
    type: "string",
    valueHint: "SECONDS",
    description: "limit for one file, retries included (600)",
  },
  "stall-timeout": {
    type: "string",
    valueHint: "SECONDS",
    description: "how long a connection may say nothing (30)",
  },
  retries: { type: "string", valueHint: "N", description: "how often one file is tried again (4)" },
  "retry-delay": {
    type: "string",
    valueHint: "SECONDS",
    description: "pause before the first retry; it doubles with each (1)",
  },
} as const;

export interface NetworkArguments {
  readonly ca?: string | undefined;
  readonly timeout?: string | undefined;
  readonly "stall-timeout"?: string | undefined;
  readonly retries?: string | undefined;
  readonly "retry-delay"?: string | undefined;
}

/**
 * How the network is used: the flags, and the variables for proxies and certificate authorities
 * that other tools go by too.
 *
 * @throws {PyverifyError} usage/invalid-value
 */
export function networkSettings(args: NetworkArguments, env: Environment): NetworkSettings {
  const defaults = defaultNetworkSettings;
  return {
    ...defaults,
    proxies: readProxySettings(env),
    certificateAuthorities: { instead: env["SSL_CERT_FILE"] || undefined, additional: args.ca },
    timeout: seconds("--timeout", args.timeout, defaults.timeout),
    stallTimeout: seconds("--stall-timeout", args["stall-timeout"], defaults.stallTimeout),
    retries: wholeNumber("--retries", args.retries, defaults.retries),
    retryDelay: seconds("--retry-delay", args["retry-delay"], defaults.retryDelay),
    userAgent: `pyverify/${pyverifyVersion}`,
  };
}
