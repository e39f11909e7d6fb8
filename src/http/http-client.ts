import { PyverifyError } from "../base/errors.ts";
import type { StageContext } from "../base/progress.ts";
import { redactUrl } from "../base/redact-url.ts";
import { backoff, pause } from "./backoff.ts";
import type { HeadResponse, HttpClient, HttpResponse } from "./client.ts";
import type { FileRequest } from "./file-request.ts";
import { networkFailure } from "./response/network-failure.ts";
import type { NetworkSettings } from "./settings/network-settings.ts";
import { type Connections, connections, sendRequest } from "./request.ts";
import { withinBudget } from "./request-budget.ts";
import { stalled, unexpectedStatus } from "./response/response-failures.ts";
import type { ResponsePlace } from "./response/response-place.ts";
import { absentStatuses, Transfer } from "./transfer.ts";

export type { HeadResponse, HttpClient, HttpResponse };

/** Progress that counts as such: an attempt that brought it starts the count of retries anew. */
const substantialProgress = 1024 * 1024;

/** Makes the client of one run. Idle connections do not keep the process alive. */
export function httpClient(settings: NetworkSettings): HttpClient {
  const open = connections(settings);
  const client: HttpClient = {
    get: (url, request, context) =>
      withDeadline(url, request, settings, context, (signal) =>
        transfer(new Transfer(url, request, settings, open), settings, { ...context, signal }),
      ),
    head: (url, context) => head(new URL(url), open, settings, context),
  };
  return withinBudget(client, settings.budget);
}

async function transfer(
  file: Transfer,
  settings: NetworkSettings,
  context: StageContext,
): Promise<HttpResponse> {
  let failures = 0;
  for (;;) {
    const before = file.received;
    const outcome = await file.attempt(context);
    if (outcome.type === "absent") return { found: false, status: outcome.status };
    if (outcome.type === "complete") {
      const { body, url, contentType, validators } = outcome;
      return { found: true, body, url: url.href, contentType, validators };
    }
    const { failure } = outcome;
    failures = file.received - before >= substantialProgress ? 1 : failures + 1;
    if (!failure.retryable || failures > settings.retries) throw failure.error;
    const wait = failure.retryAfter ?? backoff(failures, settings.retryDelay, Math.random);
    if (wait >= settings.timeout) throw failure.error;
    warnOfRetry(failure.error, wait, failures, settings, context);
    await pause(wait, context.signal);
  }
}

async function head(
  asked: URL,
  open: Connections,
  settings: NetworkSettings,
  context: StageContext,
): Promise<HeadResponse> {
  const { stallTimeout, userAgent } = settings;
  const silence = AbortSignal.timeout(stallTimeout);
  let place: ResponsePlace = { asked, url: asked };
  try {
    const { response } = await sendRequest(
      asked,
      {
        method: "HEAD",
        headers: { "user-agent": userAgent },
        connections: open,
        tunnelTimeout: stallTimeout,
        signal: AbortSignal.any([context.signal, silence]),
        onHop: (url) => {
          place = { asked, url };
        },
      },
      context,
    );
    response.resume();
    const status = response.statusCode ?? 0;
    if (absentStatuses.has(status)) return { found: false, status };
    // Servers that do not do HEAD say nothing about the file.
    if (status >= 300 && status !== 405 && status !== 501) throw unexpectedStatus(place, status);
    const date = Date.parse(response.headers.date ?? "");
    return { found: true, date: Number.isNaN(date) ? undefined : new Date(date) };
  } catch (error) {
    context.signal.throwIfAborted();
    if (silence.aborted) throw stalled(place, stallTimeout);
    throw error instanceof PyverifyError ? error : networkFailure(error, place, settings).error;
  }
}

async function withDeadline<T>(
  url: string,
  { chosenBy = "--mirror URL" }: FileRequest,
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
            hint: `raise it with --timeout SECONDS${chosenBy === "nothing" ? "" : `, or choose a nearer server with ${chosenBy}`}`,
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
