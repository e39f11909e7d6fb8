import { pause } from "./backoff.ts";
import type { HttpClient } from "./client.ts";

/** Milliseconds, from any start. */
interface Clock {
  now(): number;
  pause(milliseconds: number, signal: AbortSignal): Promise<void>;
}

/**
 * A client that starts at most so many requests a second, evenly spaced: a burst of hundreds is
 * what makes a server shut out whoever sends it.
 *
 * @param perSecond above 0
 */
export function rateLimited(
  http: HttpClient,
  perSecond: number,
  clock: Clock = { now: () => performance.now(), pause },
): HttpClient {
  const interval = 1000 / perSecond;
  let next = 0;
  const turn = async (signal: AbortSignal): Promise<void> => {
    const now = clock.now();
    const start = Math.max(now, next);
    next = start + interval;
    // A timer counts whole milliseconds: without this, a high rate could never be reached.
    if (start - now >= 1) await clock.pause(start - now, signal);
  };
  return {
    get: async (url, expectation, context) => {
      await turn(context.signal);
      return http.get(url, expectation, context);
    },
    head: async (url, context) => {
      await turn(context.signal);
      return http.head(url, context);
    },
  };
}
