import type { StageContext } from "./progress.ts";

/** Runs two stages side by side. When one fails, the other is stopped and waited for. */
export async function together<A, B>(
  context: StageContext,
  [first, second]: [(context: StageContext) => Promise<A>, (context: StageContext) => Promise<B>],
): Promise<[A, B]> {
  const stop = new AbortController();
  const both = { ...context, signal: AbortSignal.any([context.signal, stop.signal]) };
  const stages: [Promise<A>, Promise<B>] = [first(both), second(both)];
  try {
    return await Promise.all(stages);
  } catch (error) {
    stop.abort(error);
    await Promise.allSettled(stages);
    throw error;
  }
}
