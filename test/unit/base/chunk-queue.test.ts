import { describe, expect, test, vi } from "vitest";
import { ChunkQueue } from "../../../src/base/chunk-queue.ts";

const chunk = (length: number): Uint8Array => new Uint8Array(length);

async function all(queue: ChunkQueue): Promise<readonly Uint8Array[]> {
  const chunks: Uint8Array[] = [];
  for await (const each of queue.chunks()) chunks.push(each);
  return chunks;
}

describe("a queue of chunks", () => {
  test("gives them in their order, whether they come before or after whoever takes them", async () => {
    const queue = new ChunkQueue(100, () => undefined);
    const chunks = [1, 2, 3, 4].map(chunk);
    queue.push(chunks[0] ?? chunk(0));
    const taken = all(queue);
    for (const each of chunks.slice(1)) {
      await new Promise((resolve) => setImmediate(resolve));
      queue.push(each);
    }
    queue.end();
    expect(await taken).toEqual(chunks);
  });

  test("wants no more once its window is full, and asks for more when it is not", async () => {
    const resume = vi.fn<() => void>();
    const queue = new ChunkQueue(10, resume);
    expect(queue.push(chunk(6))).toBe(true);
    expect(queue.push(chunk(6))).toBe(false);
    const taken = queue.chunks();
    await taken.next();
    expect(resume).not.toHaveBeenCalled();
    await taken.next();
    expect(resume).toHaveBeenCalledOnce();
  });

  test("throws why nothing more comes, after all that came", async () => {
    const queue = new ChunkQueue(10, () => undefined);
    queue.push(chunk(1));
    queue.end(new Error("broken"));
    queue.end();
    const taken = queue.chunks();
    expect(await taken.next()).toEqual({ done: false, value: chunk(1) });
    await expect(taken.next()).rejects.toThrow("broken");
  });

  test.each([
    ["is full", (queue: ChunkQueue) => void queue.push(chunk(9))],
    ["ends", (queue: ChunkQueue) => queue.end()],
  ])("is waited for until it %s", async (_, happens) => {
    const queue = new ChunkQueue(10, () => undefined);
    queue.push(chunk(1));
    const isFilled = vi.fn<() => void>();
    const filled = queue.filled().then(isFilled);
    await new Promise((resolve) => setImmediate(resolve));
    expect(isFilled).not.toHaveBeenCalled();
    happens(queue);
    await filled;
  });
});
