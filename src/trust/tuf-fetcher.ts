import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Fetcher } from "tuf-js/dist/fetcher.js";
import { DownloadHTTPError } from "tuf-js/dist/error.js";
import type { HttpClient } from "../http/http-client.ts";
import { unexpectedStatus } from "../http/response/response-failures.ts";
import { PyverifyError } from "../base/errors.ts";
import type { StageContext } from "../base/progress.ts";

const chosenBy = "--tuf-mirror URL";

/** tuf-js' way to the network, led over the one that everything else takes. */
export interface TufFetcher extends Fetcher {
  /** the network failure that ended the refresh, which tuf-js may have wrapped into words */
  failure(): PyverifyError | undefined;
}

/**
 * Makes tuf-js fetch with the same proxies, certificate authorities, time-outs and retries as a
 * tarball.
 *
 * @param folder where targets are put; whoever made it removes it
 */
export function tufFetcher(http: HttpClient, folder: string, context: StageContext): TufFetcher {
  let failure: PyverifyError | undefined;
  const downloadBytes = async (url: string, maxBytes: number): Promise<Buffer> => {
    try {
      const answer = await http.get(
        url,
        { expect: "metadata", maxBytes, chosenBy: "--tuf-mirror URL" },
        context,
      );
      if (answer.found) return answer.body.bytes;
      // tuf-js takes 403 and 404 for "there is no newer root"; of all else one is there.
      if (!/\/\d+\.root\.json$/.test(url)) {
        const asked = new URL(url);
        failure = unexpectedStatus({ asked, url: asked, chosenBy }, answer.status);
      }
      throw new DownloadHTTPError("not there", answer.status === 410 ? 404 : answer.status);
    } catch (error) {
      if (error instanceof PyverifyError) failure = error;
      throw error;
    }
  };
  return {
    downloadBytes,
    downloadFile: async (url, maxBytes, handler) => {
      const file = join(folder, "download");
      writeFileSync(file, await downloadBytes(url, maxBytes));
      return handler(file);
    },
    failure: () => failure,
  };
}
