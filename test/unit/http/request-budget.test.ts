import { describe, expect, it } from "vitest";
import { PyverifyError } from "../../../src/base/errors.ts";
import { hashed } from "../../../src/files/hashed-bytes.ts";
import type { FileRequest } from "../../../src/http/file-request.ts";
import type { HttpClient } from "../../../src/http/http-client.ts";
import type { RequestBudget } from "../../../src/http/settings/network-settings.ts";
import { withinBudget } from "../../../src/http/request-budget.ts";

const { signal } = new AbortController();
const context = { observe: () => undefined, signal };
const roomy = { requests: 100, listings: 100, listingBytes: 1000, listingTime: 60_000 };
const page: FileRequest = { expect: "page", maxBytes: 600 };
const bundle: FileRequest = { expect: "bundle", maxBytes: 600 };
const url = "https://user:secret@mirror.example/python/";

/** A server of listings that have 400 bytes and take a second each, by the clock that it is given. */
function serving(budget: Partial<RequestBudget>) {
  let clock = 0;
  const http: HttpClient = {
    get: async (_, { maxBytes }) => {
      clock += 1000;
      if (maxBytes < 400) throw new PyverifyError("network", "answer-too-large", "too large");
      return {
        found: true,
        body: hashed(Buffer.alloc(400)),
        url,
        contentType: "",
        validators: { etag: undefined, lastModified: undefined },
      };
    },
    head: async () => ({ found: true, date: undefined }),
  };
  return withinBudget(http, { ...roomy, ...budget }, () => clock);
}

async function expectExhausted(request: Promise<unknown>, because: string): Promise<void> {
  await expect(request).rejects.toMatchObject({
    kind: "network",
    code: "look-up-too-large",
    message: "looking things up on mirror.example takes too much",
    because: expect.stringContaining(because),
    hint: expect.stringContaining("name the exact version"),
  });
}

describe("a look-up ends", () => {
  it("after so many listings", async () => {
    const http = serving({ listings: 2 });
    for (let times = 0; times < 2; times += 1) await http.get(url, page, context);
    await expectExhausted(http.get(url, page, context), "2 folder listings");
    expect(await http.get(url, bundle, context)).toMatchObject({ found: true });
  });

  it("after so many bytes of them", async () => {
    const http = serving({});
    for (let times = 0; times < 2; times += 1) await http.get(url, page, context);
    await expectExhausted(http.get(url, page, context), "1000 bytes");
  });

  it("after so much time for them", async () => {
    const http = serving({ listingTime: 2000 });
    for (let times = 0; times < 2; times += 1) await http.get(url, page, context);
    await expectExhausted(http.get(url, page, context), "longer than 2 s");
  });

  it("in the middle of a listing that takes too long", async () => {
    const waiting: HttpClient = {
      get: (_, __, { signal: stopped }) =>
        new Promise((_resolve, reject) => {
          stopped.addEventListener("abort", () => reject(stopped.reason));
        }),
      head: async () => ({ found: true, date: undefined }),
    };
    const http = withinBudget(waiting, { ...roomy, listingTime: 10 });
    await expectExhausted(http.get(url, page, context), "longer than 0.01 s");
  });

  it("after so many requests of any kind", async () => {
    const http = serving({ requests: 2 });
    await http.get(url, bundle, context);
    await http.head(url, context);
    await expectExhausted(http.head(url, context), "2 requests");
    await expectExhausted(http.get(url, bundle, context), "2 requests");
  });
});

it("a listing that is too large by itself is told as that", async () => {
  const http = serving({ listingBytes: 100_000 });
  await expect(http.get(url, { ...page, maxBytes: 300 }, context)).rejects.toMatchObject({
    code: "answer-too-large",
  });
});
