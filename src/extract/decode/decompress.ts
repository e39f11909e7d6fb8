import type { Worker } from "node:worker_threads";
import type { TarballFormat } from "../../release/release.ts";
import {
  acknowledgeChunk,
  createControl,
  type DecodeInput,
  type DecodeMessage,
  decodeRole,
  type DecodeTask,
  stopDecoding,
} from "./decode-channel.ts";
import { failureToError } from "./decode-failure.ts";
import { startDecodingThread } from "./decoding-thread.ts";

/** A thread that decompresses one tarball. */
export interface Decompressor {
  readonly format: TarballFormat;
  /** neither used nor stopped */
  readonly fresh: boolean;
  /**
   * Hands the tarball over; to be called once. A chunk is valid until the next one is asked for.
   *
   * @throws {PyverifyError} archive/compression-invalid, archive/limit-exceeded,
   *   usage/format-unavailable
   */
  decompress(tarball: Uint8Array): AsyncGenerator<Uint8Array, void, undefined>;
  /**
   * Ends the thread, whatever it is doing, and waits until it runs no native code any more. To be
   * called in any case: to exit, or to `terminate()`, in the middle of it would abort the process.
   */
  stop(): Promise<void>;
}

/**
 * Starts a thread to decompress in, so that decoding and writing overlap. It takes some 50 ms to
 * start, which cost nothing while something else is waited for.
 */
export function startDecompressor(format: TarballFormat): Decompressor {
  const control = createControl();
  const task: DecodeTask = { role: decodeRole, format, control };
  const worker = startDecodingThread({ workerData: task, name: decodeRole });
  const exited = new Promise<void>((resolve) => worker.once("exit", () => resolve()));
  const messages = new MessageQueue(worker);
  const send = (input: DecodeInput): void => worker.postMessage(input, []);
  // A run that never gets to decompressing has to be able to exit.
  worker.unref();
  let fresh = true;
  let decoded = false;
  return {
    format,
    get fresh() {
      return fresh;
    },
    async *decompress(tarball) {
      fresh = false;
      worker.ref();
      send(share(tarball));
      for (;;) {
        const message = await messages.next();
        decoded = message.type !== "chunk";
        if (message.type === "end") return;
        if (message.type === "failed") throw failureToError(message.failure, format);
        yield* message.pieces;
        acknowledgeChunk(control);
      }
    },
    async stop() {
      fresh = false;
      // After its last message it only clears up, which nobody needs to wait for.
      if (decoded) {
        worker.unref();
        return;
      }
      worker.ref();
      stopDecoding(control);
      // Nothing reads this unless the thread still waits for its tarball.
      send(null);
      await exited;
    },
  };
}

/** Turns a worker's events into something to await. */
class MessageQueue {
  readonly #waiting: DecodeMessage[] = [];
  #failure: Error | undefined;
  #wake: (() => void) | undefined;

  constructor(worker: Worker) {
    worker.on("message", (message: DecodeMessage) => {
      this.#waiting.push(message);
      this.#wake?.();
    });
    worker.on("error", (error) => this.#fail(error));
    worker.on("exit", () => this.#fail(new Error("the decoding thread ended early")));
  }

  async next(): Promise<DecodeMessage> {
    for (;;) {
      const message = this.#waiting.shift();
      if (message !== undefined) return message;
      if (this.#failure !== undefined) throw this.#failure;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  #fail(error: unknown): void {
    this.#failure ??= error instanceof Error ? error : new Error(String(error));
    this.#wake?.();
  }
}

function share(tarball: Uint8Array): Uint8Array<SharedArrayBuffer> {
  const { buffer, byteOffset, length } = tarball;
  if (buffer instanceof SharedArrayBuffer) return new Uint8Array(buffer, byteOffset, length);
  const shared = new Uint8Array(new SharedArrayBuffer(length));
  shared.set(tarball);
  return shared;
}
