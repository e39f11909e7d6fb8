import type { Given, Parse } from "./flag.ts";

/** How many of an operand there may be. */
export type OperandCount = "one" | "optional" | "one or more" | "any number";

/** What stands behind a command and has no hyphens: a version, some files. */
export interface Operand<T = unknown, C extends OperandCount = OperandCount> {
  /** in lower case; help shows it in capitals */
  readonly name: string;
  readonly description: string;
  readonly count: C;
  /** an environment variable that stands for it */
  readonly variable?: string;
  readonly parse: Parse<T>;
}

/** The values of an operand, as many as there may be. */
export type OperandValues<O> =
  O extends Operand<infer T, infer C>
    ? {
        one: readonly [Given<T>];
        optional: readonly [Given<T>?];
        "one or more": readonly [Given<T>, ...Given<T>[]];
        "any number": readonly Given<T>[];
      }[C]
    : readonly [];

/** Whether there has to be one. */
export function isRequired({ count }: Operand): boolean {
  return count === "one" || count === "one or more";
}

/** Whether there may be several. */
export function isVariadic({ count }: Operand): boolean {
  return count === "one or more" || count === "any number";
}
