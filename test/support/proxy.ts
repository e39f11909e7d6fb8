import {
  createServer,
  type IncomingMessage,
  request as httpRequest,
  type ServerResponse,
} from "node:http";
import { connect, type Socket } from "node:net";

import { type LoopbackServer, listenOnLoopback } from "./loopback-server.ts";

/** A forward proxy as companies have it: tunnels for https, forwarding for http. */
export interface Proxy extends LoopbackServer {
  /** what was asked of it: `CONNECT www.python.org:443`, `GET http://mirror/` */
  readonly requests: readonly string[];
}

export interface ProxyOptions {
  /** `USER:PASSWORD` that it asks for */
  readonly credentials?: string;
  /** where a host and port really lie; all others are refused with 502 */
  readonly routes: Readonly<Record<string, LoopbackServer>>;
  /** takes a request for a tunnel and never answers it */
  readonly silent?: boolean;
}

export async function serveProxy({ credentials, routes, silent }: ProxyOptions): Promise<Proxy> {
  const requests: string[] = [];
  const isAuthorized = (request: IncomingMessage): boolean =>
    credentials === undefined ||
    request.headers["proxy-authorization"] ===
      `Basic ${Buffer.from(credentials).toString("base64")}`;
  const server = createServer((request, response) => {
    requests.push(`${request.method} ${request.url}`);
    const target = URL.parse(request.url ?? "");
    const route = target === null ? undefined : routes[`${target.hostname}:${target.port || 80}`];
    if (!isAuthorized(request)) response.writeHead(407, challenge).end();
    else if (target === null || route === undefined) response.writeHead(502).end();
    else forward(request, response, target, route);
  });
  const sockets = new Set<Socket>();
  server.on("connection", (socket: Socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
  });
  server.on("connect", (request: IncomingMessage, socket: Socket) => {
    requests.push(`CONNECT ${request.url}`);
    socket.on("error", () => socket.destroy());
    if (silent === true) return;
    const route = routes[request.url ?? ""];
    if (!isAuthorized(request)) {
      socket.end("HTTP/1.1 407 Proxy Authentication Required\r\n\r\n");
    } else if (route === undefined) {
      socket.end("HTTP/1.1 502 Bad Gateway\r\n\r\n");
    } else {
      tunnel(socket, route);
    }
  });
  const listening = await listenOnLoopback(server);
  return {
    ...listening,
    requests,
    close: async () => {
      // To the HTTP server, a connection that has become a tunnel is none of its own any more.
      for (const socket of sockets) socket.destroy();
      await listening.close();
    },
  };
}

const challenge = { "proxy-authenticate": 'Basic realm="company"' };

function tunnel(socket: Socket, route: LoopbackServer): void {
  const { hostname, port } = new URL(route.origin);
  const upstream = connect(Number(port), hostname, () => {
    socket.write("HTTP/1.1 200 Connection established\r\n\r\n");
    upstream.pipe(socket);
    socket.pipe(upstream);
  });
  upstream.on("error", () => socket.destroy());
  upstream.on("close", () => socket.destroy());
  socket.on("close", () => upstream.destroy());
}

function forward(
  request: IncomingMessage,
  response: ServerResponse,
  target: URL,
  route: LoopbackServer,
): void {
  const { hostname, port } = new URL(route.origin);
  const { method, headers } = request;
  const options = { hostname, port, method, headers, path: target.pathname, agent: false };
  const forwarded = httpRequest(options, (answer) => {
    response.writeHead(answer.statusCode ?? 500, answer.headers);
    answer.pipe(response);
  });
  forwarded.on("error", () => response.destroy());
  request.pipe(forwarded);
}
