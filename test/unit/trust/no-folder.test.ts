import { expect, it, vi } from "vitest";
import type { HttpClient } from "../../../src/http/http-client.ts";
import { publicGoodTufMirror } from "../../../src/trust/public-good.ts";
import { tufTrustedRoot } from "../../../src/trust/tuf.ts";

vi.mock("node:fs", async (original) => ({
  ...(await original<object>()),
  mkdtempSync: (prefix: string) => {
    throw new Error(`EROFS: ${prefix}`);
  },
}));

it("a refresh that can write nowhere says where it tried, and asks nobody", async () => {
  const http = { get: vi.fn<HttpClient["get"]>(), head: vi.fn<HttpClient["head"]>() };
  const context = { observe: () => {}, signal: new AbortController().signal };
  await expect(
    tufTrustedRoot({ http, mirror: publicGoodTufMirror }, context),
  ).rejects.toMatchObject({
    kind: "filesystem",
    code: "not-writable",
    because: expect.stringMatching(/^EROFS: .+\/pyverify-tuf-; EROFS: \/dev\/shm\/pyverify-tuf-$/),
    hint: expect.stringContaining("--trusted-root embedded"),
  });
  expect(http.get).not.toHaveBeenCalled();
});
