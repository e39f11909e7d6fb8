/** Where an offset lies in a text, both counted from 1, as editors and annotations do. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** Beyond this a line is no line that a person wrote; only what is near counts there. */
const maxLine = 2000;

/** Beyond this nothing is indented. */
const maxIndent = 200;

/** A text with its lines, which are counted from 0 but in a {@link Position}. */
export class TextMap {
  readonly text: string;
  readonly #starts: readonly number[];
  readonly #indents = new Map<number, number>();
  #parents: Int32Array | undefined;

  constructor(text: string) {
    this.text = text;
    const starts = [0];
    for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
    this.#starts = starts;
  }

  position(offset: number): Position {
    const line = this.lineOf(offset);
    return { line: line + 1, column: offset - (this.#starts[line] ?? 0) + 1 };
  }

  lineOf(offset: number): number {
    let low = 0;
    let high = this.#starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  /** The text of a line, without its end; cut where it is very long. */
  line(line: number): string {
    const start = this.#starts[line] ?? this.text.length;
    return this.text.slice(start, Math.min(this.#endOf(line), start + maxLine));
  }

  /** What stands before an offset on its line, the last of it where that is long. */
  before(offset: number): string {
    const start = this.#starts[this.lineOf(offset)] ?? 0;
    return this.text.slice(Math.max(start, offset - maxLine), offset);
  }

  /** How many spaces a line begins with; undefined for an empty one. */
  indent(line: number): number | undefined {
    let indent = this.#indents.get(line);
    if (indent === undefined) {
      const start = this.#starts[line] ?? this.text.length;
      const head = this.text.slice(start, Math.min(this.#endOf(line), start + maxIndent));
      indent = head.search(/\S/);
      this.#indents.set(line, indent);
    }
    return indent < 0 ? undefined : indent;
  }

  /** The next line above that is less indented, if there is one: what the line is part of. */
  parentOf(line: number): number | undefined {
    this.#parents ??= this.#findParents();
    const parent = this.#parents[line] ?? -1;
    return parent < 0 ? undefined : parent;
  }

  #findParents(): Int32Array {
    const parents = new Int32Array(this.#starts.length).fill(-1);
    const open: { line: number; indent: number }[] = [];
    for (let line = 0; line < parents.length; line += 1) {
      const indent = this.indent(line);
      if (indent === undefined) continue;
      while ((open.at(-1)?.indent ?? -1) >= indent) open.pop();
      parents[line] = open.at(-1)?.line ?? -1;
      open.push({ line, indent });
    }
    return parents;
  }

  /** Whether a line begins an item of a list, a table of TOML or an instruction of a Dockerfile. */
  beginsItem(line: number): boolean {
    const indent = this.indent(line);
    if (indent === undefined) return false;
    const start = (this.#starts[line] ?? 0) + indent;
    return /^(?:[-*]\s|\[|(?:ADD|ARG|COPY|ENV|FROM|RUN)\s)/.test(this.text.slice(start, start + 5));
  }

  #endOf(line: number): number {
    return (this.#starts[line + 1] ?? this.text.length + 1) - 1;
  }
}
