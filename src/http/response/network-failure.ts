import { PyverifyError } from "../../base/errors.ts";
import type { AttemptFailure } from "../attempt-outcome.ts";
import { machineLimit } from "../../files/machine-limit.ts";
import type { NetworkSettings } from "../settings/network-settings.ts";
import { proxyPort, withoutCredentials } from "../settings/proxy-settings.ts";
import { redactUrl } from "../../base/redact-url.ts";
import { certificateRefused, isCertificateProblem } from "./certificate-refused.ts";
import { redirectedFrom, type ResponsePlace } from "./response-place.ts";

/** Puts what Node's client threw into words. Proxies are named without their passwords. */
export function networkFailure(
  thrown: unknown,
  { asked, url }: ResponsePlace,
  settings: NetworkSettings,
): AttemptFailure {
  const limit = machineLimit(thrown);
  if (limit !== undefined) return { retryable: false, error: limit };
  const { code, message, statusCode, port, hostname } = factsOf(thrown);
  const proxy = url.protocol === "https:" ? settings.proxies.https : settings.proxies.http;
  if (code === "ERR_PROXY_TUNNEL") {
    return proxyFailure(url, proxy, statusCode, message, thrown);
  }
  if (code.startsWith("HPE_")) {
    return {
      retryable: true,
      error: new PyverifyError(
        "network",
        "unexpected-answer",
        `${redactUrl(url)} was not answered in HTTP`,
        {
          because: `the answer cannot be read (${code})${redirectedFrom(asked, url)}`,
          hint: "check that address, and what answers for it on this network",
          cause: thrown,
        },
      ),
    };
  }
  if (isCertificateProblem(code)) {
    return { retryable: false, error: certificateRefused(thrown, code, url, asked) };
  }
  const throughProxy = proxy !== undefined && isPeer(proxy, port, hostname);
  const peer = throughProxy ? `the proxy ${withoutCredentials(proxy)}` : url.host;
  return {
    // A name that does not exist will not exist in a second; a look-up that failed might succeed.
    retryable: code !== "ENOTFOUND",
    error: new PyverifyError("network", "unreachable", `cannot reach ${redactUrl(url)}`, {
      because: reasonOf(code, peer, message) + redirectedFrom(asked, url),
      hint: throughProxy
        ? "check HTTP_PROXY, HTTPS_PROXY and NO_PROXY; run pyverify doctor"
        : "check the network of this build and whether it needs a proxy; run pyverify doctor",
      cause: thrown,
    }),
  };
}

function proxyFailure(
  url: URL,
  proxy: string | undefined,
  status: number | undefined,
  message: string,
  cause: unknown,
): AttemptFailure {
  return {
    retryable: status === undefined || status >= 500 || status === 429,
    error: proxyRefused(url, proxy, status ?? message, cause),
  };
}

/**
 * The proxy said no, or may have been the one who said it.
 *
 * @param proxy its address, which may hold a password; undefined where there is none that we know
 * @param answer its status, or what went wrong in words
 */
export function proxyRefused(
  url: URL,
  proxy: string | undefined,
  answer: number | string,
  cause?: unknown,
): PyverifyError {
  const name = proxy === undefined ? "a proxy" : `the proxy ${withoutCredentials(proxy)}`;
  const variable = url.protocol === "https:" ? "HTTPS_PROXY" : "HTTP_PROXY";
  return new PyverifyError("network", "proxy-refused", `${name} does not let ${url.host} through`, {
    because: typeof answer === "string" ? answer : `it answered with status ${answer}`,
    hint:
      answer === 407
        ? `it asks for a user name and password: ${variable}=http://USER:PASSWORD@HOST:PORT`
        : `check ${variable}, or name ${url.hostname} in NO_PROXY`,
    cause,
  });
}

function reasonOf(code: string, peer: string, message: string): string {
  switch (code) {
    case "ENOTFOUND":
      return `the name of ${peer} does not exist`;
    case "EAI_AGAIN":
      return `the name of ${peer} could not be looked up`;
    case "ECONNREFUSED":
      return `${peer} refused the connection`;
    case "ECONNRESET":
    case "EPIPE":
      return `${peer} closed the connection`;
    case "ETIMEDOUT":
      return `${peer} did not answer`;
    case "EHOSTUNREACH":
    case "ENETUNREACH":
    case "EADDRNOTAVAIL":
      return `there is no way to ${peer} from here`;
    default:
      // Node's words for these name lines of OpenSSL's source.
      if (code === "EPROTO" || code.startsWith("ERR_SSL_")) {
        return `${peer} and this client find no common TLS; it may not speak it on that port (${code})`;
      }
      return code === "" ? message : `${message} (${code})`;
  }
}

function isPeer(proxy: string, port: number | undefined, hostname: string | undefined): boolean {
  return hostname === new URL(proxy).hostname || port === proxyPort(proxy);
}

interface ThrownFacts {
  readonly code: string;
  readonly message: string;
  readonly statusCode?: number | undefined;
  readonly port?: number | undefined;
  readonly hostname?: string | undefined;
}

function factsOf(thrown: unknown): ThrownFacts {
  // A host with several addresses fails with one error for each; the first is the preferred one.
  if (thrown instanceof AggregateError && thrown.errors.length > 0)
    return factsOf(thrown.errors[0]);
  if (!(thrown instanceof Error)) return { code: "", message: String(thrown) };
  const field = (name: string): unknown => Reflect.get(thrown, name);
  const code = field("code");
  const [statusCode, port] = [field("statusCode"), field("port")];
  const hostname = field("hostname");
  return {
    code: typeof code === "string" ? code : "",
    message: thrown.message,
    statusCode: typeof statusCode === "number" ? statusCode : undefined,
    port: typeof port === "number" ? port : undefined,
    hostname: typeof hostname === "string" ? hostname : undefined,
  };
}
