import { createServer, type ServerResponse } from "node:http";
import { type LoopbackServer, listenOnLoopback } from "./loopback-server.ts";

/** A stand-in for python.org's API, and what it was asked for. */
export interface DownloadsApiServer extends LoopbackServer {
  readonly requests: readonly string[];
}

/**
 * A row of `/api/v2/downloads/release_file/` with all its fields, as python.org gives them.
 *
 * @param path below `ftp/python/`
 * @param sha256 empty where python.org states none
 * @see https://github.com/python/pythondotorg/blob/main/apps/downloads/serializers.py
 */
export function releaseFile(path: string, sha256: string, base = "https://www.python.org") {
  const url = `${base}/ftp/python/${path}`;
  return {
    name: "XZ compressed source tarball",
    slug: "3140-XZ-compressed-source-tarball",
    os: "https://www.python.org/api/v2/downloads/os/3/",
    release: "https://www.python.org/api/v2/downloads/release/1076/",
    description: "",
    is_source: true,
    url,
    gpg_signature_file: "",
    md5_sum: "",
    sha256_sum: sha256,
    filesize: 23_575_200,
    download_button: false,
    resource_uri: "https://www.python.org/api/v2/downloads/release_file/4994/",
    sigstore_signature_file: "",
    sigstore_cert_file: "",
    sigstore_bundle_file: `${url}.sigstore`,
    sbom_spdx2_file: `${url}.spdx.json`,
  };
}

/** Serves rows on loopback, where the API has them and nowhere else. */
export function startDownloadsApi(rows: readonly unknown[]): Promise<DownloadsApiServer> {
  return answerAsApi((response) => {
    response.writeHead(200, { "content-type": "application/json" });
    response.end(JSON.stringify(rows));
  });
}

/**
 * Answers as the API does to whoever has had their hundred requests of the day.
 *
 * @see https://www.django-rest-framework.org/api-guide/throttling/
 */
export function startThrottlingApi(): Promise<DownloadsApiServer> {
  return answerAsApi((response) => {
    response.writeHead(429, { "content-type": "application/json", "retry-after": "86399" });
    const detail = "Request was throttled. Expected available in 86399 seconds.";
    response.end(JSON.stringify({ detail }));
  });
}

/** Answers to the one address that is asked for; 404 for any other. */
export async function answerAsApi(
  answer: (response: ServerResponse) => void,
): Promise<DownloadsApiServer> {
  const requests: string[] = [];
  const server = createServer((request, response) => {
    requests.push(`${request.method} ${request.url}`);
    if (request.url === "/api/v2/downloads/release_file/") answer(response);
    else response.writeHead(404).end();
  });
  return { ...(await listenOnLoopback(server)), requests };
}
