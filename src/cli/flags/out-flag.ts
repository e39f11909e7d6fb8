import { PyverifyError } from "../../base/errors.ts";
import { type DefaultedFlag, flag, type Given, withDefault } from "../arguments/flag.ts";
import { text } from "../arguments/values.ts";

/** Where the tree goes: a stage of its own has nothing else at `/out`. */
export function outFlag(description: string): DefaultedFlag<string> {
  return withDefault(flag("DIR", `${description} (/out)`, text), "/out");
}

/**
 * Names `--out` in the hint of a failure at a folder that nobody chose: on a machine of one's own,
 * `/out` is rarely what was meant.
 */
export function namingOut(failure: unknown, out: Given<string>): unknown {
  if (out.origin.type !== "default" || !(failure instanceof PyverifyError)) return failure;
  const { kind, code, message, because, hint, cause } = failure;
  if (kind !== "filesystem" || !message.includes(out.value)) return failure;
  const advice = `${out.value} is where trees go without --out DIR`;
  return new PyverifyError(kind, code, message, {
    ...(because === undefined ? {} : { because }),
    hint: hint === undefined ? advice : `${hint}; ${advice}`,
    cause,
  });
}
