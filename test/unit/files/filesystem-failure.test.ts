import { expect, it } from "vitest";
import { filesystemFailure } from "../../../src/files/filesystem-failure.ts";

it.each([
  ["ENOSPC", "out-of-space"],
  ["EDQUOT", "out-of-space"],
  ["EROFS", "not-writable"],
  ["EACCES", "not-writable"],
  ["EIO", "input-output"],
  ["ESTALE", "input-output"],
])("%s is %s, and names the path", (errno, code) => {
  const thrown = Object.assign(new Error(`${errno}: what it means, write`), {
    code: errno,
    syscall: "write",
  });
  expect(filesystemFailure(thrown, "/out/configure")).toMatchObject({
    kind: "filesystem",
    code,
    message: "cannot write /out/configure",
    because: expect.stringContaining(errno),
    cause: thrown,
  });
});

it("what is not the file system's is given back as it is", () => {
  const bug = new TypeError("x is undefined");
  expect(filesystemFailure(bug, "/out")).toBe(bug);
});
