import { readFileSync } from "node:fs";
import { PyverifyError } from "../base/errors.ts";
import { parseTrustedRoot, type TrustedRoot } from "./trusted-root.ts";

/**
 * A trusted root from a `trusted_root.json` of the user's choice: whoever names it trusts it.
 *
 * @throws {PyverifyError} trusted-root/trusted-root-unreadable, trusted-root/trusted-root-malformed
 */
export function fileTrustedRoot(path: string): TrustedRoot {
  return parseTrustedRoot(readTrustFile(path, "--trusted-root"), "file");
}

/** Reads a file that a trust flag names. */
export function readTrustFile(path: string, flag: string): Buffer {
  try {
    return readFileSync(path);
  } catch (cause) {
    throw new PyverifyError("trusted-root", "trusted-root-unreadable", `cannot read ${path}`, {
      because: reasonOf(cause),
      hint: `give ${flag} a file that exists and can be read`,
      cause,
    });
  }
}

function reasonOf(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  return Reflect.get(cause, "code") === "ENOENT" ? "it does not exist" : cause.message;
}
