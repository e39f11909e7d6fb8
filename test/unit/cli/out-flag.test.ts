import { expect, it } from "vitest";
import { PyverifyError } from "../../../src/base/errors.ts";
import type { Given } from "../../../src/cli/arguments/flag.ts";
import { namingOut } from "../../../src/cli/flags/out-flag.ts";
import { filesystemFailure } from "../../../src/files/filesystem-failure.ts";

const forbidden = Object.assign(new Error("EACCES: permission denied, mkdir '/out'"), {
  code: "EACCES",
  syscall: "mkdir",
});
const byDefault: Given<string> = { value: "/out", origin: { type: "default", name: "--out" } };
const chosen: Given<string> = { value: "/out", origin: { type: "command-line", name: "--out" } };

it("a folder that nobody chose is refused with the flag that chooses another", () => {
  expect(namingOut(filesystemFailure(forbidden, "/out"), byDefault)).toMatchObject({
    kind: "filesystem",
    code: "not-writable",
    message: "cannot write /out",
    hint: expect.stringContaining("; /out is where trees go without --out DIR"),
  });
});

it("any other failure is left as it is", () => {
  const elsewhere = filesystemFailure(forbidden, "/evidence");
  expect(namingOut(elsewhere, byDefault)).toBe(elsewhere);
  const there = filesystemFailure(forbidden, "/out");
  expect(namingOut(there, chosen)).toBe(there);
  const other = new PyverifyError("network", "unreachable", "no /out there");
  expect(namingOut(other, byDefault)).toBe(other);
  expect(namingOut(forbidden, byDefault)).toBe(forbidden);
});
