import { PyverifyError } from "../base/errors.ts";
import { readNamed } from "../files/bounded-read.ts";
import { parseTrustedRoot, type TrustedRoot } from "./trusted-root.ts";

/** Sigstore's own has 7 kB, and its TUF root 6 kB. */
const maxBytes = 1024 * 1024;

/**
 * A trusted root from a `trusted_root.json` of the user's choice: whoever names it trusts it.
 *
 * @throws {PyverifyError} trusted-root/trusted-root-unreadable, trusted-root/trusted-root-malformed
 */
export async function fileTrustedRoot(path: string, signal: AbortSignal): Promise<TrustedRoot> {
  const bytes = await readTrustFile(path, "--trusted-root", signal);
  return parseTrustedRoot(bytes, "file", { name: path });
}

/** Reads a file that a trust flag names. */
export async function readTrustFile(
  path: string,
  flag: string,
  signal: AbortSignal,
): Promise<Buffer> {
  const hint = `give ${flag} a file that exists and can be read`;
  try {
    return await readNamed(path, maxBytes, hint, signal);
  } catch (cause) {
    if (!(cause instanceof PyverifyError) || cause.code === "machine-limit") throw cause;
    const { because = cause.message } = cause;
    throw new PyverifyError("trusted-root", "trusted-root-unreadable", `cannot read ${path}`, {
      because,
      hint,
      cause,
    });
  }
}
