import pMap from "p-map";

/**
 * Works on many items, a few at a time, and gives the results in the items' order. The first failure
 * ends it, once the work under way has ended: nothing goes on behind a command's back.
 *
 * @param parallel how many at a time, from 1
 */
export async function mapInParallel<T, R>(
  items: Iterable<T>,
  parallel: number,
  work: (item: T) => Promise<R>,
): Promise<R[]> {
  const begun: Promise<R>[] = [];
  const begin = (item: T): Promise<R> => {
    const promise = work(item);
    begun.push(promise);
    return promise;
  };
  try {
    return await pMap(items, begin, { concurrency: parallel });
  } catch (error) {
    await Promise.allSettled(begun);
    throw error;
  }
}
