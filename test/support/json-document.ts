/** Where something lies in a JSON document: the keys that lead there. */
export type Path = readonly string[];

/** Where every text of a document lies. */
export function leavesOf(document: unknown): readonly Path[] {
  return pathsOf(document).filter((path) => typeof valueAt(document, path) !== "object");
}

/** Where everything in a document lies, lists and objects included. */
export function pathsOf(value: unknown, here: Path = []): readonly Path[] {
  const paths: Path[] = [];
  if (typeof value !== "object" || value === null) return paths;
  for (const [key, member] of Object.entries(value)) {
    const path = [...here, key];
    paths.push(path, ...pathsOf(member, path));
  }
  return paths;
}

export function valueAt(document: unknown, [key, ...rest]: Path): unknown {
  if (key === undefined) return document;
  if (typeof document !== "object" || document === null) return undefined;
  return valueAt(Object.entries(document).find(([name]) => name === key)?.[1], rest);
}

/** A document's text with one value replaced, or left out if it becomes undefined. */
export function changed(
  document: unknown,
  path: Path,
  change: (value: unknown) => unknown,
): Buffer {
  return Buffer.from(JSON.stringify(rewritten(document, path, change)) ?? "", "utf8");
}

function rewritten(
  value: unknown,
  [key, ...rest]: Path,
  change: (value: unknown) => unknown,
): unknown {
  if (key === undefined) return change(value);
  if (Array.isArray(value)) {
    return value.flatMap((member: unknown, index) => {
      if (String(index) !== key) return [member];
      const replaced = rewritten(member, rest, change);
      return replaced === undefined ? [] : [replaced];
    });
  }
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]: [string, unknown]) => [
      name,
      name === key ? rewritten(member, rest, change) : member,
    ]),
  );
}
