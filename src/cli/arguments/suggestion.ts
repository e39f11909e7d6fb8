import leven, { closestMatch } from "leven";

/**
 * The word among `known` that `word` was probably meant to be, if one is near enough: two letters
 * in five may differ, or one of the two is the beginning of the other, as `lock` is of `lockfile`.
 */
export function nearest(word: string, known: readonly string[]): string | undefined {
  const plain = word.toLowerCase().replaceAll("_", "-");
  const match = closestMatch(plain, [...known]);
  if (match !== undefined && leven(plain, match) <= Math.max(1, Math.floor(plain.length * 0.4))) {
    return match;
  }
  return known.find(
    (other) =>
      Math.min(other.length, plain.length) >= shortestBeginning &&
      (plain.startsWith(other) || other.startsWith(plain)),
  );
}

/** Letters that a beginning needs to say anything. */
const shortestBeginning = 3;
