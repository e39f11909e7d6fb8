import type { IncomingMessage } from "node:http";

import { PyverifyError } from "../base/errors.ts";
import type { StageContext } from "../base/progress.ts";
import { retryAfter } from "./backoff.ts";
import {
  brokeOff,
  longerThanAnnounced,
  stalled,
  tooLarge,
  unexpectedAnswer,
  unexpectedStatus,
} from "./response-failures.ts";
import { type Connections, type Exchange, exchange } from "./request.ts";
import type { Expectation, Validators } from "./expectation.ts";
import { type AttemptFailure, networkFailure, proxyRefused } from "./network-failure.ts";
import type { NetworkSettings } from "./network-settings.ts";
import { withoutCredentials } from "./proxy-settings.ts";
import type { ReceivedBody } from "./received-body.ts";
import { judgeFirstBytes, judgeHeaders } from "./response-content.ts";
import { partOf, strongValidator } from "./response-headers.ts";

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
  | {
      readonly type: "complete";
      readonly url: URL;
      readonly contentType: string;
      readonly validators: Validators;
    }
  | { readonly type: "absent"; readonly status: number }
  | { readonly type: "failed"; readonly failure: AttemptFailure };

/** The server is there, the file is not, and asking again will not change it. */
export const absentStatuses: ReadonlySet<number> = new Set([403, 404, 410]);
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
  const silence = new AbortController();
  const watch = setTimeout(() => silence.abort(stalled(url, settings)), settings.stallTimeout);
  const signal = AbortSignal.any([context.signal, silence.signal]);
  let answered = false;
  try {
    const answer = await exchange(
      url,
      {
        method: expectation.json === undefined ? "GET" : "POST",
        headers: requestHeaders(state, expectation, settings),
        body: expectation.json,
        connections,
        tunnelTimeout: settings.stallTimeout,
        signal,
      },
      context,
    );
    answered = true;
    watch.refresh();
    return await receive(url, answer, state, expectation, settings, () => watch.refresh());
  } catch (error) {
    context.signal.throwIfAborted();
    if (silence.signal.aborted) {
      return { type: "failed", failure: { retryable: true, error: stalled(url, settings) } };
    }
    if (error instanceof PyverifyError) throw error;
    const failure = answered
      ? brokeOff(url, state.body.length, state.total, error)
      : networkFailure(error, url, settings);
    return { type: "failed", failure };
  } finally {
    clearTimeout(watch);
  }
}

function requestHeaders(
  state: DownloadState,
  { json, unlessStill }: Expectation,
  settings: NetworkSettings,
): Record<string, string> {
  const headers: Record<string, string> = {
    "user-agent": settings.userAgent,
    accept: "*/*",
    "accept-encoding": "identity",
  };
  if (json !== undefined) headers["content-type"] = "application/json";
  if (state.body.length > 0 && state.validator !== undefined) {
    headers["range"] = `bytes=${state.body.length}-`;
    headers["if-range"] = state.validator;
    return headers;
  }
  if (unlessStill?.etag !== undefined) headers["if-none-match"] = unlessStill.etag;
  if (unlessStill?.lastModified !== undefined) {
    headers["if-modified-since"] = unlessStill.lastModified;
  }
  return headers;
}

async function receive(
  asked: URL,
  { response, lateFailure, url }: Exchange,
  state: DownloadState,
  expectation: Expectation,
  settings: NetworkSettings,
  alive: () => void,
): Promise<AttemptOutcome> {
  try {
    const refused = judgeStatus(asked, url, response, state, expectation, settings);
    if (refused !== undefined) return refused;
    judgeHeaders(asked, response, expectation);
    const expected = prepare(asked, response, state, expectation);
    for await (const chunk of response as AsyncIterable<Buffer>) {
      alive();
      if (state.body.length === 0) judgeFirstBytes(asked, chunk, expectation);
      if (!state.body.append(chunk)) throw tooLong(asked, state, expectation);
      expectation.onProgress?.(state.body.length, state.total);
    }
    if (lateFailure() !== undefined) throw longerThanAnnounced(asked, state.body.length);
    if (expected !== undefined && state.body.length !== expected) {
      return { type: "failed", failure: brokeOff(asked, state.body.length, expected) };
    }
    const { etag, "last-modified": lastModified } = response.headers;
    return {
      type: "complete",
      url,
      contentType: response.headers["content-type"] ?? "",
      validators: { etag, lastModified },
    };
  } catch (error) {
    // Node may find what follows the file before its last piece has been read here.
    const whole = response.complete && state.body.length === state.total;
    throw whole && lateFailure() !== undefined
      ? longerThanAnnounced(asked, state.body.length)
      : error;
  } finally {
    // A body that came whole is read away, or its connection would stay busy and keep the process
    // alive until the server drops it; what is left of any other ends with its connection.
    if (response.complete) response.resume();
    else response.destroy();
  }
}

function judgeStatus(
  asked: URL,
  url: URL,
  response: IncomingMessage,
  state: DownloadState,
  { unlessStill }: Expectation,
  settings: NetworkSettings,
): AttemptOutcome | undefined {
  const status = response.statusCode ?? 0;
  if (status === 200 || status === 206) return undefined;
  if (absentStatuses.has(status)) return { type: "absent", status };
  if (status === 304 && unlessStill !== undefined) return { type: "absent", status };
  if (status === 416 && state.body.length > 0) {
    // The file is shorter now than what was received of it: start anew.
    state.body.restart(undefined);
    return { type: "failed", failure: { retryable: true, error: unexpectedStatus(asked, status) } };
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
      error: unexpectedStatus(asked, status),
    },
  };
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
    const contradicts = state.total !== undefined && part?.total !== state.total;
    if (part === undefined || part.start === 0 || part.start !== state.body.length || contradicts) {
      throw unexpectedAnswer(asked, "it sent another part of the file than was asked for");
    }
    state.total = part.total;
    return state.total;
  }
  state.validator = strongValidator(response.headers);
  state.total = length;
  if (!state.body.restart(length)) throw tooLarge(asked, length, expectation);
  expectation.onProgress?.(0, length);
  return length;
}

function tooLong(url: URL, state: DownloadState, expectation: Expectation): PyverifyError {
  return state.total === undefined
    ? tooLarge(url, undefined, expectation)
    : longerThanAnnounced(url, state.total);
}
