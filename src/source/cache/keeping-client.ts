import type { StageContext } from "../../base/progress.ts";
import type { HttpResponse, HttpClient } from "../../http/http-client.ts";
import type { FoundAnswer } from "./answer-header.ts";
import type { KeptAnswers } from "./kept-answers.ts";

/** A client that uses what was kept of bundles and tarballs, and can keep what it has got. */
export interface KeepingClient extends HttpClient {
  /** whether anything came out of what was kept */
  readonly hasUsedKept: boolean;
  /** Keeps what was got; to be called once it is verified. */
  keep(context: StageContext): Promise<void>;
}

export interface KeepingOptions {
  /**
   * Answers that were got at this time or later are used without asking; for all others the server
   * is asked whether they have changed. In milliseconds since 1970, or never.
   */
  readonly freshSince: number;
}

/**
 * Makes a client that asks for less. A folder's listing is asked for anew each time: nothing
 * verifies it, so a kept one could hide a release.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-13.1
 */
export function keepingClient(
  http: HttpClient,
  answers: KeptAnswers,
  { freshSince }: KeepingOptions,
): KeepingClient {
  const fresh = new Map<string, FoundAnswer>();
  const confirmed = new Set<string>();
  let hasUsedKept = false;
  return {
    get hasUsedKept() {
      return hasUsedKept;
    },
    get: async (url, expectation, context): Promise<HttpResponse> => {
      if (expectation.expect !== "bundle" && expectation.expect !== "tarball") {
        return http.get(url, expectation, context);
      }
      const kept =
        freshSince === Number.POSITIVE_INFINITY
          ? undefined
          : await answers.read(url, expectation.maxBytes, context);
      if (kept !== undefined && kept.askedAt >= freshSince) {
        hasUsedKept = true;
        return kept.answer;
      }
      const { etag, lastModified } = kept?.answer.validators ?? {};
      const isAskable = (etag ?? lastModified) !== undefined;
      const answer = await http.get(
        url,
        isAskable ? { ...expectation, unlessStill: { etag, lastModified } } : expectation,
        context,
      );
      if (answer.found) fresh.set(url, answer);
      if (answer.found || answer.status !== 304 || kept === undefined) return answer;
      hasUsedKept = true;
      confirmed.add(url);
      return kept.answer;
    },
    head: (url, context) => http.head(url, context),
    keep: async (context) => {
      for (const [url, answer] of fresh) await answers.write(url, answer, context);
      for (const url of confirmed) await answers.touch(url);
    },
  };
}
