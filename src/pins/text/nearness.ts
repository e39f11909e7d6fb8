import type { Group } from "./groups.ts";
import { indexFrom, type Reading } from "./reading.ts";
import type { NamedFile, Reference } from "../reference.ts";

/** What a place in a text is nearest to. */
export interface Neighbour {
  /** the files that it may be about; none if they are another project's */
  readonly files: readonly NamedFile[];
  /** how the two stand together */
  readonly bond: "same-word" | "same-line" | "same-group" | "near";
  /** whether no other digest stands between the two, which could be meant instead */
  readonly isDirect: boolean;
}

/** How many lines away a name may stand, without brackets around both, and within them. */
const maxLines = { text: 12, group: 40 } as const;

/** How far away it may stand where a line is longer than anybody writes. */
const maxCharacters = 3000;

/** How many names on either side are looked at. */
const maxLooked = 6;

interface Candidate {
  readonly index: number;
  readonly reference: Reference;
  readonly lines: number;
  readonly between: number;
  readonly cost: number;
}

/**
 * Finds the file that a place is about: the one in whose word it stands, or the nearest within the
 * smallest brackets that hold any, where a digest in between or the beginning of another paragraph
 * puts things further apart than lines do.
 *
 * @param groups the brackets around the place, from the innermost
 * @returns undefined if no file is named near it
 */
export function nearest(
  reading: Reading,
  place: { readonly offset: number; readonly end: number },
  groups: readonly Group[],
): Neighbour | undefined {
  const { references } = reading;
  const following = indexFrom(references, place.offset);
  const holder = references[following - 1];
  if (holder !== undefined && holder.end > place.offset) {
    return { files: filesOf([holder]), bond: "same-word", isDirect: true };
  }
  const group = groups.find(
    ({ start, end }) => (references[indexFrom(references, start)]?.offset ?? Infinity) < end,
  );
  const candidates = candidatesFor(reading, place, following, group);
  const best = bestOf(candidates.toSorted((a, b) => a.cost - b.cost));
  if (best === undefined) return undefined;
  const { lines, between } = best;
  return {
    files: filesOf(run(place, best, candidates)),
    bond: lines === 0 ? "same-line" : group === undefined ? "near" : "same-group",
    isDirect: between === 0,
  };
}

function candidatesFor(
  reading: Reading,
  place: { readonly offset: number; readonly end: number },
  following: number,
  group: Group | undefined,
): Candidate[] {
  const { references, map } = reading;
  const line = map.lineOf(place.offset);
  const candidates: Candidate[] = [];
  const from = Math.max(0, following - maxLooked);
  for (const [at, reference] of references.slice(from, following + maxLooked).entries()) {
    if (group !== undefined && (reference.offset < group.start || reference.end > group.end))
      continue;
    const isBefore = reference.offset < place.offset;
    const distance = isBefore ? place.offset - reference.end : reference.offset - place.end;
    const lines = Math.abs(map.lineOf(reference.offset) - line);
    if (lines > (group === undefined ? maxLines.text : maxLines.group)) continue;
    if (distance > maxCharacters) continue;
    const between = isBefore
      ? digestsBetween(reading, reference.end, place.offset)
      : digestsBetween(reading, place.end, reference.offset);
    const cost =
      lines * 10 +
      Math.min(distance / 100, 9) +
      between * 25 +
      (crossesParagraph(reading, line, lines, isBefore) ? 30 : 0) +
      (isBefore ? 0 : 1);
    candidates.push({ index: from + at, reference, lines, between, cost });
  }
  return candidates;
}

function digestsBetween({ digests }: Reading, from: number, to: number): number {
  return Math.max(0, indexFrom(digests, to) - indexFrom(digests, from));
}

/** An empty line, an item of a list, or a table of TOML begins something else. */
function crossesParagraph({ map }: Reading, line: number, lines: number, up: boolean): boolean {
  const first = up ? line - lines + 1 : line + 1;
  for (let at = first; at < first + lines; at += 1) {
    if (map.beginsItem(at) || map.indent(at) === undefined) return true;
  }
  return false;
}

/** Names that stand together: an address and its mirrors, or a tarball and what lies beside it. */
function run(
  place: { readonly offset: number },
  best: Candidate,
  candidates: readonly Candidate[],
): Reference[] {
  const isBefore = best.reference.offset < place.offset;
  const together = candidates.filter(
    (candidate) =>
      candidate.reference.offset < place.offset === isBefore &&
      candidate.between === best.between &&
      Math.abs(candidate.lines - best.lines) <= (best.lines === 0 ? 0 : 2) &&
      isSameRelease(candidate.reference, best.reference),
  );
  return together.map(({ reference }) => reference);
}

/** The nearest; a folder alone says less than a file's name that is as near but for a few lines. */
function bestOf([first, ...others]: readonly Candidate[]): Candidate | undefined {
  if (first === undefined || !namesPart(first.reference)) return first;
  const named = others.find(
    ({ reference, between }) =>
      reference.type === "cpython" && !namesPart(reference) && between === first.between,
  );
  return named ?? first;
}

function namesPart(reference: Reference): boolean {
  return reference.type === "cpython" && reference.file.isPartial;
}

function isSameRelease(a: Reference, b: Reference): boolean {
  if (a.type !== "cpython" || b.type !== "cpython") return a.type === b.type;
  return a.file.version?.text === b.file.version?.text;
}

/** What lies beside a file is meant only where the file itself is not named. */
function filesOf(references: readonly Reference[]): NamedFile[] {
  const files = new Map<string, NamedFile>();
  for (const reference of references) {
    if (reference.type === "cpython") files.set(reference.file.shown, reference.file);
  }
  const whole = [...files.values()].filter(({ isPartial }) => !isPartial);
  const named = whole.length > 0 ? whole : [...files.values()];
  return named.filter(({ shown }) => !named.some((other) => shown.startsWith(`${other.shown}.`)));
}
