import * as v from "valibot";
import { PyverifyError } from "../base/errors.ts";
import { issueInWords } from "../base/schema-issue.ts";
import type { StageContext } from "../base/progress.ts";
import { redactUrl } from "../base/redact-url.ts";
import type { HttpClient } from "../http/http-client.ts";

/** The downloads API of python.org, and the way to it. */
export interface DownloadsApi {
  readonly http: HttpClient;
  /** its address: `https://www.python.org/api/v2/` */
  readonly url: string;
}

/** Some 6,000 files with 1 kB of JSON each make a tenth of this. */
const maxApiBytes = 64 * 1024 * 1024;

const releaseFiles = v.array(v.object({ url: v.string(), sha256_sum: v.optional(v.string(), "") }));

/**
 * Asks for the SHA-256 that python.org states of its files. One request brings all of them, since the
 * API has no pages; it allows a hundred a day to whoever does not name themselves. Nobody signs this.
 *
 * @see https://github.com/python/pythondotorg/blob/main/apps/downloads/api.py (`ReleaseFileViewSet`)
 * @returns the digests as they are stated, in lower case, by folder and name:
 *   `3.14.0/Python-3.14.0.tar.xz`. A file of which none is stated is left out
 * @throws {PyverifyError} network
 */
export async function statedDigests(
  { http, url }: DownloadsApi,
  context: StageContext,
): Promise<Map<string, string>> {
  const address = `${url.replace(/\/$/, "")}/downloads/release_file/`;
  const request = { expect: "metadata", maxBytes: maxApiBytes, chosenBy: "--api URL" } as const;
  const answer = await http.get(address, request, context);
  if (!answer.found) throw unexpected(address, `it answers with status ${answer.status}`);
  const files = parseFiles(answer.body.bytes, address);
  return new Map(
    files.flatMap((file): [string, string][] => {
      const path = pathBelowFtp(file.url);
      const stated = file.sha256_sum.trim().toLowerCase();
      return path === undefined || stated === "" ? [] : [[path, stated]];
    }),
  );
}

function parseFiles(bytes: Buffer, address: string): v.InferOutput<typeof releaseFiles> {
  let json: unknown;
  try {
    json = JSON.parse(bytes.toString("utf8"));
  } catch {
    throw unexpected(address, "it does not answer with JSON");
  }
  const result = v.safeParse(releaseFiles, json, { abortEarly: true });
  if (result.success) return result.output;
  throw unexpected(address, issueInWords(result.issues[0]));
}

/** Older files are listed under http:// too, which the server redirects. */
function pathBelowFtp(url: string): string | undefined {
  return /^https?:\/\/www\.python\.org\/ftp\/python\/([^?#]+)$/.exec(url)?.[1];
}

function unexpected(address: string, because: string): PyverifyError {
  return new PyverifyError(
    "network",
    "unexpected-answer",
    `${redactUrl(address)} does not list the files of releases`,
    { because, hint: "check --api URL, which is https://www.python.org/api/v2/" },
  );
}
