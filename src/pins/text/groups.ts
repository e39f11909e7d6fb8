/** What stands between two brackets that belong together, with the brackets. */
export interface Group {
  readonly start: number;
  readonly end: number;
}

interface Opening {
  readonly start: number;
  readonly close: string;
  readonly parent: Opening | undefined;
  end: number | undefined;
}

const closing: Readonly<Record<string, string>> = { "(": ")", "[": "]", "{": "}" };

/** How far a closing bracket looks for its opening one over others that were never closed. */
const maxSkipped = 8;

/** How many brackets around one place are looked at: nobody writes a build file so deep. */
const maxDepth = 40;

/**
 * Finds the brackets around each of some places. Brackets in strings and comments count as well: what
 * is left open by them has no end, and is passed over.
 *
 * @param offsets in rising order
 * @returns the groups around each, from the innermost
 */
export function groupsAround(text: string, offsets: readonly number[]): (readonly Group[])[] {
  const around: (Opening | undefined)[] = [];
  let innermost: Opening | undefined;
  for (const { 0: bracket, index } of text.matchAll(/[()[\]{}]/g)) {
    while ((offsets[around.length] ?? Infinity) <= index) around.push(innermost);
    const close = closing[bracket];
    innermost =
      close === undefined
        ? closed(innermost, bracket, index)
        : { start: index, close, parent: innermost, end: undefined };
  }
  while (around.length < offsets.length) around.push(innermost);
  return around.map(groupsOf);
}

function closed(innermost: Opening | undefined, bracket: string, at: number): Opening | undefined {
  let opening = innermost;
  for (let skipped = 0; opening !== undefined && skipped < maxSkipped; skipped += 1) {
    if (opening.close === bracket) {
      opening.end = at + 1;
      return opening.parent;
    }
    opening = opening.parent;
  }
  return innermost;
}

function groupsOf(innermost: Opening | undefined): Group[] {
  const groups: Group[] = [];
  let opening = innermost;
  for (let depth = 0; opening !== undefined && depth < maxDepth; depth += 1) {
    const { start, end } = opening;
    if (end !== undefined) groups.push({ start, end });
    opening = opening.parent;
  }
  return groups;
}
