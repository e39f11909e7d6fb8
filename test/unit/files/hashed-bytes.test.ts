import { describe, expect, it } from "vitest";
import { hashed, HashingMemory } from "../../../src/files/hashed-bytes.ts";
import { sha256 } from "../../support/sigstore/key.ts";

const bytes = Buffer.from("a source tarball");
const digest = sha256(bytes).toString("hex");

describe("hashed bytes", () => {
  it("are the very bytes that were hashed", () => {
    const whole = hashed(bytes);
    expect(whole.bytes).toBe(bytes);
    expect(whole.sha256).toBe(digest);
  });

  it.each([
    ["not before their end", []],
    ["at their end", [bytes.length]],
    ["on their way", [1, 9]],
    ["at the same place twice", [9, 9]],
  ])("have their digest if they are hashed %s", (_when, ends) => {
    const memory = new HashingMemory(bytes.length + 10);
    memory.bytes.set(bytes);
    for (const end of ends) memory.hashUpTo(end);
    const whole = memory.finish(bytes.length);
    expect(whole.bytes).toEqual(bytes);
    expect(whole.sha256).toBe(digest);
  });
});
