/** A part of a word: as it stands, or the name of something whose value stands there. */
export type Piece =
  | { readonly type: "literal"; readonly text: string }
  | { readonly type: "variable"; readonly name: string; readonly fallback: string | undefined };

/** A run of text without spaces and quotes: an address, a file name, or any other word. */
export interface Word {
  readonly offset: number;
  readonly end: number;
  readonly pieces: readonly Piece[];
}

/** How long a template may be, and how many strings are read as one that a `+` joins. */
const maxTemplate = 120;
const maxJoins = 8;

const shell = /\$(?:env:)?([A-Za-z_]\w{0,63})/y;

/** What no word has in it, but a backslash and a brace, which may begin more than an end. */
const gap = /[\s"'`,;<>|()[\]}]+/y;

const plain = /[^\s"'`,;<>|()[\]{}\\$#%]+/y;

/** Templates by how they open, the longest first: `{{ version }}`, `${PYTHON_VERSION}`, `%{ver}`. */
const templates = [
  ["${{", "}}"],
  ["{{", "}}"],
  ["${", "}"],
  ["#{", "}"],
  ["%{", "}"],
  ["{", "}"],
  ["$(", ")"],
] as const;

/**
 * Reads a text as words, with what build files put into addresses in place of a version: templates of
 * shells, Jinja, Starlark, Ruby, RPM and Make, and strings that a `+` joins.
 */
export function* readWords(text: string): Generator<Word> {
  let at = 0;
  while (at < text.length) {
    at = skip(gap, text, at);
    const start = at;
    const pieces: Piece[] = [];
    at = readRun(text, at, pieces);
    for (let joins = 0; joins < maxJoins && pieces.length > 0; joins += 1) {
      const after = readJoin(text, at, pieces);
      if (after === undefined) break;
      at = readRun(text, after, pieces);
    }
    if (pieces.length > 0) yield { offset: start, end: at, pieces };
    if (at === start) at += 1;
  }
}

/** Reads the pieces of a text that is one word from beginning to end, whatever is in it. */
export function readPieces(text: string): Piece[] {
  const pieces: Piece[] = [];
  for (let at = 0; at < text.length;) {
    const after = readRun(text, at, pieces);
    if (after === at) pieces.push({ type: "literal", text: text.charAt(at) });
    at = Math.max(after, at + 1);
  }
  return pieces;
}

/** Reads the one word that begins at some place, and no further than to the end; or nothing. */
export function readWordAt(text: string, at: number, end: number): Piece[] {
  const pieces: Piece[] = [];
  readRun(text.slice(at, end), 0, pieces);
  return pieces;
}

function readRun(text: string, from: number, pieces: Piece[]): number {
  let at = from;
  let literal = at;
  const flush = (): void => {
    if (at > literal) pieces.push({ type: "literal", text: unescaped(text.slice(literal, at)) });
  };
  while (at < text.length) {
    at = skip(plain, text, at);
    const template = readTemplate(text, at);
    if (template !== undefined) {
      flush();
      pieces.push(template.piece);
      at = template.end;
      literal = at;
    } else if (isOrdinary(text, at)) at += 1;
    else break;
  }
  flush();
  return at;
}

function skip(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : at;
}

/** JSON may write a slash as `\/`; any other backslash ends a word. */
function isOrdinary(text: string, at: number): boolean {
  const character = text.charAt(at);
  if (character === "\\") return text.charAt(at + 1) === "/";
  return character === "$" || character === "#" || character === "%";
}

function unescaped(text: string): string {
  return text.includes("\\/") ? text.replaceAll("\\/", "/") : text;
}

function readTemplate(text: string, at: number): { piece: Piece; end: number } | undefined {
  for (const [open, close] of templates) {
    if (!text.startsWith(open, at)) continue;
    const inner = text.slice(at + open.length, at + maxTemplate);
    const length = inner.indexOf(close);
    if (length < 0) continue;
    const expression = inner.slice(0, length);
    // A brace opens blocks too; only what names one thing, or counts places, is a template.
    if (open === "{" ? !/^[\w.-]{0,60}$/.test(expression) : expression.includes("\n")) continue;
    return { piece: variable(expression), end: at + open.length + length + close.length };
  }
  if (text.startsWith("%s", at)) return { piece: variable(""), end: at + 2 };
  shell.lastIndex = at;
  const named = shell.exec(text);
  return named === null ? undefined : { piece: variable(named[1] ?? ""), end: shell.lastIndex };
}

/**
 * What a template names: the last name in it, without a shell's default or a method's call. One that
 * cuts the value, as `${V%rc*}` does, has no name: its value is another.
 */
function variable(expression: string): Piece {
  const [, shellName, fallback] = /^([A-Za-z_]\w*):?-(.*)$/.exec(expression) ?? [];
  if (shellName !== undefined) return { type: "variable", name: shellName, fallback };
  const called = expression.trim().replaceAll(/\(\)/g, "");
  const [, name] =
    /^(?:[A-Za-z_][\w-]*\.){0,3}?(?:self\.|env\.)?([A-Za-z_][\w-]*)(?:\.(?:strip|trim|toString))?$/.exec(
      called,
    ) ?? [];
  return { type: "variable", name: name ?? "", fallback: undefined };
}

const join = /["'][ \t]{0,4}\+[ \t]{0,4}(?:([A-Za-z_][\w.]{0,63})[ \t]{0,4}\+[ \t]{0,4})?["']/y;
const lastJoin = /["'][ \t]{0,4}\+[ \t]{0,4}([A-Za-z_][\w.]{0,63})/y;

/** Reads `" + name + "`: where the next string begins; undefined where the string is the last. */
function readJoin(text: string, end: number, pieces: Piece[]): number | undefined {
  for (const pattern of [join, lastJoin]) {
    pattern.lastIndex = end;
    const match = pattern.exec(text);
    if (match === null) continue;
    if (match[1] !== undefined) pieces.push(variable(match[1]));
    return pattern.lastIndex;
  }
  return undefined;
}
