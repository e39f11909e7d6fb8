import { type FailureCode, PyverifyError } from "../../base/errors.ts";
import type { HttpClient } from "../../http/http-client.ts";
import { KeptAnswers } from "./kept-answers.ts";
import { type KeepingClient, keepingClient } from "./keeping-client.ts";
import { mirrorSource } from "../mirror-source.ts";
import type { ArtifactFiles, ReleaseSource } from "../release-source.ts";

export interface CacheOptions {
  /** where answers are kept; nothing in it is trusted */
  readonly folder: string;
  /** what was kept at this time or later is used without asking; in milliseconds since 1970 */
  readonly freshSince: number;
}

/**
 * A mirror whose bundles and tarballs are kept for later runs, once they are verified. What was kept
 * and does not verify any more is got from the mirror again, and replaced.
 *
 * @param url ends in a slash
 */
export function cachedMirror(
  url: string,
  http: HttpClient,
  { folder, freshSince }: CacheOptions,
): ReleaseSource {
  const answers = new KeptAnswers(folder);
  const filesBy = (client: KeepingClient, usesKept: boolean): ArtifactFiles => {
    const files = mirrorSource(url, client);
    return {
      ...files,
      keep: (context) => client.keep(context),
      progress: (artifact) =>
        usesKept && freshSince === 0 && answers.has(artifact.url)
          ? { phase: "read", subject: `${artifact.fileName} from the cache` }
          : files.progress(artifact),
    };
  };
  return {
    ...mirrorSource(url, http),
    judged: async (artifact, judge, context) => {
      const client = keepingClient(http, answers, { freshSince });
      try {
        return await judge(filesBy(client, true));
      } catch (error) {
        context.signal.throwIfAborted();
        if (!client.hasUsedKept || !blamesContent(error)) throw error;
        const message = `the cached ${artifact.fileName} is not used: ${error.message}`;
        context.observe({ type: "warning", message });
        const anew = keepingClient(http, answers, { freshSince: Number.POSITIVE_INFINITY });
        return await judge(filesBy(anew, false));
      }
    },
  };
}

/** What is found when the files are verified already: it says something about a checkout. */
const ofCheckout: ReadonlySet<string> = new Set<FailureCode<"verification">>([
  "checkout-modified",
  "tag-mismatch",
]);

/** Whether a failure says something about the files, rather than about this machine. */
export function blamesContent(error: unknown): error is PyverifyError {
  return (
    error instanceof PyverifyError &&
    ["verification", "archive"].includes(error.kind) &&
    !ofCheckout.has(error.code)
  );
}
