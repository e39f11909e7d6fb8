import { PyverifyError } from "../../base/errors.ts";
import type { Host } from "./host.ts";
import type { Printable } from "./printable.ts";

/**
 * Prints the result of work that is done and stays. It cannot be printed before: only the last step
 * of a fetch, a rename, makes it true. Where printing fails, the failure says what is there.
 *
 * @param stays what the work has left, as in "the tree in /out is verified and whole"
 * @throws {PyverifyError} filesystem
 */
export async function printResult(text: Printable, { stdout }: Host, stays: string): Promise<void> {
  try {
    await stdout.print(text);
  } catch (cause) {
    if (!(cause instanceof PyverifyError) || cause.kind !== "filesystem") throw cause;
    const { code, message, because = "" } = cause;
    throw new PyverifyError<"filesystem">("filesystem", code, message, {
      because: `${because}; ${stays} all the same`,
      hint: "keep what is there, or remove it and run again with stdout somewhere else",
      cause,
    });
  }
}
