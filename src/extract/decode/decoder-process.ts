import { closeSync, readSync, writev, writeSync } from "node:fs";
import { promisify } from "node:util";
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
  try {
    await loadLzma();
    report({ type: "loaded" });
    const output = new PipeOutput();
    for await (const bytes of decodeXz(tarball())) await output.write(bytes);
    await output.flush();
    closeSync(decoderPipes.decoded);
    report({ type: "end" });
  } catch (thrown) {
    report({ type: "failed", failure: describeFailure(thrown) });
  }
}

function report(message: DecoderReport): void {
  writeSync(decoderPipes.reports, reportLine(message));
}

/** Reads the tarball as it comes, into the same memory again and again. */
function* tarball(): Generator<Uint8Array, void, undefined> {
  const piece = new Uint8Array(inputPieceBytes);
  for (;;) {
    const length = readSync(decoderPipes.tarball, piece);
    if (length === 0) return;
    yield piece.subarray(0, length);
  }
}

/** Writes in a thread of Node's own, so that decoding goes on meanwhile. */
class PipeOutput {
  #waiting: Uint8Array[] = [];
  #waitingBytes = 0;
  #writing: Promise<void> | undefined;

  /** Takes bytes, and waits where the reader lags behind. */
  async write(bytes: Uint8Array): Promise<void> {
    this.#waiting.push(bytes);
    this.#waitingBytes += bytes.length;
    if (this.#waitingBytes < chunkBytes) return;
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

/** A write is begun for this many bytes. */
const chunkBytes = 256 * 1024;

/** How much may wait for the reader. */
const windowBytes = 4 * 1024 * 1024;
