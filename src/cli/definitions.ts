import { definition as audit } from "./commands/audit/definition.ts";
import { definition as check } from "./commands/check/definition.ts";
import { definition as compare } from "./commands/compare/definition.ts";
import { definition as completion } from "./commands/completion/definition.ts";
import { definition as doctor } from "./commands/doctor/definition.ts";
import { definition as fetch } from "./commands/fetch/definition.ts";
import { definition as identities } from "./commands/identities/definition.ts";
import { definition as inspect } from "./commands/inspect/definition.ts";
import { definition as pin } from "./commands/pin/definition.ts";
import { definition as resolve } from "./commands/resolve/definition.ts";
import { definition as verify } from "./commands/verify/definition.ts";
import type { Definition } from "./definition.ts";

/** What every command is, by its name, in the order in which help lists them. */
export const definitions = {
  fetch,
  verify,
  resolve,
  pin,
  audit,
  check,
  compare,
  inspect,
  identities,
  doctor,
  completion,
};

/** The same as a list: all that help, man page and completion know of the program. */
export const allDefinitions: readonly Definition[] = Object.values(definitions);
