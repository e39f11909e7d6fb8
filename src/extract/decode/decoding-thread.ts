import { Worker, type WorkerOptions } from "node:worker_threads";

/**
 * Starts a thread that runs `decode-worker-main.ts`.
 *
 * This is how the source does it. In a bundle `decodingThreadInside` of `scripts/bundle.mjs` takes
 * this file's place: there the thread's program is a part of its own, so that the thread reads
 * 120 KB and not all of the program a second time.
 */
export function startDecodingThread(options: WorkerOptions): Worker {
  return new Worker(new URL("./decode-worker-main.ts", import.meta.url), options);
}
