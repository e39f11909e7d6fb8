import type { IncomingMessage } from "node:http";

import { PyverifyError } from "../errors.ts";
import type { StageContext } from "../progress.ts";
import { retryAfter } from "./backoff.ts";
import { type Connections, type Exchange, exchange } from "./exchange.ts";
import { type AttemptFailure, networkFailure, proxyRefused } from "./network-failure.ts";
import type { NetworkSettings } from "./network-settings.ts";
import { withoutCredentials } from "./proxy-settings.ts";
import type { ReceivedBody } from "./received-body.ts";
import { shownUrl } from "./shown-url.ts";
import { answersWithWebPage, partOf, strongValidator } from "./response-headers.ts";

/** What the caller expects at a URL. */
export interface Expectation {
  /** a tarball and a bundle are never web pages; a page may be anything */
  readonly expect: "tarball" | "bundle" | "metadata" | "page";
  readonly maxBytes: number;
  readonly onProgress?: (done: number, total: number | undefined) => void;
}

/** What earlier attempts at the same file left behind. */
export interface DownloadState {
  readonly body: ReceivedBody;
  /** what tells that the file is still the same one: RFC 9110, section 13.1.5 */
  validator: string | undefined;
  total: number | undefined;
}

export interface AttemptSurroundings {
  readonly connections: Connections;
  readonly settings: NetworkSettings;
  readonly context: StageContext;
}

export type AttemptOutcome =
  | { readonly type: "complete"; readonly url: URL; readonly contentType: string }
  | { readonly type: "absent"; readonly status: number }
  | { readonly type: "failed"; readonly failure: AttemptFailure };

const absentStatuses = new Set([403, 404, 410]);
const retryableStatuses = new Set([408, 425, 429, 500, 502, 503, 504]);

/**
 * One attempt at a file, resuming what earlier ones left where the server allows it.
 *
 * @throws {PyverifyError} network, where another attempt would end the same
 */
export async function attempt(
  url: URL,
  state: DownloadState,
  expectation: Expectation,
  { connections, settings, context }: AttemptSurroundings,
): Promise<AttemptOutcome> {
  const stalled = new AbortController();
  const watch = setTimeout(() => stalled.abort(stall(url, settings)), settings.stallTimeout);
  const signal = AbortSignal.any([context.signal, stalled.signal]);
  try {
    const answer = await exchange(
      url,
      {
        method: "GET",
        headers: requestHeaders(state, settings),
        connections,
        tunnelTimeout: settings.stallTimeout,
        signal,
      },
      context,
    );
    watch.refresh();
    return await receive(url, answer, state, expectation, settings, () => watch.refresh());
  } catch (error) {
    context.signal.throwIfAborted();
    if (stalled.signal.aborted) {
      return { type: "failed", failure: { retryable: true, error: stall(url, settings) } };
    }
    if (error instanceof PyverifyError) throw error;
    return { type: "failed", failure: networkFailure(error, url, settings) };
  } finally {
    clearTimeout(watch);
  }
}

function requestHeaders(state: DownloadState, settings: NetworkSettings): Record<string, string> {
  const headers: Record<string, string> = {
    "user-agent": settings.userAgent,
    accept: "*/*",
    "accept-encoding": "identity",
  };
  if (state.body.length > 0 && state.validator !== undefined) {
    headers["range"] = `bytes=${state.body.length}-`;
    headers["if-range"] = state.validator;
  }
  return headers;
}

async function receive(
  asked: URL,
  { request, response, url }: Exchange,
  state: DownloadState,
  expectation: Expectation,
  settings: NetworkSettings,
  alive: () => void,
): Promise<AttemptOutcome> {
  let trailing: Error | undefined;
  request.on("error", (error) => (trailing = error));
  try {
    const refused = judgeStatus(asked, url, response, state, settings);
    if (refused !== undefined) return refused;
    judgeHeaders(asked, response, expectation);
    const expected = prepare(asked, response, state, expectation);
    for await (const chunk of response as AsyncIterable<Buffer>) {
      alive();
      if (!state.body.append(chunk)) throw tooLong(asked, state, expectation);
      expectation.onProgress?.(state.body.length, state.total);
    }
    if (trailing !== undefined) throw longerThanAnnounced(asked, state.body.length);
    if (expected !== undefined && state.body.length !== expected) {
      return { type: "failed", failure: shorter(asked, state.body.length, expected) };
    }
    return { type: "complete", url, contentType: response.headers["content-type"] ?? "" };
  } catch (error) {
    if (trailing !== undefined && response.complete)
      throw longerThanAnnounced(asked, state.body.length);
    if (state.body.length > 0 && !(error instanceof PyverifyError)) {
      return { type: "failed", failure: shorter(asked, state.body.length, state.total, error) };
    }
    throw error;
  } finally {
    // What is left of a body that nobody reads ends with its connection.
    if (!response.complete) response.destroy();
  }
}

function judgeStatus(
  asked: URL,
  url: URL,
  response: IncomingMessage,
  state: DownloadState,
  settings: NetworkSettings,
): AttemptOutcome | undefined {
  const status = response.statusCode ?? 0;
  if (status === 200 || status === 206) return undefined;
  if (absentStatuses.has(status)) return { type: "absent", status };
  if (status === 416 && state.body.length > 0) {
    // The file is shorter now than what was received of it: start anew.
    state.body.restart(undefined);
    return { type: "failed", failure: { retryable: true, error: statusFailure(asked, status) } };
  }
  if (status === 407) {
    const proxy = settings.proxies.http;
    const name = proxy === undefined ? "a proxy" : `the proxy ${withoutCredentials(proxy)}`;
    throw proxyRefused(url, name, status, undefined);
  }
  return {
    type: "failed",
    failure: {
      retryable: retryableStatuses.has(status),
      retryAfter: retryAfter(response.headers["retry-after"], Date.now()),
      error: statusFailure(asked, status),
    },
  };
}

function judgeHeaders(asked: URL, response: IncomingMessage, expectation: Expectation): void {
  const encoding = response.headers["content-encoding"] ?? "identity";
  if (encoding !== "identity") {
    throw unexpected(
      asked,
      `it came compressed in transit (content-encoding: ${encoding}), which was not asked for`,
    );
  }
  if (expectation.expect !== "page" && answersWithWebPage(response.headers["content-type"])) {
    throw unexpected(asked, "the answer is a web page, as login pages and proxies send it");
  }
}

/** Makes the body ready for what is coming, and returns how long it will be in the end. */
function prepare(
  asked: URL,
  response: IncomingMessage,
  state: DownloadState,
  expectation: Expectation,
): number | undefined {
  const announced = response.headers["content-length"];
  const length = announced === undefined ? undefined : Number(announced);
  if (response.statusCode === 206) {
    const part = partOf(response.headers["content-range"]);
    if (part === undefined || part.start !== state.body.length || part.start === 0) {
      throw unexpected(asked, "it sent another part of the file than was asked for");
    }
    state.total = part.total ?? state.total;
    return state.total;
  }
  state.validator = strongValidator(response.headers);
  state.total = length;
  if (!state.body.restart(length)) throw tooLarge(asked, length, expectation);
  expectation.onProgress?.(0, length);
  return length;
}

function stall(url: URL, settings: NetworkSettings): PyverifyError {
  const seconds = settings.stallTimeout / 1000;
  return new PyverifyError(
    "network",
    "timed-out",
    `${shownUrl(url)} sent nothing for ${seconds} s`,
    {
      because: "the connection counts as dead then",
      hint: "try again, raise --stall-timeout SECONDS, or choose another mirror with --mirror URL",
    },
  );
}

function statusFailure(url: URL, status: number): PyverifyError {
  return new PyverifyError(
    "network",
    "http-status",
    `${shownUrl(url)} was answered with status ${status}`,
    {
      because:
        status >= 500
          ? "the server, or one in front of it, has a problem"
          : `a server that refuses says ${status}`,
      hint:
        status === 401
          ? "the mirror asks for a user name and password: --mirror https://USER:PASSWORD@HOST/…"
          : "try again later, or choose another mirror with --mirror URL",
    },
  );
}

function unexpected(url: URL, because: string): PyverifyError {
  return new PyverifyError(
    "network",
    "unexpected-answer",
    `${shownUrl(url)} did not send the file`,
    {
      because,
      hint: "check the mirror's address, and what answers for it on this network",
    },
  );
}

function tooLong(url: URL, state: DownloadState, expectation: Expectation): PyverifyError {
  return state.total === undefined
    ? tooLarge(url, undefined, expectation)
    : longerThanAnnounced(url, state.total);
}

function tooLarge(url: URL, length: number | undefined, expectation: Expectation): PyverifyError {
  const code = expectation.expect === "tarball" ? "tarball-too-large" : "answer-too-large";
  return new PyverifyError("network", code, `${shownUrl(url)} is too large`, {
    because: `${length === undefined ? "it does not end within" : `it has ${length} bytes, and not`} the ${expectation.maxBytes} bytes that pyverify holds in memory`,
    hint: "no release is that large: check the mirror's address, and what answers for it on this network",
  });
}

function longerThanAnnounced(url: URL, announced: number): PyverifyError {
  return new PyverifyError(
    "network",
    "length-mismatch",
    `${shownUrl(url)} is longer than announced`,
    {
      because: `the server announced ${announced} bytes and sent more`,
      hint: "try another mirror with --mirror URL",
    },
  );
}

function shorter(
  url: URL,
  received: number,
  expected: number | undefined,
  cause?: unknown,
): AttemptFailure {
  return {
    retryable: true,
    error: new PyverifyError("network", "length-mismatch", `${shownUrl(url)} broke off`, {
      because: `${received} of ${expected ?? "an unknown number of"} bytes came before the connection ended`,
      hint: "try again, or choose another mirror with --mirror URL",
      cause,
    }),
  };
}
