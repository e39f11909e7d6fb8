import { realpathSync, statSync } from "node:fs";
import { PyverifyError } from "../base/errors.ts";
import { messageOf } from "../base/error-message.ts";
import { replaceFile } from "../files/replace-file.ts";

/**
 * Replaces a lockfile in one step, with its mode. A link stays a link.
 *
 * @throws {PyverifyError} filesystem/not-writable; the signal's reason
 */
export async function writeLock(path: string, text: string, signal: AbortSignal): Promise<void> {
  try {
    const target = realpathSync(path);
    await replaceFile(target, [text], { mode: statSync(target).mode & 0o7777, signal });
  } catch (cause) {
    signal.throwIfAborted();
    throw new PyverifyError("filesystem", "not-writable", `cannot write ${path}`, {
      because: messageOf(cause),
      hint: "change its folder's owner or mode: the lockfile is replaced, not written over",
      cause,
    });
  }
}
