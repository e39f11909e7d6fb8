import { type Piece, readPieces, readWordAt } from "./words.ts";

/** A name that a text gives a value: `PYTHON_VERSION=3.14.0`, `{% set version = "3.14.0" %}`. */
export interface Assignment {
  readonly name: string;
  /** where the value begins */
  readonly offset: number;
  readonly pieces: readonly Piece[];
}

/** What stands in a resolved text where a value is not known. */
export const unknownValue = "\u{1}";

/** How much one address may unfold to: names that stand for names could go on without end. */
const maxExpansions = 40;
const maxLength = 500;

const maxValue = 300;

/** The names of a text, with their values. */
export class Variables {
  readonly all: readonly Assignment[];
  readonly #byName = new Map<string, Assignment[]>();

  constructor(text: string) {
    // `version: {{ version }}` hands a value on, and gives none.
    this.all = [...assignments(text)]
      .filter(({ name, pieces }) => !pieces.some((piece) => isNamed(piece, name)))
      .toSorted((a, b) => a.offset - b.offset);
    for (const assignment of this.all) {
      for (const key of new Set([assignment.name, folded(assignment.name)])) {
        const named = this.#byName.get(key);
        if (named === undefined) this.#byName.set(key, [assignment]);
        else named.push(assignment);
      }
    }
  }

  /**
   * The value that a name has at some place: the one given last before it, or else the first after.
   * A template's `{version}` is often a constant's `VERSION`, so spellings that differ in case only are
   * one where nothing is spelt the same.
   */
  lookUp(name: string, at: number): Assignment | undefined {
    const named = this.#byName.get(name) ?? this.#byName.get(folded(name)) ?? [];
    let low = 0;
    let high = named.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((named[middle]?.offset ?? 0) <= at) low = middle + 1;
      else high = middle;
    }
    return named[low - 1] ?? named[low];
  }

  /** Puts a word together, with {@link unknownValue} for whatever is not said in the text. */
  resolve(pieces: readonly Piece[], at: number): string {
    return this.#expand(pieces, at, { left: maxExpansions }).slice(0, maxLength);
  }

  #expand(pieces: readonly Piece[], at: number, budget: { left: number }): string {
    let text = "";
    for (const piece of pieces) {
      if (text.length > maxLength) break;
      text += piece.type === "literal" ? piece.text : this.#valueOf(piece, at, budget);
    }
    return text;
  }

  #valueOf(
    { name, fallback }: Extract<Piece, { type: "variable" }>,
    at: number,
    budget: { left: number },
  ): string {
    budget.left -= 1;
    if (budget.left < 0 || name === "") return unknownValue;
    const assignment = this.lookUp(name, at);
    if (assignment !== undefined) {
      return this.#expand(assignment.pieces, assignment.offset, budget);
    }
    return fallback === undefined ? unknownValue : this.#expand(readPieces(fallback), at, budget);
  }
}

function isNamed(piece: Piece, name: string): boolean {
  return piece.type === "variable" && folded(piece.name) === folded(name);
}

function* assignments(text: string): Generator<Assignment> {
  // `NAME=value`, `"name": "value"`, `name := value`, `{% set name = "value" %}`.
  const usual =
    /(?<![\w-])([A-Za-z_][\w-]{0,63})["']?\]?[ \t]{0,32}(?:::?=|\?=|\+=|=>|=(?![=~])|:(?!\/\/|-))[ \t]{0,32}/g;
  // `ENV NAME value`, `%define name value`, `set(NAME value)`.
  const spaced =
    /(?:\bENV[ \t]{1,8}|%(?:global|define)[ \t]{1,8}|\bset\([ \t]{0,8})([A-Za-z_]\w{0,63})[ \t]{1,32}(?!=)/g;
  for (const pattern of [usual, spaced]) {
    for (const match of text.matchAll(pattern)) {
      const [whole, name = ""] = match;
      const read = readValue(text, match.index + whole.length);
      if (read !== undefined) yield { name, ...read };
    }
  }
}

function readValue(
  text: string,
  from: number,
): { offset: number; pieces: readonly Piece[] } | undefined {
  const quote = text.charAt(from);
  if (quote !== '"' && quote !== "'") {
    const pieces = readWordAt(text, from, from + maxValue);
    return pieces.length === 0 ? undefined : { offset: from, pieces: asName(pieces) };
  }
  const inner = text.slice(from + 1, from + 1 + maxValue);
  const end = inner.indexOf(quote);
  if (end < 0 || inner.slice(0, end).includes("\n")) return undefined;
  return { offset: from + 1, pieces: readPieces(inner.slice(0, end)) };
}

/** Without quotes, a word that could be a name is one in some languages, and itself in others. */
function asName(pieces: readonly Piece[]): readonly Piece[] {
  const [first] = pieces;
  if (pieces.length !== 1 || first?.type !== "literal") return pieces;
  if (!/^[A-Za-z_]\w*$/.test(first.text)) return pieces;
  return [{ type: "variable", name: first.text, fallback: first.text }];
}

/** One spelling for `PYTHON_VERSION`, `python-version` and `pythonVersion`. */
function folded(name: string): string {
  return name.toLowerCase().replaceAll(/[_-]/g, "");
}
