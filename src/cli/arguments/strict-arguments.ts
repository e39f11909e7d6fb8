import { parseArgs } from "node:util";
import { type FailureCode, PyverifyError } from "../../base/errors.ts";
import type { Definition } from "../definition.ts";
import { type Flag, type Given, type Origin, variableOf } from "./flag.ts";
import { isRequired, isVariadic, type Operand } from "./operand.ts";
import type { Environment } from "./environment.ts";
import { foreignFlagHint } from "./foreign-flags.ts";
import { nearest } from "./suggestion.ts";
import { requireExpanded } from "./unexpanded.ts";

/** What strict reading has to know of a command. */
export type ArgumentRules = Pick<Definition, "name" | "flags" | "operand">;

/** What was given, before anything is made of it. */
export interface GivenTexts {
  /** by the flag's name */
  readonly flags: ReadonlyMap<string, Given<string>>;
  readonly operands: readonly Given<string>[];
}

/**
 * Reads a command line and the environment strictly, where citty ignores unknown flags and surplus
 * arguments, and takes a flag without its value for an empty string.
 *
 * Every `--some-flag` can be given as `PYVERIFY_SOME_FLAG`, because a distroless stage has no shell
 * to expand a build argument. A flag beats the environment; an empty value of either is an error.
 *
 * @throws {PyverifyError} usage
 */
export function strictArguments(
  argv: readonly string[],
  rules: ArgumentRules,
  env: Environment,
): GivenTexts {
  const { flags, operands } = readCommandLine(argv, rules);
  for (const [name, flag] of Object.entries(rules.flags)) {
    const origin = { type: "environment", name: variableOf(name) } as const;
    const value = fromEnvironment(origin.name, env);
    if (value === undefined || flags.has(name)) continue;
    flags.set(name, { value: requireValue(value, name, flag, origin), origin });
  }
  return { flags, operands: readOperands(operands, rules, env) };
}

function readCommandLine(argv: readonly string[], rules: ArgumentRules) {
  // Lenient on purpose: the tokens tell exactly what was given, and the errors are then our own.
  const { tokens } = parseArgs({
    args: [...argv],
    options: Object.fromEntries(
      Object.entries(rules.flags).map(([name, { valueHint }]) => [
        name,
        { type: valueHint === undefined ? "boolean" : "string" } as const,
      ]),
    ),
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const flags = new Map<string, Given<string>>();
  const operands: string[] = [];
  for (const token of tokens) {
    if (token.kind === "positional") operands.push(token.value);
    if (token.kind !== "option") continue;
    const flag =
      token.rawName.startsWith("--") && Object.hasOwn(rules.flags, token.name)
        ? rules.flags[token.name]
        : undefined;
    if (flag === undefined) throw unknownFlag(token.rawName, rules);
    if (flags.has(token.name)) {
      throw usage(
        "conflicting-flags",
        `--${token.name} is given twice`,
        "nothing says which of the two counts",
        seeHelp(rules),
      );
    }
    const origin = { type: "command-line", name: `--${token.name}` } as const;
    flags.set(token.name, { value: requireValue(token.value, token.name, flag, origin), origin });
  }
  return { flags, operands };
}

/** A switch on the command line has no value and means that it is there. */
function requireValue(
  value: string | undefined,
  name: string,
  { valueHint }: Flag,
  origin: Origin,
): string {
  const { type, name: source } = origin;
  if (valueHint === undefined) return value ?? "true";
  const isNextFlag = type === "command-line" && value?.startsWith("--") === true;
  if (value !== undefined && value !== "" && !isNextFlag) {
    requireExpanded(value, origin, variableOf(name));
    return value;
  }
  throw usage(
    "missing-value",
    `${source} has no value`,
    "a build argument that is not set gives an empty text, and that says nothing",
    `write ${source}=${valueHint.includes("|") ? name.toUpperCase() : valueHint}, or leave it out`,
  );
}

function fromEnvironment(variable: string, env: Environment): string | undefined {
  return Object.hasOwn(env, variable) ? env[variable] : undefined;
}

function readOperands(
  given: readonly string[],
  rules: ArgumentRules,
  env: Environment,
): Given<string>[] {
  const { operand } = rules;
  const surplus = operand === undefined ? given[0] : isVariadic(operand) ? undefined : given[1];
  if (surplus !== undefined) {
    throw usage(
      "surplus-argument",
      `"${surplus}" is one argument too many`,
      `expected ${operand === undefined ? "no arguments" : operand.name.toUpperCase()}`,
      seeHelp(rules),
    );
  }
  if (given.includes("")) {
    throw usage(
      "missing-value",
      "an argument is empty",
      "a build argument that is not set gives an empty text, and that says nothing",
      seeHelp(rules),
    );
  }
  if (operand === undefined) return [];
  const name = operand.name.toUpperCase();
  if (given.length > 0) {
    return given.map((value) => {
      const origin = { type: "command-line", name } as const;
      requireExpanded(value, origin, operand.variable);
      return { value, origin };
    });
  }
  const variable = fromVariable(operand, env);
  if (variable !== undefined) return [variable];
  if (!isRequired(operand)) return [];
  throw usage(
    "missing-argument",
    `${name} is missing`,
    `it is ${operand.description}`,
    operand.variable === undefined
      ? seeHelp(rules)
      : `give it as an argument or as ${operand.variable}`,
  );
}

function fromVariable({ name, variable }: Operand, env: Environment): Given<string> | undefined {
  if (variable === undefined) return undefined;
  const value = fromEnvironment(variable, env);
  if (value === "") {
    throw usage(
      "missing-value",
      `${variable} is empty`,
      "a build argument that is not set gives an empty text, and that says nothing",
      `give it a value, or give ${name.toUpperCase()} as an argument`,
    );
  }
  if (value === undefined) return undefined;
  const origin = { type: "environment", name: variable } as const;
  requireExpanded(value, origin, variable);
  return { value, origin };
}

function unknownFlag(flag: string, rules: ArgumentRules): PyverifyError {
  const known = Object.keys(rules.flags);
  const word = flag.replace(/^-+/, "");
  const suggestion = nearest(word, known);
  const hint =
    foreignFlagHint(word, known) ??
    (suggestion === undefined ? seeHelp(rules) : `did you mean --${suggestion}?`);
  return usage(
    "unknown-flag",
    `${flag} is not a flag of this command`,
    "it is refused rather than ignored, since somebody may rely on it",
    hint,
  );
}

function seeHelp({ name }: ArgumentRules): string {
  return `see pyverify ${name} --help`;
}

function usage(
  code: FailureCode<"usage">,
  message: string,
  because: string,
  hint: string,
): PyverifyError {
  return new PyverifyError("usage", code, message, { because, hint });
}
