import type { DecodeFailure } from "./decode-failure.ts";
import type { TarballFormat } from "../../release/release.ts";

/**
 * The channel between the main thread and the decoding thread.
 *
 * The decoding thread posts chunks and never listens while it works, so the way back is shared
 * memory: two 32-bit numbers, of which the main thread writes both.
 */
export interface DecodeTask {
  readonly role: typeof decodeRole;
  readonly format: TarballFormat;
  readonly control: SharedArrayBuffer;
}

/** Marks `workerData` as a task for `runDecodeWorker`. */
export const decodeRole = "pyverify-decode";

/** The main thread's one message: the tarball in shared memory, or null if there will be none. */
export type DecodeInput = Uint8Array<SharedArrayBuffer> | null;

/** A message of the decoding thread. `end` or `failed` comes last. */
export type DecodeMessage =
  /** Pieces that follow each other; their memory is handed over, not copied. */
  | { readonly type: "chunk"; readonly pieces: readonly Uint8Array[] }
  | { readonly type: "end" }
  | { readonly type: "failed"; readonly failure: DecodeFailure };

/** A chunk is sent when it has this many bytes. */
export const chunkBytes = 256 * 1024;

/** How many chunks may be under way or waiting: with the size above, 4 MB of memory. */
const chunkWindow = 16;

const takenIndex = 0;
const stoppedIndex = 1;

/** The memory of a new channel. */
export function createControl(): SharedArrayBuffer {
  return new SharedArrayBuffer(2 * Int32Array.BYTES_PER_ELEMENT);
}

/** Main thread: one more chunk has been dealt with. */
export function acknowledgeChunk(control: SharedArrayBuffer): void {
  const numbers = new Int32Array(control);
  Atomics.add(numbers, takenIndex, 1);
  Atomics.notify(numbers, takenIndex);
}

/** Main thread: no more chunks are wanted. */
export function stopDecoding(control: SharedArrayBuffer): void {
  const numbers = new Int32Array(control);
  Atomics.store(numbers, stoppedIndex, 1);
  // Also wakes a thread that waits for its chunks to be taken.
  acknowledgeChunk(control);
}

/** Decoding thread: whether no more chunks are wanted. */
export function isStopped(control: SharedArrayBuffer): boolean {
  return Atomics.load(new Int32Array(control), stoppedIndex) === 1;
}

/** Decoding thread: waits until there is room for one more chunk, or decoding has been stopped. */
export function awaitRoom(control: SharedArrayBuffer, sent: number): void {
  const numbers = new Int32Array(control);
  for (;;) {
    const taken = Atomics.load(numbers, takenIndex);
    if (sent - taken < chunkWindow || isStopped(control)) return;
    Atomics.wait(numbers, takenIndex, taken);
  }
}
