/** How many uses of one name are looked at. */
const maxUses = 20;

/**
 * Finds where names are used in a text, other than where they are given a value.
 *
 * @returns offsets by name
 */
export function usesOf(text: string, names: ReadonlySet<string>): Map<string, number[]> {
  const uses = new Map<string, number[]>();
  if (names.size === 0) return uses;
  for (const { 0: name, index } of text.matchAll(/[A-Za-z_]\w*/g)) {
    if (!names.has(name) || isDefinition(text, index, index + name.length)) continue;
    const found = uses.get(name) ?? [];
    if (found.length < maxUses) uses.set(name, [...found, index]);
  }
  return uses;
}

function isDefinition(text: string, start: number, end: number): boolean {
  if (/^["']?[ \t]{0,32}(?::?=(?![=~])|:[ \t])/.test(text.slice(end, end + 40))) return true;
  return /(?:\bENV|\bARG|%global|%define)[ \t]{1,8}$/.test(
    text.slice(Math.max(0, start - 20), start),
  );
}
