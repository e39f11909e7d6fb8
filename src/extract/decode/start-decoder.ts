import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { existsSync, statSync } from "node:fs";
import { dirname } from "node:path";
import process from "node:process";
import { errorCodeOf } from "../../base/error-message.ts";
import { decoderArgument } from "./decoder-argument.ts";
import { decoderProgram } from "./decoder-program.ts";
import { XzUnavailable } from "./decode-failure.ts";

/** A decoding process, seen from outside. */
export interface StartedDecoder {
  readonly child: ChildProcessWithoutNullStreams;
  /** whether it runs as `nobody`, and not as who pyverify runs as */
  readonly isNobody: boolean;
}

/** Who it runs as where pyverify is root: nobody, whom Linux and containers keep for this. */
const nobody = 65534;

/**
 * Starts the decoding process: with nothing of the environment, no descriptor of pyverify's but its
 * pipes, in a session of its own and with none of Node's own powers; and where pyverify is root, as a user who
 * owns nothing and has no capability.
 *
 * @throws {XzUnavailable} its program is not there; or as `spawn` does
 */
export function startDecoder(): StartedDecoder {
  const { script } = decoderProgram;
  if (script !== undefined && !existsSync(script)) throw new XzUnavailable(`there is no ${script}`);
  const node = script === undefined ? [] : [...permissions(), script];
  const start = (isNobody: boolean): StartedDecoder => {
    const child = spawn(process.execPath, [...node, decoderArgument], {
      cwd: "/",
      // One thread writes, and none does anything else.
      env: { UV_THREADPOOL_SIZE: "1" },
      // The terminal's signals are for pyverify, which ends it.
      detached: true,
      stdio: "pipe",
      ...(isNobody ? { uid: nobody, gid: nobody } : {}),
    });
    return { child, isNobody };
  };
  const needed = [process.execPath, script ?? process.execPath];
  if (process.geteuid?.() !== 0 || !needed.every(isOpenToAll)) return start(false);
  try {
    // Supplementary groups go, too: https://github.com/libuv/libuv/blob/v1.51.0/src/unix/process.c
    return start(true);
  } catch (error) {
    // Root without the capability for it, or in a namespace that has no such user.
    if (!["EPERM", "EINVAL"].includes(errorCodeOf(error) ?? "")) throw error;
    return start(false);
  }
}

/**
 * Node's flags that leave the process nothing but to read this program and its addon, and few
 * threads. They bind JavaScript, and not the addon itself.
 *
 * @see https://nodejs.org/docs/latest-v24.x/api/permissions.html
 */
function permissions(): string[] {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  const isStable = major > 23 || (major === 23 && minor >= 5) || (major === 22 && minor >= 13);
  return [
    isStable ? "--permission" : "--experimental-permission",
    "--allow-addons",
    `--allow-fs-read=${decoderProgram.folder}`,
    // That it is experimental, or that addons are allowed.
    "--no-warnings",
    "--v8-pool-size=1",
  ];
}

/** Whether every user can read a file and enter the folders that it is in. */
function isOpenToAll(file: string): boolean {
  if ((statSync(file).mode & 0o004) === 0) return false;
  for (let folder = dirname(file); ; folder = dirname(folder)) {
    if ((statSync(folder).mode & 0o001) === 0) return false;
    if (folder === dirname(folder)) return true;
  }
}
