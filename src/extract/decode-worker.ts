import { type MessagePort, parentPort, workerData } from "node:worker_threads";
import {
  awaitRoom,
  chunkBytes,
  decodeRole,
  isStopped,
  type DecodeFailure,
  type DecodeInput,
  type DecodeMessage,
  type DecodeTask,
} from "./decode-channel.ts";
import { decodeGzip } from "./gzip-decoder.ts";
import { limits } from "./limits.ts";
import { CompressionFailure, decodeXz, XzUnavailable } from "./xz-decoder.ts";

/**
 * The decoding thread: takes one tarball, posts it decompressed in chunks, and ends by itself.
 * To be called in a worker that `decompress` started, and nowhere else.
 */
export function runDecodeWorker(): void {
  const port = parentPort;
  if (port === null || !isDecodeTask(workerData)) throw new Error("not a decoding thread");
  const task = workerData;
  port.once("message", (input: DecodeInput) => {
    void decodeInto(port, task, input).then((last) => {
      port.postMessage(last, []);
      return port.close();
    });
  });
}

/** Posts the chunks, and gives the message that has to come last. */
async function decodeInto(
  port: MessagePort,
  { format, control }: DecodeTask,
  input: DecodeInput,
): Promise<DecodeMessage> {
  const decode = format === "tar.xz" ? decodeXz : decodeGzip;
  const output = new ChunkedOutput(control, (bytes) => {
    const message: DecodeMessage = { type: "chunk", bytes };
    port.postMessage(message, [bytes.buffer]);
  });
  try {
    if (input !== null) {
      await decode(
        input,
        (bytes, consumed) => output.write(bytes, consumed),
        () => isStopped(control),
      );
      output.flush();
    }
    return { type: "end" };
  } catch (thrown) {
    return { type: "failed", ...describe(thrown) };
  }
}

class LimitExceeded extends Error {
  override readonly name = "LimitExceeded";
}

/** Gathers output into chunks of one size, counts it, and waits where the reader lags behind. */
class ChunkedOutput {
  readonly #control: SharedArrayBuffer;
  readonly #post: (bytes: Uint8Array<ArrayBuffer>) => void;
  #chunk = new Uint8Array(chunkBytes);
  #filled = 0;
  #sent = 0;
  #total = 0;

  constructor(control: SharedArrayBuffer, post: (bytes: Uint8Array<ArrayBuffer>) => void) {
    this.#control = control;
    this.#post = post;
  }

  write(bytes: Uint8Array, consumed: number): void {
    this.#total += bytes.length;
    if (this.#total > limits.archiveBytes) {
      throw new LimitExceeded(`it unpacks to more than ${limits.archiveBytes} bytes`);
    }
    if (this.#total > Math.max(limits.ratioFreeBytes, consumed * limits.compressionRatio)) {
      throw new LimitExceeded(`it unpacks to more than ${limits.compressionRatio} times its size`);
    }
    for (let offset = 0; offset < bytes.length;) {
      const end = Math.min(bytes.length, offset + chunkBytes - this.#filled);
      this.#chunk.set(bytes.subarray(offset, end), this.#filled);
      this.#filled += end - offset;
      offset = end;
      if (this.#filled === chunkBytes) this.flush();
    }
  }

  flush(): void {
    if (this.#filled === 0 || isStopped(this.#control)) return;
    awaitRoom(this.#control, this.#sent);
    this.#post(this.#chunk.subarray(0, this.#filled));
    this.#sent += 1;
    this.#chunk = new Uint8Array(chunkBytes);
    this.#filled = 0;
  }
}

function describe(thrown: unknown): { failure: DecodeFailure; reason: string } {
  if (!(thrown instanceof Error)) return { failure: "bug", reason: String(thrown) };
  if (thrown instanceof CompressionFailure)
    return { failure: "compression", reason: thrown.message };
  if (thrown instanceof LimitExceeded) return { failure: "limit", reason: thrown.message };
  if (thrown instanceof XzUnavailable) return { failure: "addon", reason: thrown.message };
  return { failure: "bug", reason: thrown.stack ?? thrown.message };
}

function isDecodeTask(data: unknown): data is DecodeTask {
  return typeof data === "object" && data !== null && "role" in data && data.role === decodeRole;
}
