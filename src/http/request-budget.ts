import { PyverifyError } from "../base/errors.ts";
import { redactUrl } from "../base/redact-url.ts";
import type { HttpClient } from "./client.ts";
import type { RequestBudget } from "./settings/network-settings.ts";

/**
 * A client that gives up where a look-up goes beyond what any mirror's listings need.
 *
 * @param now milliseconds, from any start
 */
export function withinBudget(
  http: HttpClient,
  budget: RequestBudget,
  now: () => number = () => performance.now(),
): HttpClient {
  const spent = { requests: 0, listings: 0, listingBytes: 0, listingTime: 0 };
  const countRequest = (url: string): void => {
    spent.requests += 1;
    if (spent.requests > budget.requests) {
      throw exhausted(url, `it has led to ${budget.requests} requests already`);
    }
  };
  return {
    get: async (url, request, context) => {
      countRequest(url);
      if (request.expect !== "page") return http.get(url, request, context);
      spent.listings += 1;
      if (spent.listings > budget.listings) {
        throw exhausted(url, `it has led to ${budget.listings} folder listings already`);
      }
      const tooLong = () =>
        exhausted(
          url,
          `its folder listings took longer than ${budget.listingTime / 1000} s together`,
          "raise the limit with --timeout SECONDS",
        );
      if (spent.listingTime >= budget.listingTime) throw tooLong();
      const left = Math.max(0, budget.listingBytes - spent.listingBytes);
      const deadline = new AbortController();
      const timer = setTimeout(
        () => deadline.abort(tooLong()),
        Math.min(budget.listingTime - spent.listingTime, maxTimer),
      );
      const start = now();
      try {
        const response = await http.get(
          url,
          { ...request, maxBytes: Math.min(request.maxBytes, left) },
          { ...context, signal: AbortSignal.any([context.signal, deadline.signal]) },
        );
        if (response.found) spent.listingBytes += response.body.bytes.length;
        return response;
      } catch (error) {
        const isBudget = left < request.maxBytes && error instanceof PyverifyError;
        if (!isBudget || error.code !== "answer-too-large") throw error;
        throw exhausted(
          url,
          `its folder listings have more than ${budget.listingBytes} bytes together`,
        );
      } finally {
        clearTimeout(timer);
        spent.listingTime += now() - start;
      }
    },
    head: async (url, context) => {
      countRequest(url);
      return http.head(url, context);
    },
  };
}

/** The longest time that a timer can be set to. */
const maxTimer = 2 ** 31 - 1;

function exhausted(url: string, because: string, orElse?: string): PyverifyError<"network"> {
  const name = "name the exact version, which needs no listing";
  return new PyverifyError(
    "network",
    "look-up-too-large",
    `looking things up on ${new URL(redactUrl(url)).host} takes too much`,
    { because, hint: orElse === undefined ? name : `${name}, or ${orElse}` },
  );
}
