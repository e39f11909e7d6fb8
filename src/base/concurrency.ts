import type { StageContext } from "./progress.ts";

/**
 * Runs two stages side by side. When one fails, the other is stopped and waited for.
 *
 * The second starts when the first has asked the network or the disk for what it needs, so that its
 * computing falls into the time that the first one waits.
 *
 * @param first is given what the second will come to
 */
export async function runConcurrently<A, B>(
  context: StageContext,
  first: (context: StageContext, other: Promise<B>) => Promise<A>,
  second: (context: StageContext) => Promise<B>,
): Promise<[A, B]> {
  const stop = new AbortController();
  const both = { ...context, signal: AbortSignal.any([context.signal, stop.signal]) };
  const later = new Promise((resolve) => setImmediate(resolve)).then(() => {
    both.signal.throwIfAborted();
    return second(both);
  });
  const stages: [Promise<A>, Promise<B>] = [first(both, later), later];
  try {
    return await Promise.all(stages);
  } catch (error) {
    stop.abort(error);
    await Promise.allSettled(stages);
    throw error;
  }
}

/**
 * Waits for what another stage makes; rejects with the signal's reason if this one is stopped
 * first.
 */
export function abortable<T>(made: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = (): void => reject(signal.reason);
    if (signal.aborted) stop();
    signal.addEventListener("abort", stop, { once: true });
    void made.then(resolve, reject).finally(() => signal.removeEventListener("abort", stop));
  });
}
