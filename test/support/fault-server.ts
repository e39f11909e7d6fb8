import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { gzipSync } from "node:zlib";

import { type LoopbackServer, listenOnLoopback } from "./loopback-server.ts";

/** A mirror that serves a few files from memory, and can be told to do it badly. */
export interface FaultServer extends LoopbackServer {
  /** what `--mirror` takes */
  readonly url: string;
  /** all requests so far, oldest first */
  readonly requests: readonly SeenRequest[];
  /** connections that are open now */
  openConnections(): number;
  /** bytes handed to all connections so far: nobody can hold more of them in memory */
  bytesSent(): number;
}

export interface SeenRequest {
  readonly method: string;
  /** below `url` */
  readonly path: string;
  readonly range: string | undefined;
  readonly ifRange: string | undefined;
  readonly authorization: string | undefined;
}

/** One request, and the file that it should be answered with. */
export interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly socket: Socket;
  readonly file: Buffer;
}

/** A way to answer. */
export type Fault = (exchange: Exchange) => void;

/** Which fault answers which request: `attempt` counts the requests for a path, from 1. */
export type FaultPlan = (path: string, attempt: number) => Fault | undefined;

/**
 * Serves files, well by default: with an entity tag, and in parts where asked for.
 *
 * @param files by their path below the mirror's address, such as `3.14.0/Python-3.14.0.tgz`
 */
export async function serveFaults(
  files: Readonly<Record<string, Buffer>>,
  plan: FaultPlan = () => undefined,
): Promise<FaultServer> {
  const requests: SeenRequest[] = [];
  const sockets = new Set<Socket>();
  const seen = new Set<Socket>();
  const server = createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
    const path = decodeURIComponent((request.url ?? "").replace(/^\/mirror\//, ""));
    const { range, "if-range": ifRange, authorization } = request.headers;
    requests.push({
      authorization,
      method: request.method ?? "",
      path,
      range,
      ifRange: typeof ifRange === "string" ? ifRange : undefined,
    });
    const attempt = requests.filter((earlier) => earlier.path === path).length;
    const fault = plan(path, attempt);
    const file = files[path];
    if (fault !== undefined) {
      fault({ request, response, socket: request.socket, file: file ?? Buffer.alloc(0) });
    } else if (file === undefined) {
      status(404)({ request, response, socket: request.socket, file: Buffer.alloc(0) });
    } else {
      wholeFile({ request, response, socket: request.socket, file });
    }
  });
  server.on("connection", (socket) => {
    sockets.add(socket);
    seen.add(socket);
    socket.on("error", () => socket.destroy());
    socket.on("close", () => sockets.delete(socket));
  });
  const listening = await listenOnLoopback(server);
  return {
    ...listening,
    url: `${listening.origin}/mirror/`,
    requests,
    openConnections: () => sockets.size,
    bytesSent: () => [...seen].reduce((sum, socket) => sum + socket.bytesWritten, 0),
  };
}

/** The fault for requests of one file, all of them or the first few; everything else goes well. */
export function only(pathEnding: string, fault: Fault, attempts = Infinity): FaultPlan {
  return (path, attempt) => (path.endsWith(pathEnding) && attempt <= attempts ? fault : undefined);
}

const entityTag = '"one version of it"';

/** As it should be: in whole, or from where `Range` says if `If-Range` fits. */
export const wholeFile: Fault = ({ request, response, file }) => {
  const { range, "if-range": ifRange } = request.headers;
  const start = Number(/^bytes=(\d+)-$/.exec(range ?? "")?.[1] ?? 0);
  response.setHeader("content-type", "application/octet-stream");
  response.setHeader("etag", entityTag);
  response.setHeader("accept-ranges", "bytes");
  if (start === 0 || ifRange !== entityTag) {
    response.setHeader("content-length", file.length);
    response.end(request.method === "HEAD" ? undefined : file);
    return;
  }
  response.writeHead(206, {
    "content-length": file.length - start,
    "content-range": `bytes ${start}-${file.length - 1}/${file.length}`,
  });
  response.end(file.subarray(start));
};

/** In whole whatever is asked for, and without an entity tag. */
export const withoutRanges: Fault = ({ response, file }) => {
  response.writeHead(200, { "content-length": file.length }).end(file);
};

/** An error page. */
export function status(code: number, headers: Readonly<Record<string, string>> = {}): Fault {
  return ({ response }) => {
    const page = `<html><head><title>${code}</title></head></html>`;
    response.writeHead(code, { "content-type": "text/html", ...headers }).end(page);
  };
}

/** A redirect to wherever. */
export function redirect(location: string, code = 302): Fault {
  return ({ response }) => void response.writeHead(code, { location }).end();
}

/** The connection is reset before a byte of an answer. */
export const resetConnection: Fault = ({ socket }) => void socket.resetAndDestroy();

/** Nothing at all is sent, and the connection stays open. */
export const neverAnswer: Fault = () => undefined;

/** The announced file, up to some byte; then the connection is cut, well or badly. */
export function breakOffAfter(
  bytes: number,
  headers: Readonly<Record<string, string>> = {},
): Fault {
  return partThen(bytes, headers, (socket) => socket.destroySoon());
}

/** The announced file, up to some byte; then nothing more comes. */
export function stallAfter(bytes: number): Fault {
  return partThen(bytes, {}, () => undefined);
}

/** One byte of the file now and then: too slow to end soon, too fast to count as stalled. */
export function drip(intervalMilliseconds: number): Fault {
  return ({ response, socket, file }) => {
    response.writeHead(200, { "content-length": file.length });
    let sent = 0;
    const timer = setInterval(() => {
      response.write(file.subarray(sent, sent + 1));
      sent += 1;
      if (sent < file.length) return;
      clearInterval(timer);
      response.end();
    }, intervalMilliseconds);
    socket.on("close", () => clearInterval(timer));
  };
}

/** A body without an announced length that goes on for as long as it is read. */
export const endlessBody: Fault = ({ response }) => {
  response.writeHead(200, { "content-type": "application/octet-stream" });
  const megabyte = Buffer.alloc(1024 * 1024, "endless ");
  const more = (): void => {
    while (!response.destroyed && response.write(megabyte)) continue;
  };
  response.on("drain", more);
  more();
};

/** Announces a file that nobody could hold in memory. */
export const announceTerabyte: Fault = ({ response, file }) => {
  response.writeHead(200, { "content-length": 1024 ** 4 }).write(file);
};

/** Announces one byte fewer than it sends. */
export const longerThanAnnounced: Fault = ({ socket, file }) => {
  socket.write(
    Buffer.concat([
      Buffer.from(`HTTP/1.1 200 OK\r\ncontent-length: ${file.length - 1}\r\n\r\n`),
      file,
    ]),
  );
};

/** Compresses on the way, which nobody asked for. */
export const compressedInTransit: Fault = ({ response, file }) => {
  const body = gzipSync(file);
  response.writeHead(200, { "content-encoding": "gzip", "content-length": body.length }).end(body);
};

/**
 * The file as it is, with a label that Apache's AddEncoding puts on it for its name's sake.
 *
 * @see https://httpd.apache.org/docs/2.4/mod/mod_mime.html#addencoding
 */
export function labelled(encoding: string): Fault {
  return ({ response, file }) => {
    const headers = { "content-encoding": encoding, "content-length": file.length };
    response.writeHead(200, headers).end(file);
  };
}

/** A login page, as hotels and companies send it for anything. */
export const loginPage: Fault = ({ response }) => {
  const page = "<!DOCTYPE html>\n<html><body>Please accept our terms</body></html>\n";
  response.writeHead(200, { "content-type": "text/html; charset=utf-8" }).end(page);
};

/** The same page, labelled as the file that was asked for. */
export const mislabelledPage: Fault = ({ response }) => {
  const page = "\n  <!doctype html>\n<html><body>Please accept our terms</body></html>\n";
  response.writeHead(200, { "content-type": "application/octet-stream" }).end(page);
};

/** Something else than HTTP. */
export const notHttp: Fault = ({ socket }) => {
  socket.end("220 mail.example.org ESMTP ready\r\n");
};

/** Another part of the file than was asked for. */
export const anotherPart: Fault = ({ response, file }) => {
  const headers = {
    "content-range": `bytes 1-${file.length - 1}/${file.length}`,
    "content-length": file.length - 1,
  };
  response.writeHead(206, headers).end(file.subarray(1));
};

/** The part that was asked for without its last byte, and yet well ended. */
export const endEarly: Fault = ({ request, response, file }) => {
  const start = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? "")?.[1] ?? 0);
  const part = `bytes ${start}-${file.length - 1}/${file.length}`;
  response.writeHead(206, { "content-range": part }).end(file.subarray(start, -1));
};

function partThen(
  bytes: number,
  headers: Readonly<Record<string, string>>,
  then: (socket: Socket) => void,
): Fault {
  return ({ request, response, socket, file }) => {
    const start = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? "")?.[1] ?? 0);
    const partial = start > 0 && {
      "content-range": `bytes ${start}-${file.length - 1}/${file.length}`,
    };
    response.writeHead(start > 0 ? 206 : 200, {
      "content-length": file.length - start,
      etag: entityTag,
      ...partial,
      ...headers,
    });
    response.write(file.subarray(start, start + bytes), () => then(socket));
  };
}
