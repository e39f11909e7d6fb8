import { randomBytes } from "node:crypto";
import { chmodSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { PyverifyError } from "../base/errors.ts";
import { messageOf } from "../base/error-message.ts";

/**
 * Replaces a lockfile, in one step: it is written aside and renamed. A link stays a link.
 *
 * @throws {PyverifyError} filesystem/not-writable
 */
export function writeLock(path: string, text: string): void {
  let aside: string | undefined;
  try {
    const target = realpathSync(path);
    aside = join(dirname(target), `.${basename(target)}.${randomBytes(6).toString("hex")}`);
    writeFileSync(aside, text, { flag: "wx" });
    chmodSync(aside, statSync(target).mode);
    renameSync(aside, target);
  } catch (cause) {
    if (aside !== undefined) rmSync(aside, { force: true });
    throw new PyverifyError("filesystem", "not-writable", `cannot write ${path}`, {
      because: messageOf(cause),
      hint: "change its folder's owner or mode: the lockfile is replaced, not written over",
      cause,
    });
  }
}
