import picomatch from "picomatch";

/** What a `.gitattributes` file says of an attribute: set, unset, or set to a value. */
export type AttributeState = true | false | string;

interface Rule {
  readonly matches: (path: string) => boolean;
  readonly states: readonly Assignment[];
}

/** `undefined` takes back what an earlier line has said. */
type Assignment = readonly [name: string, state: AttributeState | undefined];

/**
 * The attributes of a commit's files, as its own `.gitattributes` files state them, macros included.
 *
 * @see https://git-scm.com/docs/gitattributes
 */
export class Attributes {
  readonly #rules: Rule[] = [];
  readonly #macros = new Map<string, readonly Assignment[]>([
    [
      "binary",
      [
        ["diff", false],
        ["merge", false],
        ["text", false],
      ],
    ],
  ]);

  /**
   * Takes in one file. Those of outer folders come first.
   *
   * @param folder the folder that it lies in, with a slash at its end; empty for the topmost one,
   *   which alone may define macros
   */
  add(text: string, folder: string): void {
    for (const line of text.split(/\r?\n/)) {
      const [pattern, ...words] = line.trim().split(/[ \t]+/);
      if (pattern === undefined || pattern === "" || pattern.startsWith("#")) continue;
      const states = words.map(parseAssignment);
      const [, macro] = /^\[attr\](.+)$/.exec(pattern) ?? [];
      if (macro === undefined) this.#rules.push({ matches: matcher(pattern, folder), states });
      else if (folder === "") this.#macros.set(macro, states);
    }
  }

  /** The attributes of a file: where lines disagree, the last one that matches it counts. */
  of(path: string): ReadonlyMap<string, AttributeState> {
    const found = new Map<string, AttributeState>();
    for (const { matches, states } of this.#rules) {
      if (matches(path)) for (const assignment of states) this.#assign(assignment, found);
    }
    return found;
  }

  #assign([name, state]: Assignment, found: Map<string, AttributeState>): void {
    if (state === undefined) found.delete(name);
    else found.set(name, state);
    if (state !== true) return;
    for (const assignment of this.#macros.get(name) ?? []) this.#assign(assignment, found);
  }
}

/** `text`, `-text`, `eol=crlf` or `!eol`. */
function parseAssignment(word: string): Assignment {
  if (word.startsWith("-")) return [word.slice(1), false];
  if (word.startsWith("!")) return [word.slice(1), undefined];
  const sign = word.indexOf("=");
  return sign === -1 ? [word, true] : [word.slice(0, sign), word.slice(sign + 1)];
}

/** A pattern without a slash is for names in any folder; any other is for paths from its own. */
function matcher(pattern: string, folder: string): (path: string) => boolean {
  const bare = pattern.replace(/^"(.*)"$/, "$1");
  const isMatch = picomatch(bare.replace(/^\//, ""), {
    dot: true,
    nobrace: true,
    noextglob: true,
    nonegate: true,
  });
  const ofName = !bare.includes("/");
  return (path) => {
    if (!path.startsWith(folder)) return false;
    const below = path.slice(folder.length);
    return isMatch(ofName ? below.slice(below.lastIndexOf("/") + 1) : below);
  };
}
