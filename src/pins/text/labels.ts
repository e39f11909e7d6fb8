import type { Group } from "./groups.ts";
import type { Reading } from "./reading.ts";

/** Words that say "digest" and nothing of whose it is. */
const digestWords =
  /^(?:sha|sha256|256|sha256sum|sha256sums|sum|sums|shasum|hash|hashes|checksum|checksums|check|digest|integrity|hex|expected|actual|echo|printf|value)$/;

/** How many lines and brackets around a place say what it is part of. */
const maxAncestors = 8;

/**
 * The name that a digest is given: `PYTHON_SHA256` in `ENV PYTHON_SHA256 e3b0…`, `sha256` in
 * `sha256 = "e3b0…"`. Empty where it has none.
 */
export function labelBefore(text: string, offset: number): string {
  const before = text.slice(Math.max(0, offset - 160), offset);
  let at = before.length;
  const skip = (characters: string, most: number): void => {
    for (let left = most; left > 0 && characters.includes(before.charAt(at - 1)); left -= 1) {
      if (at === 0) return;
      at -= 1;
    }
  };
  if (/sha256[:-]$/.test(before)) at -= "sha256:".length;
  skip("\"'", 1);
  const end = at;
  skip(" \t\r\n", 40);
  const behindOperator = at;
  skip(":=>(", 2);
  // A line above is only the name of what follows if it says so.
  if (at === behindOperator && before.slice(at, end).includes("\n")) return "";
  skip(" \t\r\n", 40);
  skip("\"']", 2);
  return /(?<!\w)[A-Za-z_][\w.-]{0,62}$/.exec(before.slice(Math.max(0, at - 64), at))?.[0] ?? "";
}

/** The parts of a name before those that only say "digest": `python` in `PYTHON_SHA256`. */
export function subjectOf(label: string): string[] {
  const parts = partsOf(label);
  while (digestWords.test(parts.at(-1) ?? "")) parts.pop();
  return parts;
}

/** Whether a name says that what it stands for is a digest. */
export function namesDigest(label: string): boolean {
  return subjectOf(label).length < partsOf(label).length;
}

function partsOf(label: string): string[] {
  return label
    .replaceAll(/([a-z\d])([A-Z])/g, "$1_$2")
    .toLowerCase()
    .split(/[_.-]+/)
    .filter((part) => part !== "");
}

/** Words that say which file of a project it is, and nothing of which project. */
const fileWords =
  /^(?:c?py(?:thon)?[\d.]*|[\d]+|x?\d+|installer|binary|embed|zip|exe|tgz|tar|xz|tarball|source|src|file|archive|pkg|package|download|release|url|dist|distfile|runtime|interpreter|amd64|arm64|win\d*|windows|linux|macos|darwin|android|ios)$/;

/** Whether a name is that of something which is no file of CPython, as far as it says: `OPENSSL_SHA256`. */
export function namesAnother(label: string): boolean {
  return isOwnName(label) && !subjectOf(label).every((part) => fileWords.test(part));
}

/** Whether words are about CPython: not about MicroPython, or one of PyPI's `python-…`. */
export function isAboutPython(words: string): boolean {
  return /(?:^|[^A-Za-z])c?python(?![a-z]|-[a-z]|_(?:pip|setuptools|get_pip))/i.test(words);
}

/** What a place is part of: the lines above it that are less indented, and what opens its brackets. */
export function contextOf({ map }: Reading, offset: number, groups: readonly Group[]): string[] {
  const lines = [map.before(offset)];
  let line = map.parentOf(map.lineOf(offset));
  for (; line !== undefined && lines.length <= maxAncestors; line = map.parentOf(line)) {
    lines.push(map.line(line));
  }
  const openers = groups.slice(0, maxAncestors).map(({ start }) => map.before(start).slice(-200));
  return [...lines, ...openers];
}

/** Whether a name is one that a file gives to something, and no keyword such as `sha256`. */
export function isOwnName(label: string): boolean {
  return isWord(label) && (/[A-Z_]/.test(label) || subjectOf(label).length > 0);
}

/** Whether a name can stand for a digest elsewhere in its file: `PYTHON_SHA256`, and no word of prose. */
export function isVariable(label: string): boolean {
  return isOwnName(label) && (/[A-Z_]/.test(label) || namesDigest(label));
}

function isWord(label: string): boolean {
  return /^[A-Za-z_]\w*$/.test(label);
}
