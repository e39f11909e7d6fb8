import { describe, expect, it } from "vitest";
import { notReadable } from "../../../src/files/bounded-read.ts";
import { filesystemFailure } from "../../../src/files/filesystem-failure.ts";
import { machineLimit } from "../../../src/files/machine-limit.ts";
import { defaultNetworkSettings } from "../../../src/http/settings/network-settings.ts";
import { networkFailure } from "../../../src/http/response/network-failure.ts";

/** Errors as Node 24 throws them when a limit is reached, each seen there. */
const reached: readonly (readonly [string, unknown, string])[] = [
  ["open", systemError("EMFILE", "EMFILE: too many open files, open '/x'", "open"), "ulimit -n"],
  ["rmSync", new Error(", Unknown error: Too many open files '/x'"), "ulimit -n"],
  [
    "a process's start",
    systemError("EAGAIN", "spawn /nodejs/bin/node EAGAIN", "spawn /nodejs/bin/node"),
    "--pids-limit",
  ],
  ["a process's pipes", systemError("EMFILE", "spawn /nodejs/bin/node EMFILE"), "ulimit -n"],
  ["open", systemError("ENFILE", "ENFILE: file table overflow, open '/x'", "open"), "fs.file-max"],
  ["connect", systemError("EMFILE", "connect EMFILE 127.0.0.1:443", "connect"), "ulimit -n"],
  ["read", systemError("ENOMEM", "ENOMEM: not enough memory, read", "read"), "300 MB"],
  ["memory", new RangeError("Array buffer allocation failed"), "300 MB"],
  [
    "memory",
    systemError("ERR_MEMORY_ALLOCATION_FAILED", "Failed to allocate memory"),
    "300 MB at most",
  ],
  [
    "what a process threw",
    new Error("RangeError: Array buffer allocation failed\n at x"),
    "300 MB",
  ],
  [
    "a host with two addresses",
    new AggregateError([systemError("EMFILE", "connect EMFILE ::1:443", "connect")]),
    "ulimit -n",
  ],
];

describe("a limit of the machine", () => {
  it.each(reached)("at %s is told as one, with how to raise it: %s", (_, thrown, hint) => {
    expect(machineLimit(thrown)).toMatchObject({
      kind: "filesystem",
      code: "machine-limit",
      hint: expect.stringContaining(hint),
      cause: thrown,
    });
  });

  it("is not blamed on a path, a mirror or whoever may write there", () => {
    const thrown = systemError("EMFILE", "EMFILE: too many open files, open '/x'", "open");
    const url = new URL("https://www.python.org/");
    for (const failure of [
      notReadable("/x", thrown),
      filesystemFailure(thrown, "/x"),
      networkFailure(thrown, { asked: url, url }, defaultNetworkSettings).error,
    ]) {
      expect(failure).toMatchObject({
        code: "machine-limit",
        message: "no more files can be opened",
      });
    }
  });

  it.each([
    systemError("EAGAIN", "EAGAIN: resource temporarily unavailable, read", "read"),
    systemError("ENOENT", "ENOENT: no such file or directory, open '/EMFILES'", "open"),
    new TypeError("x is not a function"),
    "a text",
    undefined,
  ])("is nothing else: %s", (thrown) => {
    expect(machineLimit(thrown)).toBeUndefined();
  });
});

function systemError(code: string, message: string, syscall?: string): Error {
  return Object.assign(new Error(message), { code, ...(syscall === undefined ? {} : { syscall }) });
}
