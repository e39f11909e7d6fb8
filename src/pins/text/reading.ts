import { type WrittenDigest, findDigests } from "./digests.ts";
import { type Group, groupsAround } from "./groups.ts";
import { type Reference, readReference, versionOf } from "../reference.ts";
import { TextMap } from "./text-map.ts";
import { Variables } from "./variables.ts";
import { type Piece, readWords } from "./words.ts";
import type { PythonVersion } from "../../release/version.ts";

/** A version of CPython that stands by itself. */
export interface VersionLiteral {
  readonly offset: number;
  readonly version: PythonVersion;
}

/** A text, with all in it that a pin is made of, each in the text's order. */
export interface Reading {
  readonly map: TextMap;
  readonly variables: Variables;
  readonly references: readonly Reference[];
  readonly digests: readonly WrittenDigest[];
  readonly versions: readonly VersionLiteral[];
}

/** Reads a text; what its parts have to do with each other is for others to say. */
export function read(text: string, digests: readonly WrittenDigest[] = findDigests(text)): Reading {
  const variables = new Variables(text);
  return {
    map: new TextMap(text),
    variables,
    references: [...references(text, variables)],
    digests,
    versions: [...versionLiterals(text)],
  };
}

/** The groups around some places of a text, which need not be in order. */
export function groupsAt(text: string, offsets: readonly number[]): Map<number, readonly Group[]> {
  const sorted = [...new Set(offsets)].toSorted((a, b) => a - b);
  const groups = groupsAround(text, sorted);
  return new Map(sorted.map((offset, index) => [offset, groups[index] ?? []]));
}

/** The first item that begins at some place or after it. */
export function indexFrom(items: readonly { readonly offset: number }[], offset: number): number {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((items[middle]?.offset ?? 0) < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

function* references(text: string, variables: Variables): Generator<Reference> {
  for (const { offset, end, pieces } of readWords(text)) {
    if (!mayNameFile(pieces)) continue;
    const reference = readReference(variables.resolve(pieces, offset), offset, end);
    if (reference !== undefined) yield reference;
  }
}

function mayNameFile(pieces: readonly Piece[]): boolean {
  return pieces.some(
    (piece) => piece.type === "variable" || /:\/\/|ython-|indows-|\.[a-z]/i.test(piece.text),
  );
}

function* versionLiterals(text: string): Generator<VersionLiteral> {
  const pattern = /(?<![\w.-])v?([23]\.\d{1,2}\.\d{1,3}(?:(?:a|b|rc)\d{1,3})?)(?![\w-]|\.\d)/g;
  for (const { 0: whole, 1: written = "", index } of text.matchAll(pattern)) {
    const version = versionOf(written);
    if (version !== undefined) yield { offset: index + whole.length - written.length, version };
  }
}
