import type { Environment } from "../../http/settings/proxy-settings.ts";

/**
 * The variables as everything reads them: without one line break at the end, which a secret that
 * comes out of a file, a mount or an editor has. It is the same for all of them, whichever flag or
 * setting they stand for.
 */
export function withoutFinalNewlines(env: Environment): Environment {
  return Object.fromEntries(
    Object.entries(env).map(([name, value]) => [name, value?.replace(/\r?\n$/, "")]),
  );
}
