import { Worker } from "node:worker_threads";
import { PyverifyError } from "../errors.ts";
import type { TarballFormat } from "../release/release.ts";
import { limitExceeded } from "./archive-failure.ts";
import {
  acknowledgeChunk,
  createControl,
  type DecodeInput,
  type DecodeMessage,
  decodeRole,
  type DecodeTask,
  stopDecoding,
} from "./decode-channel.ts";

/**
 * Decompresses a tarball in a thread of its own, so that decoding and writing overlap.
 *
 * The thread runs this very bundle, or `decode-worker-main.ts` where Node runs the source. In the
 * bundle it is up to `main.ts` to tell the two threads apart:
 *
 *     if (isMainThread) …the command line…
 *     else (await import("./extract/decode-worker.ts")).runDecodeWorker();
 *
 * imported only then, so that the thread does not wait for modules that it does not need. The addon
 * is the one that `import("lzma-native")` gives in `xz-decoder.ts`; a bundle has it beside itself.
 *
 * A chunk is valid until the next one is asked for, and the thread is at most a few chunks ahead.
 * The thread has ended when the generator has: `terminate()` in the middle of native code would
 * abort the whole process, so it is told to stop, and awaited.
 *
 * @throws {PyverifyError} archive/compression-invalid, archive/limit-exceeded,
 *   usage/format-unavailable
 */
export async function* decompress(
  tarball: Uint8Array,
  format: TarballFormat,
): AsyncGenerator<Uint8Array, void, undefined> {
  const control = createControl();
  const task: DecodeTask = { role: decodeRole, format, control };
  const worker = new Worker(workerFile(), { workerData: task, name: decodeRole });
  const exited = new Promise<void>((resolve) => worker.once("exit", () => resolve()));
  const messages = new MessageQueue(worker);
  try {
    const input: DecodeInput = share(tarball);
    worker.postMessage(input, []);
    for (;;) {
      const message = await messages.next();
      if (message.type === "end") return;
      if (message.type === "failed") throw describe(message, format);
      yield message.bytes;
      acknowledgeChunk(control);
    }
  } finally {
    stopDecoding(control);
    await exited;
  }
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

function workerFile(): URL {
  return import.meta.url.endsWith(".ts")
    ? new URL("./decode-worker-main.ts", import.meta.url)
    : new URL(import.meta.url);
}

function share(tarball: Uint8Array): Uint8Array<SharedArrayBuffer> {
  const { buffer, byteOffset, length } = tarball;
  if (buffer instanceof SharedArrayBuffer) return new Uint8Array(buffer, byteOffset, length);
  const shared = new Uint8Array(new SharedArrayBuffer(length));
  shared.set(tarball);
  return shared;
}

function describe(
  { failure, reason }: DecodeMessage & { type: "failed" },
  format: TarballFormat,
): Error {
  switch (failure) {
    case "compression":
      return new PyverifyError("archive", "compression-invalid", `the ${format} is damaged`, {
        because: reason,
        hint: "the tarball is signed as it is, so please report this to its release manager",
      });
    case "limit":
      return limitExceeded(reason);
    case "addon":
      return new PyverifyError("usage", "format-unavailable", "the .xz decoder cannot be loaded", {
        because: reason,
        hint: "use --format tgz, which needs no native code",
      });
    case "bug":
      return new Error(reason);
    default:
      return failure satisfies never;
  }
}
