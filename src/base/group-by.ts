/**
 * Puts items under their keys, both in the order in which they come. As `Map.groupBy`, which Node
 * has from 21 on: whoever has built the bundle may run it with Node 20.
 */
export function groupBy<K, T>(items: Iterable<T>, keyOf: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}
