import { type FailureCode, PyverifyError } from "../../base/errors.ts";
import type { Definition } from "../definition.ts";
import { foreignFlagHint } from "./foreign-flags.ts";
import { variableOf } from "./flag.ts";
import { type ProtectiveFlag, protectiveFlags } from "./protective-flags.ts";
import { isServiceLink } from "./service-links.ts";
import { nearest } from "./suggestion.ts";

export type Environment = Readonly<Record<string, string | undefined>>;

const prefix = "PYVERIFY_";

/** Variables of the project itself that no command reads, so that they are no misspelt flags. */
const variablesElsewhere: ReadonlySet<string> = new Set([
  // build
  "PYVERIFY_SHEBANG",
  // tests
  "PYVERIFY_PROGRAM",
  "PYVERIFY_REAL_DATA",
  "PYVERIFY_LIVE",
  "PYVERIFY_CHROMIUM",
  "PYVERIFY_COMPILE_CPYTHON",
  // the buildpack's extension
  "PYVERIFY_IMAGE",
]);

/** The beginnings of others: searches for counter-examples, tests against real servers, benchmarks. */
const familiesElsewhere = ["PYVERIFY_FUZZ_", "PYVERIFY_LIVE_", "PYVERIFY_BENCH_"] as const;

/** Whether a variable is the project's own, and none that a command reads. */
export function isReadElsewhere(name: string): boolean {
  return (
    variablesElsewhere.has(name) || familiesElsewhere.some((family) => name.startsWith(family))
  );
}

/**
 * Refuses what the environment says and this command would not obey: a name that is no flag's, and
 * a protection that the command has no flag for. In a `RUN` of JSON form these variables are the
 * only way to pass a flag, so that they are as strict as flags are.
 *
 * @param all every command, for a variable may be set for another one
 * @throws {PyverifyError} usage/unknown-variable, usage/variable-not-honoured
 */
export function checkEnvironment(
  env: Environment,
  command: Definition,
  all: readonly Definition[],
): void {
  const flags = [...new Set(all.flatMap((each) => Object.keys(each.flags)))];
  const known = new Set(flags.map(variableOf));
  for (const [name, value = ""] of Object.entries(env)) {
    if (!name.startsWith(prefix) || known.has(name) || isReadElsewhere(name)) continue;
    if (isServiceLink(name, value)) continue;
    throw unknown(name, flags);
  }
  for (const flag of protectiveFlags) {
    const value = env[variableOf(flag)];
    const isSwitch = flag === "offline" || flag === "strict";
    const isAsked = value !== undefined && !(isSwitch && isOff(value));
    const isObeyed = Object.hasOwn(command.flags, flag) || command.unaffectedBy.includes(flag);
    if (isAsked && !isObeyed) throw notHonoured(flag, command);
  }
}

function isOff(value: string): boolean {
  return value === "0" || value === "false";
}

function unknown(name: string, flags: readonly string[]): PyverifyError {
  const word = name.slice(prefix.length).toLowerCase().replaceAll("_", "-");
  const nearby = nearest(word, flags);
  const foreign = foreignFlagHint(word, flags)?.replace(/--[a-z-]+$/, (flag) =>
    variableOf(flag.slice(2)),
  );
  const hint = word.endsWith("version")
    ? "the release that is wanted is PYTHON_VERSION"
    : nearby === undefined
      ? foreign
      : `did you mean ${variableOf(nearby)}?`;
  return usage(
    "unknown-variable",
    `${name} is no setting of pyverify`,
    "a setting that is not understood is not obeyed either, and somebody may rely on it",
    hint ?? "unset it; a flag --some-flag is PYVERIFY_SOME_FLAG",
  );
}

function notHonoured(flag: ProtectiveFlag, { name }: Definition): PyverifyError {
  const variable = variableOf(flag);
  return usage(
    "variable-not-honoured",
    `${variable} is set, and pyverify ${name} cannot obey it`,
    `it has no --${flag}, and whoever set the variable relies on it`,
    `unset ${variable} for this command`,
  );
}

function usage(
  code: FailureCode<"usage">,
  message: string,
  because: string,
  hint: string,
): PyverifyError {
  return new PyverifyError("usage", code, message, { because, hint });
}
