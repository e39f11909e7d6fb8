import { createHash, randomBytes } from "node:crypto";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";

import { type HttpResponse, httpClient } from "../../../src/http/http-client.ts";
import {
  defaultNetworkSettings,
  type NetworkSettings,
} from "../../../src/http/settings/network-settings.ts";
import type { ProgressEvent } from "../../../src/base/progress.ts";
import {
  announceTerabyte,
  anotherPart,
  breakOffAfter,
  compressedInTransit,
  drip,
  endEarly,
  endlessBody,
  type Fault,
  type FaultPlan,
  type FaultServer,
  loginPage,
  longerThanAnnounced,
  mislabelledPage,
  notHttp,
  only,
  redirect,
  resetConnection,
  serveFaults,
  stallAfter,
  status,
  wholeFile,
  withoutRanges,
} from "../../support/fault-server.ts";

const file = randomBytes(3_000_000);
const megabyte = 1024 * 1024;
const limit = 16 * megabyte;
const settings: NetworkSettings = { ...defaultNetworkSettings, retryDelay: 5, retries: 3 };

/*
 * Time passes where a test lets it, so that a busy machine is never taken for a silent server. The
 * servers' own pauses are real.
 */
beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
});
afterEach(() => vi.useRealTimers());

let server: FaultServer | undefined;
afterEach(async () => server?.close());

interface GetOptions extends Partial<NetworkSettings> {
  readonly path?: string;
  /** called with the bytes that have come, each time some have */
  readonly onBytes?: (done: number) => void;
}

async function get(plan: FaultPlan, options: GetOptions = {}) {
  const { path = "file.tar.xz", onBytes, ...changes } = options;
  server = await serveFaults(
    {
      "file.tar.xz": file,
      "empty.tar.xz": Buffer.alloc(0),
      "short.tar.xz": Buffer.from("twenty bytes, slowly"),
    },
    plan,
  );
  const events: ProgressEvent[] = [];
  const progress: [number, number | undefined][] = [];
  const context = { observe: (event: ProgressEvent) => void events.push(event), signal: never };
  const answer = await httpClient({ ...settings, ...changes }).get(
    server.url + path,
    {
      expect: "tarball",
      maxBytes: limit,
      onProgress: (done, total) => {
        progress.push([done, total]);
        if (done > 0) onBytes?.(done);
      },
    },
    context,
  );
  return { answer, events, progress, requests: server.requests };
}

const never = new AbortController().signal;
const always = (fault: Fault): FaultPlan => only("file.tar.xz", fault);
const once = (fault: Fault): FaultPlan => only("file.tar.xz", fault, 1);

/** Lets so much time pass after which a server that has said nothing is given up. */
function waitTooLong(): void {
  vi.advanceTimersByTime(settings.stallTimeout);
}

/** Nothing is answered, and the time that an answer is waited for passes. */
const answerTooLate: Fault = waitTooLong;

describe("a file that arrives", () => {
  test("is handed over with its digest, and its progress is told", async () => {
    const { answer, progress, requests } = await get(() => undefined);
    expect(answer).toMatchObject({
      found: true,
      contentType: "application/octet-stream",
    });
    expectFile(answer);
    expect(progress.at(0)).toEqual([0, file.length]);
    expect(progress.at(-1)).toEqual([file.length, file.length]);
    expect(requests).toHaveLength(1);
  });

  test("is taken without an announced length too", async () => {
    const { answer, progress } = await get(
      always(({ response }) => {
        response.write(file.subarray(0, 1000));
        response.end(file.subarray(1000));
      }),
    );
    expectFile(answer);
    expect(progress.at(-1)).toEqual([file.length, undefined]);
  });

  test("may take longer than a dead connection is waited for", async () => {
    const aLittleLess = settings.stallTimeout - 1;
    const { answer, progress } = await get(only("short.tar.xz", drip(5)), {
      path: "short.tar.xz",
      retries: 0,
      timeout: 100 * settings.stallTimeout,
      onBytes: () => vi.advanceTimersByTime(aLittleLess),
    });
    expectFile(answer, Buffer.from("twenty bytes, slowly"));
    expect(progress.length).toBeGreaterThan(2);
  });

  test("may be empty", async () => {
    const { answer } = await get(() => undefined, { path: "empty.tar.xz" });
    expectFile(answer, Buffer.alloc(0));
  });

  test("is fetched over one connection, which does not keep the process", async () => {
    server = await serveFaults({ a: file, b: file });
    const http = httpClient(settings);
    const context = { observe: () => undefined, signal: never };
    for (const name of ["a", "b", "a"]) {
      await http.get(server.url + name, { expect: "tarball", maxBytes: limit }, context);
    }
    expect(server.openConnections()).toBe(1);
  });
});

describe("an attempt that fails in passing", () => {
  test.each([
    ["a connection that is reset", resetConnection],
    ["status 500", status(500)],
    ["status 502", status(502)],
    ["status 503", status(503)],
    ["status 504", status(504)],
    ["status 408", status(408)],
    ["status 429", status(429)],
    ["an answer that does not come", answerTooLate],
    ["something else than HTTP", notHttp],
  ])("is made again after %s", async (_, fault) => {
    const { answer, events, requests } = await get(once(fault));
    expectFile(answer);
    expect(requests).toHaveLength(2);
    expect(events.filter(({ type }) => type === "warning")).toHaveLength(1);
  });

  test.each([
    ["that was cut", breakOffAfter(1_000_000), () => undefined],
    ["that stalls", stallAfter(1_000_000), waitTooLong],
  ])("is resumed where a connection %s had got to", async (_, fault, meanwhile) => {
    const { answer, requests } = await get(once(fault), {
      onBytes: (done) => {
        if (done === 1_000_000 && server?.requests.length === 1) meanwhile();
      },
    });
    expectFile(answer);
    expect(requests[1]).toMatchObject({
      range: "bytes=1000000-",
      ifRange: '"one version of it"',
    });
    expect(requests).toHaveLength(2);
  });

  test("is resumed again and again, as long as each brings a mebibyte", async () => {
    const { answer, requests } = await get(only("file.tar.xz", breakOffAfter(megabyte + 1), 2), {
      retries: 1,
    });
    expectFile(answer);
    expect(requests.map(({ range }) => range)).toEqual([
      undefined,
      `bytes=${megabyte + 1}-`,
      `bytes=${2 * (megabyte + 1)}-`,
    ]);
  });

  test("is started anew where the server does not serve parts", async () => {
    const { answer, requests, progress } = await get((_, attempt) =>
      attempt === 1 ? breakOffAfter(1_000_000) : withoutRanges,
    );
    expectFile(answer);
    expect(requests).toHaveLength(2);
    expect(progress.filter(([done]) => done === 0)).toHaveLength(2);
  });

  test("is started anew where the file has changed meanwhile", async () => {
    const { answer, requests } = await get((_, attempt) =>
      attempt === 1 ? breakOffAfter(1_000_000, { etag: '"an older version"' }) : wholeFile,
    );
    expectFile(answer);
    expect(requests[1]).toMatchObject({ ifRange: '"an older version"' });
  });

  test("is started anew where nothing tells whether the file has changed", async () => {
    const { answer, requests } = await get((_, attempt) =>
      attempt === 1 ? breakOffAfter(1_000_000, { etag: 'W/"weak"' }) : wholeFile,
    );
    expectFile(answer);
    expect(requests[1]).toMatchObject({ range: undefined, ifRange: undefined });
  });

  test("is started anew where the rest is no longer there", async () => {
    const { answer } = await get((_, attempt) =>
      attempt === 1 ? breakOffAfter(1_000_000) : attempt === 2 ? status(416) : wholeFile,
    );
    expectFile(answer);
  });

  test("is resumed once more where the rest ended too early", async () => {
    const { answer, requests } = await get((_, attempt) =>
      attempt === 1 ? breakOffAfter(1_000_000) : attempt === 2 ? endEarly : wholeFile,
    );
    expectFile(answer);
    expect(requests[2]).toMatchObject({ range: `bytes=${file.length - 1}-` });
  });

  test("waits for as long as the server asks", async () => {
    const { events } = await get(once(status(429, { "retry-after": "1" })));
    expect(events.find(({ type }) => type === "warning")).toMatchObject({
      message: expect.stringContaining("trying again in 1.0 s"),
    });
  });

  test("is not made again when the server asks for more time than there is", async () => {
    await expect(get(always(status(503, { "retry-after": "3600" })))).rejects.toMatchObject({
      kind: "network",
      code: "http-status",
    });
    expect(server?.requests).toHaveLength(1);
  });

  test("is made only so often", async () => {
    await expect(get(always(status(503)))).rejects.toMatchObject({ code: "http-status" });
    expect(server?.requests).toHaveLength(1 + settings.retries);
  });
});

describe("an answer that cannot be used", () => {
  test.each([
    ["a body that never ends", endlessBody, "tarball-too-large"],
    ["a body that is announced as a terabyte", announceTerabyte, "tarball-too-large"],
    ["a body that is longer than announced", longerThanAnnounced, "length-mismatch"],
    ["a body that was compressed in transit", compressedInTransit, "unexpected-answer"],
    ["a login page", loginPage, "unexpected-answer"],
    ["a login page in disguise", mislabelledPage, "unexpected-answer"],
    ["another part than asked for", anotherPart, "unexpected-answer"],
    ["a status for clients", status(418), "http-status"],
    ["a request for a password", status(401), "http-status"],
    ["a redirect to nowhere", redirect("http://"), "redirect-refused"],
    ["a redirect in a circle", redirect("file.tar.xz"), "redirect-refused"],
    ["a redirect to a file", redirect("file:///etc/passwd"), "redirect-refused"],
  ])("is refused at once: %s", async (_, fault, code) => {
    await expect(get(always(fault))).rejects.toMatchObject({ kind: "network", code });
    expect(server?.requests).toHaveLength(1);
  });

  test.each([
    ["a body that is always cut short", breakOffAfter(1000), "length-mismatch"],
    ["a server that never answers", answerTooLate, "timed-out"],
    ["a server that always hangs up", resetConnection, "unreachable"],
    ["a server that does not speak HTTP", notHttp, "unexpected-answer"],
  ])("is refused after some attempts: %s", async (_, fault, code) => {
    await expect(get(always(fault), { retries: 1 })).rejects.toMatchObject({
      kind: "network",
      code,
    });
    expect(server?.requests).toHaveLength(2);
  });

  test("is not held beyond the limit, however much of it comes", async () => {
    await expect(get(always(endlessBody))).rejects.toMatchObject({ code: "tarball-too-large" });
    // What was sent and not received lies in the sockets' buffers.
    expect(server?.bytesSent()).toBeLessThan(limit + 16 * megabyte);
  });

  test("is given up when the whole takes too long, however lively it drips", async () => {
    const lively = settings.stallTimeout / 2;
    const options = { timeout: 4 * lively, onBytes: () => vi.advanceTimersByTime(lively) };
    await expect(get(always(drip(5)), options)).rejects.toMatchObject({
      code: "timed-out",
      message: expect.stringContaining(`took longer than ${(4 * lively) / 1000} s`),
    });
  });

  test("takes no more than five redirects", async () => {
    await expect(get((path) => redirect(`again-${path}`))).rejects.toMatchObject({
      code: "redirect-refused",
    });
    expect(server?.requests).toHaveLength(6);
  });

  test.each([403, 404, 410])("is told apart from a file that is not there: %i", async (code) => {
    const { answer, requests } = await get(always(status(code)));
    expect(answer).toEqual({ found: false, status: code });
    expect(requests).toHaveLength(1);
  });
});

test("redirects are followed", async () => {
  const { answer } = await get(
    (path) => (path === "file.tar.xz" ? undefined : redirect("file.tar.xz")),
    { path: "elsewhere" },
  );
  expect(answer).toMatchObject({ found: true, url: `${server?.url}file.tar.xz` });
});

test.each(["file.tar.xz", "/mirror/file.tar.xz", "whole address"])(
  "a redirect within a mirror keeps its password: %s",
  async (location) => {
    const credentials = `Basic ${Buffer.from("user:pass word").toString("base64")}`;
    const guarded = await serveFaults({ "file.tar.xz": file }, (path) => (exchange) => {
      const target = location === "whole address" ? `${guarded.url}file.tar.xz` : location;
      if (exchange.request.headers.authorization !== credentials) status(401)(exchange);
      else if (path === "elsewhere") redirect(target)(exchange);
      else wholeFile(exchange);
    });
    const answer = await httpClient(settings).get(
      `${guarded.url.replace("://", "://user:pass%20word@")}elsewhere`,
      { expect: "tarball", maxBytes: limit },
      { observe: () => undefined, signal: never },
    );
    await guarded.close();
    expect(answer).toMatchObject({ found: true });
  },
);

test("an interruption ends a download with the signal's reason and closes its connection", async () => {
  const controller = new AbortController();
  server = await serveFaults({ "file.tar.xz": file }, always(stallAfter(1000)));
  const reason = new Error("interrupted");
  const download = httpClient(settings).get(
    `${server.url}file.tar.xz`,
    {
      expect: "tarball",
      maxBytes: limit,
      onProgress: (done) => {
        if (done > 0) controller.abort(reason);
      },
    },
    { observe: () => undefined, signal: controller.signal },
  );
  await expect(download).rejects.toBe(reason);
  await expect.poll(() => server?.openConnections()).toBe(0);
});

/** The digest has to be that of the bytes, however often they were resumed or begun anew. */
function expectFile(answer: HttpResponse, content = file): void {
  if (!answer.found) throw new Error(`answered with status ${answer.status}`);
  expect(answer.body.bytes.equals(content)).toBe(true);
  expect(answer.body.sha256).toBe(createHash("sha256").update(content).digest("hex"));
}
