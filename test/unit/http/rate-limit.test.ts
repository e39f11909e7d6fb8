import { describe, expect, it } from "vitest";
import type { HttpClient } from "../../../src/http/http-client.ts";
import { rateLimited } from "../../../src/http/rate-limit.ts";

const context = { observe: () => undefined, signal: new AbortController().signal };
const http: HttpClient = {
  get: async () => ({ found: false, status: 404 }),
  head: async () => ({ found: false, status: 404 }),
};

describe("the rate limit", () => {
  it("spaces requests evenly, however many are wanted at once", async () => {
    let now = 5000;
    const waits: number[] = [];
    const pause = async (milliseconds: number): Promise<void> => {
      waits.push(milliseconds);
    };
    const limited = rateLimited(http, 10, { now: () => now, pause });
    const ask = () => limited.get("http://mirror/", { expect: "bundle", maxBytes: 1 }, context);
    await Promise.all([ask(), ask(), ask(), ask()]);
    expect(waits).toEqual([100, 200, 300]);
    now += 350;
    await ask();
    expect(waits).toEqual([100, 200, 300, 50]);
    now += 10_000;
    await ask();
    expect(waits).toEqual([100, 200, 300, 50]);
  });
});
