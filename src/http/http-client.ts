import type { StageContext } from "../base/progress.ts";
import { stalled, unexpectedStatus } from "./response-failures.ts";
import { absentStatuses, attempt, type DownloadState } from "./attempt.ts";
import { backoff, pause } from "./backoff.ts";
import { type Connections, connections, exchange } from "./request.ts";
import { PyverifyError } from "../base/errors.ts";
import type { HashedBytes } from "../files/hashed-bytes.ts";
import type { NetworkSettings } from "./network-settings.ts";
import type { Expectation, Validators } from "./expectation.ts";
import { networkFailure } from "./network-failure.ts";
import { ReceivedBody } from "./received-body.ts";
import { redactUrl } from "../base/redact-url.ts";

/** The one way to the network: for python.org, for mirrors and for TUF. */
export interface HttpClient {
  /**
   * Fetches a file into memory: tried again after failures that may pass, resumed where it broke
   * off, never beyond `maxBytes`.
   *
   * @throws {PyverifyError} network, or the signal's reason
   */
  get(url: string, expectation: Expectation, context: StageContext): Promise<HttpAnswer>;
  /**
   * Asks whether something lies there, without fetching it.
   *
   * @throws {PyverifyError} network, or the signal's reason
   */
  head(url: string, context: StageContext): Promise<HeadAnswer>;
}

export type HttpAnswer =
  | {
      readonly found: true;
      readonly body: HashedBytes;
      /** where the redirects led */
      readonly url: string;
      readonly contentType: string;
      readonly validators: Validators;
    }
  /**
   * 403, 404 or 410: the server is there, the file is not, and asking again will not change it; or
   * 304, where the expectation names what it may still be
   */
  | { readonly found: false; readonly status: number };

export type HeadAnswer =
  | { readonly found: true; readonly date: Date | undefined }
  | { readonly found: false; readonly status: number };

/** Progress that counts as such: an attempt that brought it starts the count of retries anew. */
const substantialProgress = 1024 * 1024;

/** Makes the client of one run. Idle connections do not keep the process alive. */
export function httpClient(settings: NetworkSettings): HttpClient {
  const open = connections(settings);
  return {
    get: (url, expectation, context) =>
      withDeadline(url, settings, context, async (signal) => {
        const body = new ReceivedBody(expectation.maxBytes);
        const state: DownloadState = { body, validator: undefined, total: undefined };
        let failures = 0;
        for (;;) {
          const before = body.length;
          const outcome = await attempt(new URL(url), state, expectation, {
            connections: open,
            settings,
            context: { ...context, signal },
          });
          if (outcome.type === "absent") return { found: false, status: outcome.status };
          if (outcome.type === "complete") {
            const { contentType, validators } = outcome;
            return {
              found: true,
              body: body.finish(),
              url: outcome.url.href,
              contentType,
              validators,
            };
          }
          const { failure } = outcome;
          failures = body.length - before >= substantialProgress ? 1 : failures + 1;
          if (!failure.retryable || failures > settings.retries) throw failure.error;
          const wait = failure.retryAfter ?? backoff(failures, settings.retryDelay, Math.random);
          if (wait >= settings.timeout) throw failure.error;
          warnOfRetry(failure.error, wait, failures, settings, context);
          await pause(wait, signal);
        }
      }),
    head: (url, context) => head(new URL(url), open, settings, context),
  };
}

async function head(
  url: URL,
  open: Connections,
  settings: NetworkSettings,
  context: StageContext,
): Promise<HeadAnswer> {
  const { stallTimeout, userAgent } = settings;
  const silence = AbortSignal.timeout(stallTimeout);
  try {
    const { response } = await exchange(
      url,
      {
        method: "HEAD",
        headers: { "user-agent": userAgent },
        connections: open,
        tunnelTimeout: stallTimeout,
        signal: AbortSignal.any([context.signal, silence]),
      },
      context,
    );
    response.resume();
    const status = response.statusCode ?? 0;
    if (absentStatuses.has(status)) return { found: false, status };
    // Servers that do not do HEAD say nothing about the file.
    if (status >= 300 && status !== 405 && status !== 501) throw unexpectedStatus(url, status);
    const date = Date.parse(response.headers.date ?? "");
    return { found: true, date: Number.isNaN(date) ? undefined : new Date(date) };
  } catch (error) {
    context.signal.throwIfAborted();
    if (silence.aborted) throw stalled(url, settings);
    throw error instanceof PyverifyError ? error : networkFailure(error, url, settings).error;
  }
}

async function withDeadline<T>(
  url: string,
  settings: NetworkSettings,
  context: StageContext,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const deadline = new AbortController();
  const seconds = settings.timeout / 1000;
  const timer = setTimeout(
    () =>
      deadline.abort(
        new PyverifyError(
          "network",
          "timed-out",
          `${redactUrl(url)} took longer than ${seconds} s`,
          {
            because: "that is the limit for one file, retries included",
            hint: "raise it with --timeout SECONDS, or choose a nearer mirror with --mirror URL",
          },
        ),
      ),
    settings.timeout,
  );
  try {
    return await work(AbortSignal.any([context.signal, deadline.signal]));
  } finally {
    clearTimeout(timer);
  }
}

function warnOfRetry(
  error: PyverifyError,
  wait: number,
  failures: number,
  settings: NetworkSettings,
  context: StageContext,
): void {
  const reason = error.because === undefined ? error.message : `${error.message}: ${error.because}`;
  context.observe({
    type: "warning",
    message: `${reason}; trying again in ${(wait / 1000).toFixed(1)} s (${failures} of ${settings.retries})`,
  });
}
