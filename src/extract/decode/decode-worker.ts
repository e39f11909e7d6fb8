import { type MessagePort, parentPort, workerData } from "node:worker_threads";
import {
  awaitRoom,
  chunkBytes,
  decodeRole,
  isStopped,
  type DecodeInput,
  type DecodeMessage,
  type DecodeTask,
} from "./decode-channel.ts";
import { describeFailure } from "./decode-failure.ts";
import { decoderOf } from "./decoder.ts";
import { loadLzma } from "./xz-decoder.ts";

/**
 * The decoding thread: takes one tarball, posts it decompressed in chunks, and ends by itself.
 * To be called in a worker that `decompress` started, and nowhere else.
 */
export function runDecodeWorker(): void {
  const port = parentPort;
  if (port === null || !isDecodeTask(workerData)) throw new Error("not a decoding thread");
  const task = workerData;
  // While the tarball is still on its way; a failure shows when it is needed.
  if (task.format === "tar.xz") void loadLzma().catch(() => undefined);
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
  const output = new ChunkedOutput(port, control);
  try {
    if (input !== null) {
      const decode = await decoderOf(format);
      await decode(
        input,
        (bytes) => output.write(bytes),
        () => isStopped(control),
      );
      output.flush();
    }
    return { type: "end" };
  } catch (thrown) {
    return { type: "failed", failure: describeFailure(thrown) };
  }
}

/** Gathers output into chunks, and waits where the reader lags behind. */
class ChunkedOutput {
  readonly #port: MessagePort;
  readonly #control: SharedArrayBuffer;
  #pieces: Uint8Array<ArrayBuffer>[] = [];
  #gathered = 0;
  #sent = 0;

  constructor(port: MessagePort, control: SharedArrayBuffer) {
    this.#port = port;
    this.#control = control;
  }

  write(bytes: Uint8Array): void {
    this.#pieces.push(transferable(bytes));
    this.#gathered += bytes.length;
    if (this.#gathered >= chunkBytes) this.flush();
  }

  flush(): void {
    if (this.#pieces.length === 0 || isStopped(this.#control)) return;
    awaitRoom(this.#control, this.#sent);
    const message: DecodeMessage = { type: "chunk", pieces: this.#pieces };
    const memory = this.#pieces.map((piece) => piece.buffer);
    this.#port.postMessage(message, memory);
    this.#sent += 1;
    this.#pieces = [];
    this.#gathered = 0;
  }
}

/** Bytes that own all of their memory, which handing over takes away; otherwise a copy. */
function transferable(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const { buffer, byteOffset, length } = bytes;
  return buffer instanceof ArrayBuffer && buffer.byteLength === length
    ? new Uint8Array(buffer, byteOffset, length)
    : Uint8Array.from(bytes);
}

function isDecodeTask(data: unknown): data is DecodeTask {
  return typeof data === "object" && data !== null && "role" in data && data.role === decodeRole;
}
