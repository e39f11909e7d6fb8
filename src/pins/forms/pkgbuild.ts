import type { Claim } from "../found-pin.ts";
import { indexFrom, type Reading } from "../text/reading.ts";
import { type Reference, readReference } from "../reference.ts";
import { readPieces } from "../text/words.ts";
import type { Decided } from "./decided.ts";

/** How long an array may be, in characters and in items, and how many there may be. */
const maxArray = 60_000;
const maxItems = 500;
const maxArrays = 20;

interface Item {
  readonly offset: number;
  readonly text: string;
}

/**
 * Arch Linux's and MSYS2's `PKGBUILD`: the digests are an array beside that of the sources, in the
 * same order.
 *
 * @see https://man.archlinux.org/man/PKGBUILD.5
 */
export function decidePkgbuild(reading: Reading): Decided {
  const decided = new Map<number, Claim | "other">();
  const { text } = reading.map;
  const arrays = [...text.matchAll(/^[ \t]{0,20}sha256sums(_\w{1,20})?=\(/gm)];
  for (const { 0: whole, 1: platform = "", index } of arrays.slice(0, maxArrays)) {
    const sources = sourcesOf(reading, platform);
    const sums = readArray(text, index + whole.length);
    if (sources.length === 0) continue;
    for (const [at, { offset, text: sum }] of sums.entries()) {
      const digest = reading.digests[indexFrom(reading.digests, offset)];
      if (digest !== undefined && digest.offset <= offset + sum.length) {
        decided.set(digest.offset, claim(sources, at, sums.length));
      }
    }
  }
  return decided;
}

function claim(
  sources: readonly (Reference | undefined)[],
  at: number,
  sums: number,
): Claim | "other" {
  if (sources.length !== sums) {
    if (!sources.some((source) => source?.type === "cpython")) return "other";
    const because = `there are ${sources.length} sources and ${sums} digests`;
    return { type: "unreadable", because };
  }
  const source = sources[at];
  if (source?.type !== "cpython") return "other";
  const { version, affixes, shown } = source.file;
  if (version === undefined) {
    const because = `which version ${shown} is cannot be read from this file`;
    return { type: "unreadable", because };
  }
  if (affixes === undefined) return { type: "release", version, certain: true };
  const name = `${affixes.prefix}${version.text}${affixes.suffix}`;
  return { type: "files", version, names: [name], certain: true };
}

function sourcesOf(
  { map: { text }, variables }: Reading,
  platform: string,
): (Reference | undefined)[] {
  const [opening] = text.matchAll(new RegExp(`^[ \\t]{0,20}source${platform}=\\(`, "gm"));
  if (opening === undefined) return [];
  return readArray(text, opening.index + opening[0].length)
    .flatMap(({ offset, text: item }) =>
      withoutBraces(item).map((source) => ({ offset, text: source })),
    )
    .map(({ offset, text: item }) =>
      readReference(variables.resolve(readPieces(item), offset), offset, offset + item.length),
    );
}

/** Reads the items of a shell's array from behind its opening bracket, without their quotes. */
function readArray(text: string, from: number): Item[] {
  const items: Item[] = [];
  const pattern = /#[^\n]*|\)|(?:"[^"]*"|'[^']*'|\$\{[^}\n]*\}|\{[^}\n]*\}|[^\s"'()#])+/y;
  let at = from;
  while (at < from + maxArray && items.length < maxItems) {
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    if (match === null) {
      if (at >= text.length) break;
      at += 1;
      continue;
    }
    const [item] = match;
    if (item === ")") break;
    if (!item.startsWith("#")) items.push({ offset: at, text: item.replaceAll(/["']/g, "") });
    at += item.length;
  }
  return items;
}

/** `file.tar.xz{,.asc}` is two sources; no other use of braces is known. */
function withoutBraces(item: string): string[] {
  const [, before, inner, after] = /^(.*[^$])\{([^{}]*,[^{}]*)\}(.*)$/.exec(item) ?? [];
  if (before === undefined || inner === undefined) return [item];
  return inner.split(",").map((choice) => `${before}${choice}${after ?? ""}`);
}
