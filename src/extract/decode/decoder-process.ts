import { closeSync, writev, writeSync } from "node:fs";
import { Socket } from "node:net";
import { finished } from "node:stream";
import { promisify } from "node:util";
import { ChunkQueue } from "../../base/chunk-queue.ts";
import { turnOfEventLoop } from "../../base/event-loop.ts";
import { describeFailure } from "./decode-failure.ts";
import { type DecoderReport, decoderPipes, reportLine } from "./decoder-report.ts";
import { decodeXz, inputPieceBytes, loadLzma } from "./xz-decoder.ts";

/**
 * The decoding process: takes one .tar.xz, gives it decompressed, and ends by itself. It opens
 * nothing and knows nothing; `startDecoder` says what it runs with.
 */
export async function runDecoder(): Promise<void> {
  report({ type: "started" });
  let input: PipeInput | undefined;
  try {
    input = new PipeInput();
    await loadLzma();
    report({ type: "loaded" });
    const output = new PipeOutput();
    for await (const bytes of decodeXz(input.pieces())) await output.write(bytes);
    await output.flush();
    closeSync(decoderPipes.decoded);
    report({ type: "end" });
  } catch (thrown) {
    report({ type: "failed", failure: describeFailure(thrown) });
  } finally {
    input?.close();
  }
}

function report(message: DecoderReport): void {
  writeSync(decoderPipes.reports, reportLine(message));
}

/**
 * Takes the tarball ahead of the decoder: the pipe holds what is decoded in 10 ms, and pyverify,
 * which writes files meanwhile, may take longer until it sends more.
 */
class PipeInput {
  readonly #socket: Socket;
  readonly #queue = new ChunkQueue(aheadBytes, () => this.#socket.resume());
  #memory = new Uint8Array(memoryBytes);
  #used = 0;
  #filling: Promise<void> | undefined;

  constructor() {
    this.#socket = new Socket({
      fd: decoderPipes.tarball,
      readable: true,
      writable: false,
      onread: { buffer: () => this.#room(), callback: (length) => this.#take(length) },
    });
    finished(this.#socket, { writable: false }, (error) => this.#queue.end(error));
    this.#socket.resume();
  }

  /** The tarball in pieces for the decoder. */
  async *pieces(): AsyncGenerator<Uint8Array, void, undefined> {
    for await (const bytes of this.#queue.chunks()) {
      for (let start = 0; start < bytes.length; start += inputPieceBytes) {
        yield bytes.subarray(start, start + inputPieceBytes);
      }
      // Behind the beginning, which is all that `verify` needs.
      await this.#filledOnce();
    }
  }

  /** Takes as much as may wait while pyverify has nothing to do yet but to send it. */
  #filledOnce(): Promise<void> {
    this.#filling ??= this.#queue.filled();
    return this.#filling;
  }

  close(): void {
    this.#socket.destroy();
  }

  #room(): Uint8Array {
    if (this.#memory.length - this.#used < inputPieceBytes) {
      this.#memory = new Uint8Array(memoryBytes);
      this.#used = 0;
    }
    return this.#memory.subarray(this.#used);
  }

  #take(length: number): boolean {
    const start = this.#used;
    this.#used += length;
    return this.#queue.push(this.#memory.subarray(start, this.#used));
  }
}

/** Writes in a thread of Node's own, so that decoding goes on meanwhile. */
class PipeOutput {
  #waiting: Uint8Array[] = [];
  #waitingBytes = 0;
  #writing: Promise<void> | undefined;
  #enough = firstChunkBytes;

  /** Takes bytes, and waits where the reader lags behind. */
  async write(bytes: Uint8Array): Promise<void> {
    this.#waiting.push(bytes);
    this.#waitingBytes += bytes.length;
    if (this.#waitingBytes < this.#enough) return;
    this.#enough = chunkBytes;
    if (this.#writing === undefined) this.#start();
    // Only then is it heard that a write has ended.
    await turnOfEventLoop();
    if (this.#waitingBytes >= windowBytes) await this.flush();
  }

  async flush(): Promise<void> {
    while (this.#writing !== undefined || this.#waitingBytes > 0) {
      if (this.#writing === undefined) this.#start();
      await this.#writing;
    }
  }

  #start(): void {
    this.#writing = this.#writeWaiting();
    // Whoever waits for it is told; nobody may be waiting yet.
    this.#writing.catch(() => undefined);
  }

  async #writeWaiting(): Promise<void> {
    const pieces = this.#waiting;
    this.#waiting = [];
    this.#waitingBytes = 0;
    await writeAll(pieces);
    this.#writing = undefined;
  }
}

async function writeAll(pieces: Uint8Array[]): Promise<void> {
  for (let left = pieces; left.length > 0;) {
    const { bytesWritten } = await writePieces(decoderPipes.decoded, left);
    left = behind(bytesWritten, left);
  }
}

/** What is left of pieces behind this many bytes. */
function behind(bytes: number, pieces: readonly Uint8Array[]): Uint8Array[] {
  let skipped = bytes;
  return pieces.flatMap((piece) => {
    const rest = piece.subarray(Math.min(skipped, piece.length));
    skipped -= piece.length - rest.length;
    return rest.length === 0 ? [] : [rest];
  });
}

const writePieces = promisify(writev);

/** The tarball is taken into pieces of memory of this size. */
const memoryBytes = 1024 * 1024;

/** This much of the tarball waits for the decoder, which takes 0.2 seconds for it. */
const aheadBytes = 4 * 1024 * 1024;

/** A write is begun for this many bytes; the first one sooner, since `verify` needs no more. */
const chunkBytes = 256 * 1024;
const firstChunkBytes = 16 * 1024;

/** How much may wait for the reader. */
const windowBytes = 4 * 1024 * 1024;
