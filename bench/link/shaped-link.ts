import { once } from "node:events";
import { connect, createServer, type Server, type Socket } from "node:net";

/** What a link can do. */
export interface LinkSpeed {
  /** megabits a second, towards the user */
  readonly megabits: number;
  /** milliseconds from a packet to its answer, on an empty link */
  readonly roundTrip: number;
}

/** The largest segment of TCP on Ethernet, and how many of them a sender begins with: RFC 6928. */
const segment = 1448;
const initialWindow = 10 * segment;

/**
 * A link between a user and servers, which all connections share: a relay on loopback that keeps
 * back what comes sooner than the link would bring it.
 *
 * Each connection costs a round trip before its first byte, as TCP's handshake does; TLS's own round
 * trips come by themselves, since its messages are kept back like all others. What a server sends
 * waits its turn on the link, and no more of it is on its way than TCP's congestion window: ten
 * segments at first, and twice as many after each round trip, up to twice what the link holds.
 * Nothing is lost, and what the user sends takes no room.
 */
export class ShapedLink {
  readonly #halfTrip: number;
  readonly #bytesPerMs: number;
  readonly #largestWindow: number;
  readonly #piece: number;
  readonly #connections = new Set<Connection>();
  readonly #servers: Server[] = [];
  #linkFree = 0;
  /** bytes that have arrived at the user, by connection, and when the last of them did */
  readonly #arrived: Arrived[] = [];

  constructor({ megabits, roundTrip }: LinkSpeed) {
    this.#halfTrip = roundTrip / 2;
    this.#bytesPerMs = (megabits * 1e6) / 8 / 1000;
    this.#largestWindow = Math.max(2 * this.#bytesPerMs * roundTrip, 2 * initialWindow);
    this.#piece = Math.max(segment, Math.floor(this.#bytesPerMs));
  }

  /**
   * Puts the link in front of a server.
   *
   * @param origin `http://127.0.0.1:PORT` or the like with https
   * @returns the same with the link's own port
   */
  async leadTo(origin: string): Promise<string> {
    const { hostname: host, port } = new URL(origin);
    const server = createServer({ allowHalfOpen: true, noDelay: true }, (client) => {
      this.#relay(
        client,
        connect({ host, port: Number(port), allowHalfOpen: true, noDelay: true }),
      );
    });
    this.#servers.push(server);
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const address = server.address();
    if (address === null || typeof address === "string") throw new Error("the link has no port");
    const shaped = new URL(origin);
    shaped.port = String(address.port);
    return shaped.origin;
  }

  /** When the largest of the answers since the last call was whole; a `performance.now()`. */
  largestArrived(): number {
    const arrived = this.#arrived.splice(0).toSorted((a, b) => b.bytes - a.bytes);
    return arrived[0]?.at ?? Number.NaN;
  }

  async close(): Promise<void> {
    for (const { client, remote } of this.#connections) {
      client.destroy();
      remote.destroy();
    }
    await Promise.all(
      this.#servers.map(async (server) => {
        const closed = once(server, "close");
        server.close();
        await closed;
      }),
    );
  }

  #relay(client: Socket, remote: Socket): void {
    const arrived: Arrived = { bytes: 0, at: 0 };
    this.#arrived.push(arrived);
    const connection: Connection = {
      client,
      remote,
      arrived,
      waiting: [],
      window: initialWindow,
      onWay: 0,
    };
    this.#connections.add(connection);
    const opened = performance.now() + 2 * this.#halfTrip;
    const up = new Delayed();
    client.on("data", (chunk: Buffer) => {
      const at = Math.max(performance.now(), opened) + this.#halfTrip;
      up.at(at, () => remote.write(chunk));
    });
    client.on("end", () => up.at(performance.now() + this.#halfTrip, () => remote.end()));
    const down = new Delayed();
    let hasEnded = false;
    const send = (): void => {
      this.#send(connection, down, send);
      if (hasEnded && connection.waiting.length === 0) {
        hasEnded = false;
        down.at(Math.max(this.#linkFree, performance.now()) + this.#halfTrip, () => client.end());
      }
    };
    remote.on("data", (chunk: Buffer) => {
      connection.waiting.push(chunk);
      if (bytesIn(connection.waiting) > this.#largestWindow) remote.pause();
      send();
    });
    remote.on("end", () => {
      hasEnded = true;
      send();
    });
    const drop = (): void => {
      this.#connections.delete(connection);
      client.destroy();
      remote.destroy();
    };
    client.on("error", drop).on("close", drop);
    remote.on("error", drop);
  }

  /** Puts onto the link what the window lets through; what comes back lets the next through. */
  #send(connection: Connection, down: Delayed, again: () => void): void {
    const { client, remote, waiting } = connection;
    while (waiting.length > 0 && connection.onWay < connection.window) {
      const room = Math.min(connection.window - connection.onWay, this.#piece);
      const piece = take(waiting, room);
      connection.onWay += piece.length;
      const start = Math.max(this.#linkFree, performance.now());
      this.#linkFree = start + piece.length / this.#bytesPerMs;
      const arrives = this.#linkFree + this.#halfTrip;
      down.at(arrives, () => {
        client.write(piece);
        // A farewell of TLS is none of an answer.
        if (piece.length < 64) return;
        connection.arrived.bytes += piece.length;
        connection.arrived.at = performance.now();
      });
      down.at(arrives + this.#halfTrip, () => {
        connection.onWay -= piece.length;
        connection.window = Math.min(connection.window + piece.length, this.#largestWindow);
        again();
      });
    }
    if (remote.isPaused() && bytesIn(waiting) < this.#largestWindow / 2) remote.resume();
  }
}

interface Arrived {
  bytes: number;
  at: number;
}

interface Connection {
  readonly client: Socket;
  readonly remote: Socket;
  readonly arrived: Arrived;
  /** what the server has sent and the link has not taken yet */
  readonly waiting: Buffer[];
  /** bytes that may be on their way, and that are */
  window: number;
  onWay: number;
}

/** Does things at their times, those of the same time in order. */
class Delayed {
  readonly #due: { readonly time: number; readonly act: () => void }[] = [];
  #timer: NodeJS.Timeout | undefined;

  at(time: number, act: () => void): void {
    const index = this.#due.findLastIndex((other) => other.time <= time);
    this.#due.splice(index + 1, 0, { time, act });
    this.#arm();
  }

  #arm(): void {
    clearTimeout(this.#timer);
    const [next] = this.#due;
    if (next === undefined) return;
    this.#timer = setTimeout(() => this.#run(), Math.max(0, next.time - performance.now()));
  }

  #run(): void {
    // Node's timers may be some part of a millisecond early.
    while (this.#due[0] !== undefined && this.#due[0].time <= performance.now() + 0.5) {
      this.#due.shift()?.act();
    }
    this.#arm();
  }
}

function bytesIn(chunks: readonly Buffer[]): number {
  return chunks.reduce((sum, { length }) => sum + length, 0);
}

/** Takes up to so many bytes from the front. */
function take(chunks: Buffer[], most: number): Buffer {
  const [first = Buffer.alloc(0)] = chunks;
  const length = Math.floor(most);
  if (first.length <= length) {
    chunks.shift();
    return first;
  }
  chunks[0] = first.subarray(length);
  return first.subarray(0, length);
}
