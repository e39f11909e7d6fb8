import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";

export const repository = join(import.meta.dirname, "../..");

/** A workflow of GitHub's, as far as this project's use it. */
export interface Workflow {
  readonly permissions?: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
  readonly defaults?: { readonly run?: { readonly shell?: string } };
  readonly jobs: Readonly<Record<string, Job>>;
}

export interface Job {
  readonly environment?: string;
  readonly needs?: string;
  readonly permissions?: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
  readonly outputs?: Readonly<Record<string, string>>;
  readonly steps: readonly Step[];
}

export interface Step {
  readonly id?: string;
  readonly name?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, string | number | boolean>>;
  readonly env?: Readonly<Record<string, string>>;
}

/** Reads a workflow by its path in the project. */
export function readWorkflow(path: string): Workflow {
  return parse(readFileSync(join(repository, path), "utf8")) as Workflow;
}

/** The values that expressions are made of, such as `github.repository`, by their full names. */
export type Values = Readonly<Record<string, string>>;

/**
 * Puts values into `${{ … }}`.
 *
 * @throws {Error} for an expression that is more than a name, or a name that has no value
 */
export function evaluate(text: string, values: Values): string {
  return text.replaceAll(/\$\{\{\s*(.*?)\s*\}\}/g, (_all, name: string) => {
    const value = values[name];
    if (value === undefined) throw new Error(`\${{ ${name} }} has no value here`);
    return value;
  });
}

/** Evaluates every variable of an `env` or `outputs`. */
export function evaluateAll(texts: Values | undefined, values: Values): Record<string, string> {
  return Object.fromEntries(
    Object.entries(texts ?? {}).map(([name, text]) => [name, evaluate(text, values)]),
  );
}
