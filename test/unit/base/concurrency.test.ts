import { setImmediate as turn } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import type { StageContext } from "../../../src/base/progress.ts";
import { runConcurrently, abortable } from "../../../src/base/concurrency.ts";

const context: StageContext = {
  observe: () => undefined,
  signal: new AbortController().signal,
};

/** A stage that ends when it is stopped, and in no other way. */
function untilStopped({ signal }: StageContext): Promise<never> {
  return new Promise((_resolve, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason));
  });
}

describe("two stages together", () => {
  it("give what both have made", async () => {
    const stages = runConcurrently(
      context,
      async () => "first",
      async () => "second",
    );
    expect(await stages).toEqual(["first", "second"]);
  });

  it("start with the first, and with the second when the first waits", async () => {
    const order: string[] = [];
    await runConcurrently(
      context,
      async () => {
        order.push("first");
        await Promise.resolve();
        order.push("first asks");
        await turn();
        order.push("first has its answer");
      },
      async () => {
        order.push("second");
      },
    );
    expect(order.indexOf("second")).toBeGreaterThan(order.indexOf("first asks"));
  });

  it("let the first wait for what the second makes", async () => {
    const [sum] = await runConcurrently<number, number>(
      context,
      async (_, second) => 1 + (await second),
      async () => 2,
    );
    expect(sum).toBe(3);
  });

  it("stop the first when the second fails, and wait for it", async () => {
    const failure = new Error("second");
    let stopped = false;
    const stages = runConcurrently(
      context,
      async (both) => {
        await untilStopped(both).catch(() => undefined);
        await turn();
        stopped = true;
      },
      () => Promise.reject(failure),
    );
    await expect(stages).rejects.toBe(failure);
    expect(stopped).toBe(true);
  });

  it("do not start the second when the first has failed", async () => {
    const failure = new Error("first");
    let started = false;
    const stages = runConcurrently(
      context,
      () => Promise.reject(failure),
      async () => {
        started = true;
      },
    );
    await expect(stages).rejects.toBe(failure);
    expect(started).toBe(false);
  });

  it("stop without waiting for what another stage makes", async () => {
    const failure = new Error("first");
    const never = new Promise<string>(() => undefined);
    const stages = runConcurrently(
      context,
      async () => {
        await turn();
        await turn();
        throw failure;
      },
      ({ signal }) => abortable(never, signal),
    );
    await expect(stages).rejects.toBe(failure);
  });

  it("both stop with what they belong to", async () => {
    const run = new AbortController();
    const reason = new Error("ended by a signal");
    const stages = runConcurrently({ ...context, signal: run.signal }, untilStopped, untilStopped);
    await turn();
    run.abort(reason);
    await expect(stages).rejects.toBe(reason);
  });
});

describe("what another stage makes", () => {
  const { signal } = new AbortController();

  it("is waited for, whether it succeeds or fails", async () => {
    const failure = new Error("it failed");
    expect(await abortable(Promise.resolve("made"), signal)).toBe("made");
    await expect(abortable(Promise.reject(failure), signal)).rejects.toBe(failure);
  });

  it("is not waited for by a stage that is stopped already", async () => {
    const reason = new Error("stopped");
    const never = new Promise<string>(() => undefined);
    await expect(abortable(never, AbortSignal.abort(reason))).rejects.toBe(reason);
  });
});
