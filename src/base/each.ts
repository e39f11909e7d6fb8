/**
 * Works on many items, a few at a time, and gives the results in the items' order. The first failure
 * ends it, once the work under way has ended.
 *
 * @param parallel how many at a time, from 1
 */
export async function each<T, R>(
  items: Iterable<T>,
  parallel: number,
  work: (item: T) => Promise<R>,
): Promise<R[]> {
  const results: R[] = [];
  const waiting = [...items].entries();
  let failed = false;
  const worker = async (): Promise<void> => {
    for (const [index, item] of waiting) {
      if (failed) return;
      try {
        results[index] = await work(item);
      } catch (error) {
        failed = true;
        throw error;
      }
    }
  };
  const ended = await Promise.allSettled(Array.from({ length: parallel }, worker));
  for (const end of ended) if (end.status === "rejected") throw end.reason;
  return results;
}
