import { stripVTControlCharacters, styleText } from "node:util";
import { formatJson } from "../../base/json.ts";

/*
 * The door to the terminal. A file's name, a server's answer or a report may hold line feeds, escape
 * sequences and marks that reverse the direction of a text, and could forge a line that says
 * "signed by". A terminal takes a `Printable` and no string, and only this file makes one.
 */

/** A text that may be printed: what came from outside is escaped in it. */
export class Printable {
  // A private field makes the type nominal: no other object will do.
  readonly #text: string;

  private constructor(text: string) {
    this.#text = text;
  }

  toString(): string {
    return this.#text;
  }

  trimEnd(): Printable {
    return new Printable(this.#text.trimEnd());
  }

  /** A text of several lines, such as help or a lockfile, in which line feeds are line feeds. */
  static document(text: string): Printable {
    return new Printable(text.split("\n").map(escapeControls).join("\n"));
  }

  /** A document in JSON, which has escapes of its own. */
  static json(document: unknown): Printable {
    return Printable.document(formatJson(document));
  }

  /** Lines below each other, each with its end. */
  static lines(lines: readonly Printable[]): Printable {
    return new Printable(lines.map((one) => `${one.#text}\n`).join(""));
  }

  static joined(parts: readonly Printable[], separator: string): Printable {
    return new Printable(parts.map((part) => part.#text).join(escapeControls(separator)));
  }

  /** Parts of a line in the program's own words, and values within it, which are escaped. */
  static line(words: readonly string[], values: readonly Value[]): Printable {
    const parts = words.map((word, index) => {
      const value = values[index];
      return word + (value === undefined ? "" : textOf(value));
    });
    return new Printable(parts.join(""));
  }

  /** A value in colour, where the screen shows colours. */
  static painted({ colors }: Colours, colour: Colour, value: Value): Printable {
    const text = textOf(value);
    // Whether there are colours is decided once, in main.ts; styleText would look at stdout.
    return new Printable(colors ? styleText(colour, text, { validateStream: false }) : text);
  }

  /** Breaks a line between words; what follows is indented like it. */
  static wrapped(whole: Printable, columns = Infinity): Printable[] {
    const text = whole.#text;
    const indent = /^ */.exec(text)?.[0] ?? "";
    const lines: string[] = [];
    for (const word of text.trim().split(" ")) {
      const last = lines.at(-1);
      if (last !== undefined && stripVTControlCharacters(`${last} ${word}`).length <= columns) {
        lines[lines.length - 1] = `${last} ${word}`;
      } else lines.push(indent + word);
    }
    return lines.map((one) => new Printable(one));
  }
}

/** Whether a screen shows colours. */
export interface Colours {
  readonly colors: boolean;
}

/** What may stand within a line. */
export type Value = string | number | bigint | Printable;

export type Colour = "red" | "green" | "yellow" | "magenta" | "cyan" | "dim";

/** Makes a line: ``line`${file}: signed by ${signer}` ``. */
export function line(words: TemplateStringsArray, ...values: readonly Value[]): Printable {
  return Printable.line(words, values);
}

/** A value in colour, where the screen shows colours. */
export function paint(screen: Colours, colour: Colour, value: Value): Printable {
  return Printable.painted(screen, colour, value);
}

/** A value within a line: short enough to read, on that line, and as it would stand in JSON. */
export function escaped(value: string): string {
  const whole = value.length <= longest;
  return escapeControls(whole ? value : `${value.slice(0, longest)}… (${value.length} characters)`);
}

/** The longest path that Linux knows; whatever is longer was not meant to be read. */
const longest = 4096;

function textOf(value: Value): string {
  return typeof value === "string" ? escaped(value) : String(value);
}

/** Control characters of both kinds, format characters such as U+202E, separators, halves of pairs. */
function escapeControls(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, (character) =>
    Array.from(
      { length: character.length },
      (_, at) => `\\u${character.charCodeAt(at).toString(16).padStart(4, "0")}`,
    ).join(""),
  );
}
