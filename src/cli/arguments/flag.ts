import { PyverifyError } from "../../base/errors.ts";
import { nearest } from "./suggestion.ts";

/** Where a value came from. */
export interface Origin {
  readonly type: "command-line" | "environment" | "default";
  /** as it was written: `--out`, `PYVERIFY_OUT`, `VERSION`, `PYTHON_VERSION` */
  readonly name: string;
}

/** A value of a flag or an operand, and where it came from. */
export interface Given<T> {
  readonly value: T;
  readonly origin: Origin;
}

/** Turns a text into a value; `source` is the flag or variable as it was written, for errors. */
export type Parse<T> = (text: string, source: string) => T;

/** A flag `--name`, which is also a variable `PYVERIFY_NAME`. It owns its parser, and so its type. */
export interface Flag<T = unknown> {
  /** one line of help, with the default in brackets */
  readonly description: string;
  /** what stands for the value in help, such as `DIR`; undefined for a switch, which takes none */
  readonly valueHint: string | undefined;
  /** the words that the value can be, for completion */
  readonly choices: readonly string[];
  /** whether nothing else will do */
  readonly isChoice: boolean;
  readonly parse: Parse<T>;
}

/** A flag that has a value also where it is not given. */
export interface DefaultedFlag<T = unknown> extends Flag<T> {
  readonly default: T;
}

/** Flags by name, without the hyphens in front. */
export type Flags = Readonly<Record<string, Flag>>;

/** The values of some flags, by name; undefined for one that is not given and has no default. */
export type FlagValues<F> = {
  readonly [K in keyof F]: F[K] extends DefaultedFlag<infer T>
    ? Given<T>
    : F[K] extends Flag<infer T>
      ? Given<T> | undefined
      : never;
};

/** A flag that takes a value. */
export function flag<T>(valueHint: string, description: string, parse: Parse<T>): Flag<T> {
  return { valueHint, description, parse, choices: wordsIn(valueHint), isChoice: false };
}

/** A flag whose value is one of a few words; help shows `valueHint` where they are too many. */
export function choice<const W extends string>(
  words: readonly W[],
  description: string,
  valueHint = words.join("|"),
): Flag<W> {
  return { valueHint, description, choices: words, isChoice: true, parse: oneOf(words) };
}

/** A flag that is there or not. A variable of that name says which. */
export function switchFlag(description: string): Flag<boolean> {
  return { valueHint: undefined, description, choices: [], isChoice: false, parse: onOrOff };
}

/** The same flag with a value for where it is not given. */
export function withDefault<T>(of: Flag<T>, value: T): DefaultedFlag<T> {
  return { ...of, default: value };
}

/** Whether a flag has a value also where it is not given. */
export function isDefaulted(of: Flag): of is DefaultedFlag {
  return "default" in of;
}

/** The environment variable that stands for a flag. */
export function variableOf(name: string): string {
  return `PYVERIFY_${name.toUpperCase().replaceAll("-", "_")}`;
}

/**
 * A value that cannot be used.
 *
 * @param meant what was probably meant by it
 */
export function invalidValue(
  source: string,
  text: string,
  because: string,
  meant?: string,
): PyverifyError {
  return new PyverifyError("usage", "invalid-value", `${source} cannot be "${text}"`, {
    because,
    hint: meant === undefined ? "correct it, or leave it out" : `did you mean ${meant}?`,
  });
}

/** Takes one of a few words, and says which there are. */
export function oneOf<const W extends string>(words: readonly W[]): Parse<W> {
  return (text, source) => {
    const word = words.find((known) => known === text);
    if (word !== undefined) return word;
    throw invalidValue(source, text, `it is one of ${words.join(", ")}`, nearest(text, words));
  };
}

function onOrOff(text: string, source: string): boolean {
  if (text === "1" || text === "true") return true;
  if (text === "0" || text === "false") return false;
  throw invalidValue(source, text, "it is either there or not: 1, true, 0 or false");
}

/** A hint has its words in lower case, and in capitals what stands for anything else. */
function wordsIn(valueHint: string): string[] {
  return valueHint.split("|").filter((word) => word !== word.toUpperCase());
}
