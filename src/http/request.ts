import http, { type IncomingMessage } from "node:http";
import https from "node:https";
import { createSecureContext } from "node:tls";

import { PyverifyError } from "../base/errors.ts";
import type { StageContext } from "../base/progress.ts";
import { certificateAuthorities } from "./settings/certificate-authorities.ts";
import type { NetworkSettings } from "./settings/network-settings.ts";
import { redactUrl } from "../base/redact-url.ts";
import { isDecodable } from "./settings/web-address.ts";

/** The connections of one run, kept alive between requests. */
export interface Connections {
  /**
   * The agent for a URL. Certificate authorities are read when the first one is asked for, also for
   * a run that will meet no TLS: who names a file that cannot be used is told so.
   */
  agentFor(url: URL, signal: AbortSignal): Promise<http.Agent>;
}

/** A response whose body is not yet read. */
export interface OpenResponse {
  readonly response: IncomingMessage;
  /** what went wrong on the connection after the response began, such as bytes behind its end */
  readonly lateFailure: () => Error | undefined;
}

export interface RequestOptions {
  readonly method: "GET" | "HEAD" | "POST";
  readonly body?: string | undefined;
  readonly headers: Readonly<Record<string, string>>;
  readonly connections: Connections;
  /** milliseconds after which a proxy that opens no tunnel is given up */
  readonly tunnelTimeout: number;
  /** ends the request at any moment, its body included */
  readonly signal: AbortSignal;
  /** told each address that is asked, the first one too */
  readonly onHop: (url: URL) => void;
}

/** As many as curl and browsers would never need: python.org uses one. */
const maxRedirects = 5;
const redirectStatuses = new Set([301, 302, 303, 307, 308]);

/**
 * Opens the connections of one run: through proxies, with their own certificate authorities.
 *
 * @throws {PyverifyError} usage/invalid-value if there is a proxy that this Node would go around
 */
export function connections(settings: NetworkSettings): Connections {
  const { proxies } = settings;
  // Node reads these names from the object that it is given, never from the process then.
  const proxyEnv = {
    ...(proxies.http === undefined ? {} : { http_proxy: proxies.http }),
    ...(proxies.https === undefined ? {} : { https_proxy: proxies.https }),
    no_proxy: proxies.bypass.join(","),
  };
  const plain = new http.Agent({ keepAlive: true, proxyEnv });
  if ((proxies.http ?? proxies.https) !== undefined && !knowsProxies(plain)) throw unknownProxies();
  let agents: Promise<Agents> | undefined;
  const connect = async (signal: AbortSignal): Promise<Agents> => {
    const ca = await certificateAuthorities(settings.certificateAuthorities, signal);
    // Made once: to read a hundred authorities takes longer than some round trips, and each
    // connection would do it anew.
    const trusted = ca === undefined ? {} : { secureContext: createSecureContext({ ca }) };
    return { http: plain, https: new https.Agent({ keepAlive: true, proxyEnv, ...trusted }) };
  };
  return {
    agentFor: async ({ protocol }, signal) => {
      const ready = await (agents ??= connect(signal));
      return protocol === "https:" ? ready.https : ready.http;
    },
  };
}

interface Agents {
  readonly http: http.Agent;
  readonly https: https.Agent;
}

/**
 * Whether an agent has read `proxyEnv`: those of an older Node ignore it without a word.
 *
 * @see https://nodejs.org/api/http.html#built-in-proxy-support
 */
function knowsProxies(agent: http.Agent): boolean {
  const hasRead = Object.getOwnPropertySymbols(agent).some(
    ({ description }) => description === "kProxyConfig",
  );
  return hasRead || "setGlobalProxyFromEnv" in http;
}

function unknownProxies(): PyverifyError {
  return new PyverifyError("usage", "invalid-value", "the proxy that is set cannot be used", {
    because: "the Node that runs pyverify is older than 24.5 and would go around it",
    hint: "run pyverify with Node 24.5 or newer, or unset HTTP_PROXY, HTTPS_PROXY and ALL_PROXY",
  });
}

/**
 * Sends a request and follows its redirects.
 *
 * @throws {PyverifyError} network/redirect-refused if a redirect leads from https to anything else,
 *   in a circle, or nowhere
 * @throws whatever Node's client throws; `networkFailure` puts it into words
 */
export async function sendRequest(
  start: URL,
  options: RequestOptions,
  context: StageContext,
): Promise<OpenResponse> {
  const visited = new Set<string>();
  let url = start;
  for (;;) {
    visited.add(url.href);
    options.onHop(url);
    context.observe({ type: "detail", message: `${options.method} ${redactUrl(url)}` });
    const open = await send(url, options);
    const { statusCode = 0, headers } = open.response;
    if (!redirectStatuses.has(statusCode)) return open;
    // The connection is not worth keeping for a body that might never end.
    open.response.destroy();
    url = redirectTarget(start, url, headers.location, visited);
  }
}

async function send(url: URL, options: RequestOptions): Promise<OpenResponse> {
  const { method, headers, connections: open, signal, tunnelTimeout: timeout } = options;
  const agent = await open.agentFor(url, signal);
  const { request: start } = url.protocol === "https:" ? https : http;
  return new Promise((resolve, reject) => {
    const request = start(url, { method, headers, signal, timeout, agent });
    let failure: Error | undefined;
    request.on("error", (error) => {
      failure = error;
      reject(error);
    });
    request.on("response", (response) => resolve({ response, lateFailure: () => failure }));
    request.end(options.body);
  });
}

function redirectTarget(
  start: URL,
  from: URL,
  location: string | undefined,
  visited: ReadonlySet<string>,
): URL {
  const refuse = (because: string): PyverifyError =>
    new PyverifyError("network", "redirect-refused", `${redactUrl(start)} redirects astray`, {
      because,
      hint: "check that address, and what answers for it on this network",
    });
  const target = location === undefined ? null : URL.parse(location, from.href);
  if (target === null || !isDecodable(target)) {
    throw refuse(`${redactUrl(from)} names no place to go on to`);
  }
  target.hash = "";
  if (target.origin === from.origin && target.username === "") {
    // A relative address keeps the mirror's password by itself; a whole one means the same place.
    target.username = from.username;
    target.password = from.password;
  }
  if (
    target.protocol !== "https:" &&
    !(target.protocol === "http:" && start.protocol === "http:")
  ) {
    throw refuse(`it leads from https:// to ${redactUrl(target)}`);
  }
  if (visited.has(target.href)) throw refuse(`it leads in a circle, back to ${redactUrl(target)}`);
  if (visited.size > maxRedirects) throw refuse(`it takes more than ${maxRedirects} steps`);
  return target;
}
