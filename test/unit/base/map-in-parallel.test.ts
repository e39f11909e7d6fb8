import { describe, expect, it } from "vitest";
import { mapInParallel } from "../../../src/base/map-in-parallel.ts";

describe("a map in parallel", () => {
  it("works on so many at a time, and keeps the order of the items", async () => {
    let running = 0;
    let most = 0;
    const results = await mapInParallel([5, 1, 4, 2, 3], 2, async (item) => {
      running += 1;
      most = Math.max(most, running);
      for (let turn = 0; turn < item; turn += 1) await Promise.resolve();
      running -= 1;
      return item * 10;
    });
    expect(results).toEqual([50, 10, 40, 20, 30]);
    expect(most).toBe(2);
  });

  it("begins nothing more after a failure, and fails as it did", async () => {
    const begun: number[] = [];
    const work = mapInParallel([1, 2, 3, 4, 5, 6], 2, async (item) => {
      begun.push(item);
      await Promise.resolve();
      if (item === 2) throw new Error("the second failed");
    });
    await expect(work).rejects.toThrow("the second failed");
    expect(begun).not.toContain(5);
  });

  it("fails only when all that was begun has ended", async () => {
    let [begun, ended] = [0, 0];
    const work = mapInParallel([1, 2, 3, 4], 3, async (item) => {
      begun += 1;
      if (item === 3) throw new Error("the third failed");
      for (let turn = 0; turn < 100; turn += 1) await Promise.resolve();
      ended += 1;
    });
    await expect(work).rejects.toThrow("the third failed");
    expect({ begun, ended }).toEqual({ begun: 3, ended: 2 });
  });
});
