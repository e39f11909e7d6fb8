import { createReadStream } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { join, normalize } from "node:path";
import { type LoopbackServer, listenOnLoopback } from "./loopback-server.ts";

/** A stand-in of https://www.python.org/ftp/python/ on the loopback interface. */
export interface Mirror extends LoopbackServer {
  /** what `--mirror` takes: a folder URL that ends in a slash */
  readonly url: string;
  /** the paths asked for so far, below `url`, oldest first */
  readonly requests: readonly string[];
  /** those of them that were answered with 304, not modified */
  readonly unchanged: readonly string[];
  /** From now on no request for a path that ends like this is answered. */
  hold(pathEnding: string): void;
  /** From now on every request is answered again; those that were held are not. */
  release(): void;
}

/**
 * Serves a folder that is laid out as python.org's: `X.Y.Z/Python-X.Y.Z.tar.xz` and so on. Folders
 * are listed as nginx's autoindex module lists them, and files go out as they are, or not at all to
 * who has them already; there is no other behaviour.
 */
export async function serveMirror(folder: string): Promise<Mirror> {
  const requests: string[] = [];
  const unchanged: string[] = [];
  let held: string | undefined;
  const isHeld = (path: string): boolean => held !== undefined && path.endsWith(held);
  const server = createServer((request, response) => {
    const seen = { requests, unchanged, isHeld };
    void answer(folder, request, response, seen).catch((error: unknown) => {
      response.destroy(error instanceof Error ? error : new Error(String(error)));
    });
  });
  const listening = await listenOnLoopback(server);
  return {
    url: `${listening.origin}${root}`,
    requests,
    unchanged,
    hold: (pathEnding) => {
      held = pathEnding;
    },
    release: () => {
      held = undefined;
    },
    ...listening,
  };
}

const root = "/ftp/python/";

async function answer(
  folder: string,
  request: IncomingMessage,
  response: ServerResponse,
  seen: {
    readonly requests: string[];
    readonly unchanged: string[];
    readonly isHeld: (path: string) => boolean;
  },
): Promise<void> {
  const path = decodeURIComponent(new URL(request.url ?? "/", "http://mirror").pathname);
  if (!path.startsWith(root)) return refuse(response, 404);
  const relative = path.slice(root.length);
  seen.requests.push(relative);
  if (seen.isHeld(relative)) return;
  const file = join(folder, normalize(`/${relative}`));
  const found = await stat(file).catch(() => undefined);
  if (found === undefined) return refuse(response, 404);
  if (found.isDirectory()) {
    if (!path.endsWith("/")) return redirect(response, `${path}/`);
    return html(response, 200, await listing(path, file));
  }
  const etag = `"${Math.floor(found.mtimeMs).toString(16)}-${found.size.toString(16)}"`;
  const validators = { "last-modified": found.mtime.toUTCString(), etag };
  if (request.headers["if-none-match"] === etag) {
    seen.unchanged.push(relative);
    response.writeHead(304, validators).end();
    return;
  }
  response.writeHead(200, {
    "content-type": "application/octet-stream",
    "content-length": found.size,
    ...validators,
  });
  if (request.method === "HEAD") {
    response.end();
    return;
  }
  const stream = createReadStream(file);
  response.on("close", () => stream.destroy());
  stream.on("error", (error) => response.destroy(error));
  stream.pipe(response);
}

/** https://nginx.org/en/docs/http/ngx_http_autoindex_module.html: names are padded to 51 columns. */
async function listing(path: string, folder: string): Promise<string> {
  const entries = await readdir(folder, { withFileTypes: true });
  const lines: string[] = [];
  for (const entry of entries.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    const name = entry.isDirectory() ? `${entry.name}/` : entry.name;
    const { mtime, size } = await stat(join(folder, entry.name));
    const shown = name.length > 50 ? `${name.slice(0, 47)}..&gt;` : name;
    const padding = " ".repeat(Math.max(51 - name.length, 1));
    const length = entry.isDirectory() ? "-" : String(size);
    lines.push(
      `<a href="${encodeURIComponent(entry.name)}${entry.isDirectory() ? "/" : ""}">${shown}</a>` +
        `${padding}${nginxDate(mtime)} ${length.padStart(19)}`,
    );
  }
  return [
    "<html>",
    `<head><title>Index of ${path}</title></head>`,
    "<body>",
    `<h1>Index of ${path}</h1><hr><pre><a href="../">../</a>`,
    ...lines,
    "</pre><hr></body>",
    "</html>",
    "",
  ].join("\r\n");
}

function nginxDate(date: Date): string {
  const [, day, month, year, time] = date.toUTCString().split(" ");
  return `${day}-${month}-${year} ${time?.slice(0, 5)}`;
}

function redirect(response: ServerResponse, location: string): void {
  response.writeHead(301, { location }).end();
}

function refuse(response: ServerResponse, status: number): void {
  html(response, status, `<html><head><title>${status}</title></head></html>\r\n`);
}

function html(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { "content-type": "text/html" }).end(text);
}
