import { join } from "node:path";
import { PyverifyError } from "../base/errors.ts";
import type { StageContext } from "../base/progress.ts";
import { redactUrl } from "../base/redact-url.ts";
import { readBounded } from "../files/bounded-read.ts";
import type { HttpClient } from "../http/client.ts";
import type { PinSource } from "../pins/signature-source.ts";

/** Where a feed lies. Whoever provides it may write what they like. */
export interface FeedPlace {
  readonly description: PinSource;
  /** the place of a file, as it may be printed */
  nameOf(path: string): string;
  /**
   * Reads a file by its path below the feed's own address; undefined if it is not there.
   *
   * @throws {PyverifyError} network or filesystem; the signal's reason
   */
  read(path: string, limit: FeedLimit, context: StageContext): Promise<Buffer | undefined>;
  /** A file that is not what belongs there. */
  wrong(path: string, because: string, cause?: unknown): PyverifyError;
}

export interface FeedLimit {
  readonly expect: "metadata" | "bundle";
  readonly maxBytes: number;
}

const hint = "--feed takes the address or the folder that pyverify audit --feed DIR wrote";

/**
 * A feed on the network.
 *
 * @param url ends in a slash
 */
export function feedOnSite(url: string, http: HttpClient): FeedPlace {
  const nameOf = (path: string): string => redactUrl(`${url}${path}`);
  return {
    description: { type: "feed", url: redactUrl(url) },
    nameOf,
    read: async (path, limit, context) => {
      const answer = await http.get(`${url}${path}`, { ...limit, chosenBy: "--feed URL" }, context);
      return answer.found ? answer.body.bytes : undefined;
    },
    wrong: (path, because, cause) =>
      new PyverifyError("network", "unexpected-answer", `${nameOf(path)} is not of a feed`, {
        because,
        hint,
        cause,
      }),
  };
}

/** A feed in a folder. */
export function feedInFolder(folder: string): FeedPlace {
  const nameOf = (path: string): string => join(folder, path);
  return {
    description: { type: "feed" },
    nameOf,
    read: (path, { maxBytes }, { signal }) => readBounded(nameOf(path), maxBytes, signal),
    wrong: (path, because, cause) =>
      new PyverifyError("filesystem", "not-readable", `${nameOf(path)} is not of a feed`, {
        because,
        hint,
        cause,
      }),
  };
}
