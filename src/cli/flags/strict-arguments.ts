import { parseArgs } from "node:util";
import type { ArgDef, ArgsDef } from "citty";
import { type FailureCode, PyverifyError } from "../../base/errors.ts";
import { nearest } from "./suggestion.ts";

/** What strict reading has to know of a command. */
export interface ArgumentRules {
  /** the command's name, for hints */
  readonly name: string;
  readonly args: ArgsDef;
  readonly variadic?: boolean;
  readonly positionalVariables?: Readonly<Record<string, string>>;
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Checks a command line, and adds what the environment says, before citty reads it: citty ignores
 * unknown flags and surplus arguments and reads a flag without its value as an empty string.
 *
 * Every `--some-flag` can be given as `PYVERIFY_SOME_FLAG`, because a distroless stage has no shell
 * to expand a build argument. A flag beats the environment; an empty value of either is an error.
 *
 * @returns the same command line in a form that cannot be misread: `--name=value` for each flag,
 *   then `--` and the positional arguments
 * @throws {PyverifyError} usage
 */
export function strictArguments(
  argv: readonly string[],
  rules: ArgumentRules,
  env: Environment,
): string[] {
  const flags = new Map(Object.entries(rules.args).filter(([, arg]) => arg.type !== "positional"));
  const given = readFlags(argv, flags, rules);
  for (const [name, arg] of flags) {
    if (given.values.has(name)) continue;
    const value = fromEnvironment(variableOf(name), env);
    if (value !== undefined)
      given.values.set(name, settle(name, arg, { value, source: variableOf(name) }, rules));
  }
  const positionals = readPositionals(given.positionals, rules, env);
  return [...[...given.values].map(([name, value]) => `--${name}=${value}`), "--", ...positionals];
}

/** The environment variable that stands for a flag. */
export function variableOf(flag: string): string {
  return `PYVERIFY_${flag.toUpperCase().replaceAll("-", "_")}`;
}

function readFlags(
  argv: readonly string[],
  flags: ReadonlyMap<string, ArgDef>,
  rules: ArgumentRules,
) {
  // Lenient on purpose: the tokens tell exactly what was given, and the errors are then our own.
  const { tokens } = parseArgs({
    args: [...argv],
    options: Object.fromEntries(
      [...flags].map(([name, arg]) => [
        name,
        { type: arg.type === "boolean" ? "boolean" : "string" } as const,
      ]),
    ),
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const values = new Map<string, string>();
  const positionals: string[] = [];
  for (const token of tokens) {
    if (token.kind === "positional") positionals.push(token.value);
    if (token.kind !== "option") continue;
    const arg = token.rawName.startsWith("--") ? flags.get(token.name) : undefined;
    if (arg === undefined) throw unknownFlag(token.rawName, [...flags.keys()], rules);
    if (values.has(token.name)) {
      throw usage(
        "conflicting-flags",
        `--${token.name} is given twice`,
        "nothing says which of the two counts",
        seeHelp(rules),
      );
    }
    values.set(
      token.name,
      settle(token.name, arg, { value: token.value, source: `--${token.name}` }, rules),
    );
  }
  return { values, positionals };
}

interface Given {
  readonly value: string | undefined;
  /** the flag or variable that it was given by */
  readonly source: string;
}

function settle(name: string, arg: ArgDef, { value, source }: Given, rules: ArgumentRules): string {
  if (arg.type === "boolean") return settleBoolean({ value, source }, rules);
  if (value === undefined || value === "" || (value.startsWith("--") && source.startsWith("--"))) {
    throw usage(
      "missing-value",
      `${source} has no value`,
      "an empty value is refused, so that an unset build argument is not taken for a choice",
      `write ${source}=${(arg.valueHint ?? name).toUpperCase()}, or leave it out`,
    );
  }
  if (arg.type === "enum" && arg.options !== undefined && !arg.options.includes(value)) {
    throw usage(
      "invalid-value",
      `${source} cannot be "${value}"`,
      `it is one of ${arg.options.join(", ")}`,
      seeHelp(rules),
    );
  }
  return value;
}

function settleBoolean({ value, source }: Given, rules: ArgumentRules): string {
  if (value === undefined || value === "1" || value === "true") return "true";
  if (value === "0" || value === "false") return "false";
  throw usage(
    "invalid-value",
    `${source} cannot be "${value}"`,
    "it is either there or not: 1, true, 0 or false",
    seeHelp(rules),
  );
}

function fromEnvironment(variable: string, env: Environment): string | undefined {
  return Object.hasOwn(env, variable) ? env[variable] : undefined;
}

function readPositionals(
  given: readonly string[],
  rules: ArgumentRules,
  env: Environment,
): string[] {
  const names = Object.keys(rules.args).filter((name) => rules.args[name]?.type === "positional");
  const surplus = rules.variadic === true ? undefined : given[names.length];
  if (surplus !== undefined) {
    throw usage(
      "surplus-argument",
      `"${surplus}" is one argument too many`,
      `expected ${expectation(names)}`,
      seeHelp(rules),
    );
  }
  const values = [...given];
  if (values.includes("")) {
    throw usage(
      "missing-value",
      "an argument is empty",
      "an unset build argument is not a choice",
      seeHelp(rules),
    );
  }
  for (const [index, name] of names.entries()) {
    const variable = rules.positionalVariables?.[name];
    const value =
      values[index] ?? (variable === undefined ? undefined : fromEnvironment(variable, env));
    if (value === "") {
      throw usage(
        "missing-value",
        `${variable} is empty`,
        "an unset build argument is not a choice",
        `give it a value, or give ${name.toUpperCase()} as an argument`,
      );
    }
    if (value !== undefined) values[index] = value;
    else if (rules.args[name]?.required !== false) {
      throw usage(
        "missing-argument",
        `${name.toUpperCase()} is missing`,
        `it is ${rules.args[name]?.description ?? "needed"}`,
        variable === undefined ? seeHelp(rules) : `give it as an argument or as ${variable}`,
      );
    }
  }
  return values;
}

function expectation(names: readonly string[]): string {
  return names.length === 0 ? "no arguments" : names.map((name) => name.toUpperCase()).join(" ");
}

function unknownFlag(flag: string, known: readonly string[], rules: ArgumentRules): PyverifyError {
  const suggestion = nearest(flag.replace(/^-+/, ""), known);
  return usage(
    "unknown-flag",
    `${flag} is not a flag of this command`,
    "a flag that is not understood may be one that was relied on",
    suggestion === undefined ? seeHelp(rules) : `did you mean --${suggestion}?`,
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
