import { PyverifyError } from "../../base/errors.ts";
import type { Origin } from "./flag.ts";

/**
 * Refuses a variable's name in the place of its value. A `RUN` of JSON form, a Compose file's
 * `command` or a single quote expands nothing, and `$OUT` is then a folder of that name, as is `~`.
 *
 * @param variable the one that pyverify reads by itself, if there is one
 * @throws {PyverifyError} usage/invalid-value
 */
export function requireExpanded(value: string, origin: Origin, variable: string | undefined): void {
  if (!/^(?:\$[A-Za-z_(]|~(?:\/|$))|\$\{/.test(value)) return;
  const { name, type } = origin;
  throw new PyverifyError(
    "usage",
    "invalid-value",
    `${name} is "${value}", which nothing has expanded`,
    {
      because: 'without a shell, as in RUN ["pyverify", ...], a variable\'s name stays as it is',
      hint:
        type === "environment" || variable === undefined
          ? `give ${name} the value itself; a path that really begins so is written ./...`
          : `leave it out and set ${variable}, which pyverify reads by itself`,
    },
  );
}
