/**
 * JSON with sorted keys and no white space. For text without control characters, which is all that
 * is signed here, this is what both RFC 8785 (Rekor) and OLPC's canonical JSON (TUF) ask for.
 */
export function canonicalJson(value: object): Buffer {
  return Buffer.from(JSON.stringify(sorted(value)), "utf8");
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, member]) => [key, sorted(member)]));
}
