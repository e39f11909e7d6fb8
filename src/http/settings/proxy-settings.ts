import { isIP } from "node:net";

import { parseWebAddress } from "./web-address.ts";

/** Which proxies requests go through. The URLs may hold a password: never print them. */
export interface ProxySettings {
  /** the proxy for http:// URLs */
  readonly http: string | undefined;
  /** the proxy for https:// URLs */
  readonly https: string | undefined;
  /** hosts that are reached without one, in the spelling that Node's agents understand */
  readonly bypass: readonly string[];
}

/** Environment variables, or anything that looks like them. */
export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads the variables that BuildKit hands to each RUN step and that curl, Go and pip agree on:
 * HTTP_PROXY, HTTPS_PROXY, ALL_PROXY and NO_PROXY. The lower-case spelling wins, the specific one
 * beats ALL_PROXY, and an empty value means no proxy.
 *
 * @see https://about.gitlab.com/blog/we-need-to-talk-no-proxy/
 * @throws {PyverifyError} usage/invalid-value for a proxy whose address cannot be used
 */
export function readProxySettings(environment: Environment): ProxySettings {
  return {
    http: readProxy(environment, "HTTP_PROXY"),
    https: readProxy(environment, "HTTPS_PROXY"),
    bypass: (variable(environment, "NO_PROXY")?.value ?? "").split(/[\s,]+/).flatMap(readBypass),
  };
}

/** A proxy's URL as it may be shown: without user name and password. */
export function withoutCredentials(proxyUrl: string): string {
  const url = new URL(proxyUrl);
  return `${url.protocol}//${url.host}`;
}

/** The port that a proxy listens on. */
export function proxyPort(proxyUrl: string): number {
  const { port, protocol } = new URL(proxyUrl);
  return port === "" ? (protocol === "https:" ? 443 : 80) : Number(port);
}

function readProxy(environment: Environment, name: string): string | undefined {
  const found = variable(environment, name) ?? variable(environment, "ALL_PROXY");
  if (found === undefined || found.value === "") return undefined;
  // curl takes `proxy:3128` for an HTTP proxy; Node's agents would ignore it without a word.
  const text = found.value.includes("://") ? found.value : `http://${found.value}`;
  const url = parseWebAddress(text, found.name, "http://HOST:PORT");
  return url.href;
}

function variable(
  environment: Environment,
  name: string,
): { readonly name: string; readonly value: string } | undefined {
  for (const spelling of [name.toLowerCase(), name]) {
    const value = environment[spelling];
    if (value !== undefined) return { name: spelling, value };
  }
  return undefined;
}

/**
 * One entry of NO_PROXY for Node's agents. For them `example.com` is that host alone and a network
 * in CIDR notation is nothing; curl and Go take the first for its subdomains too, and the second as
 * the range that it is.
 */
function readBypass(entry: string): string[] {
  if (entry === "") return [];
  const name = entry.replace(/^\[(.+)\]$/, "$1");
  const network = /^(\d+\.\d+\.\d+\.\d+)\/(\d{1,2})$/.exec(name);
  if (network !== null) return rangeOf(network[1] ?? "", Number(network[2]));
  if (isIP(name) !== 0 || name === "*" || /^[.*]/.test(name)) return [name];
  return [name, `.${name}`];
}

function rangeOf(address: string, prefixLength: number): string[] {
  if (isIP(address) !== 4 || prefixLength > 32) return [];
  const number = address.split(".").reduce((sum, octet) => sum * 256 + Number(octet), 0);
  const size = 2 ** (32 - prefixLength);
  const first = Math.floor(number / size) * size;
  return [`${dotted(first)}-${dotted(first + size - 1)}`];
}

function dotted(number: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(number / 2 ** shift) % 256).join(".");
}
