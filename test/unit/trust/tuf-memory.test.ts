import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { ProgressEvent } from "../../../src/base/progress.ts";
import { httpClient } from "../../../src/http/http-client.ts";
import { defaultNetworkSettings } from "../../../src/http/settings/network-settings.ts";
import { tufTrustedRoot } from "../../../src/trust/tuf.ts";
import { refuseRollback, type TufVersions } from "../../../src/trust/tuf-memory.ts";
import { createLocalSigstore } from "../../support/sigstore/local-sigstore.ts";
import { serveTufRepository, type TufRepository } from "../../support/sigstore/tuf-repository.ts";

const rootJson = createLocalSigstore().trustedRoot();
const http = httpClient({ ...defaultNetworkSettings, retries: 0 });
const tufRoot = Buffer.from("the root that a refresh begins with");
const seen: TufVersions = { root: 7, timestamp: 50, snapshot: 20, targets: 9 };

let folder: string;
let cache: string;
let events: ProgressEvent[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "pyverify-test-"));
  cache = join(folder, "cache");
  events = [];
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const context = {
  observe: (event: ProgressEvent) => void events.push(event),
  signal: new AbortController().signal,
};

function warnings(): string[] {
  return events.flatMap((event) => (event.type === "warning" ? [event.message] : []));
}

function refresh(versions: Partial<TufVersions> = {}, root = tufRoot): Promise<void> {
  return refuseRollback(cache, root, { ...seen, ...versions }, context);
}

/** The one file that is remembered. */
function memory(): string {
  const [name = ""] = readdirSync(join(cache, "tuf"));
  return join(cache, "tuf", name);
}

describe("what TUF has shown", () => {
  it("is remembered, and the same or newer is accepted", async () => {
    await refresh();
    await refresh();
    await refresh({ timestamp: 51 });
    expect(JSON.parse(readFileSync(memory(), "utf8"))).toEqual({ ...seen, timestamp: 51 });
    expect(warnings()).toEqual([]);
  });

  it.each([
    ["root", { root: 6 }],
    ["timestamp", { timestamp: 49 }],
    ["snapshot", { timestamp: 51, snapshot: 19 }],
    ["targets", { timestamp: 51, targets: 8 }],
  ] as const)("is refused with an older %s, and remembered as it was", async (role, older) => {
    await refresh();
    await expect(refresh(older)).rejects.toMatchObject({
      kind: "trusted-root",
      code: "tuf-rolled-back",
      because: expect.stringContaining(`its ${role} has version`),
      hint: expect.stringContaining("remove that file"),
    });
    expect(JSON.parse(readFileSync(memory(), "utf8"))).toEqual(seen);
  });

  it("may go back under a newer root, which alone recovers from versions run up", async () => {
    await refresh({ timestamp: 2_000_000_000 });
    await refresh({ root: 8, timestamp: 51 });
    expect(JSON.parse(readFileSync(memory(), "utf8"))).toMatchObject({ root: 8, timestamp: 51 });
  });

  it("is remembered for each TUF root by itself", async () => {
    await refresh();
    await refresh({ timestamp: 1 }, Buffer.from("another repository's root"));
    expect(readdirSync(join(cache, "tuf"))).toHaveLength(2);
  });

  it.each([
    ["not JSON", "{"],
    ["cut short", '{ "root": 7, "timestamp": 50 }'],
    ["of another kind", '{ "root": "7", "timestamp": 50, "snapshot": 20, "targets": 9 }'],
    ["with a key that stands twice", '{"root":7,"root":1,"timestamp":50,"snapshot":2,"targets":9}'],
    ["too long", " ".repeat(70_000)],
  ])("is not forgotten in silence where its file is %s, and written anew", async (_how, text) => {
    await refresh();
    writeFileSync(memory(), text);
    await refresh({ timestamp: 49 });
    expect(warnings()).toEqual([
      expect.stringMatching(
        /^whether the TUF metadata was rolled back .* is not known: .*of no use/,
      ),
    ]);
    expect(JSON.parse(readFileSync(memory(), "utf8"))).toEqual({ ...seen, timestamp: 49 });
  });

  it("is not read from a link, nor written through one", async () => {
    const elsewhere = join(folder, "elsewhere");
    mkdirSync(elsewhere);
    mkdirSync(cache);
    symlinkSync(elsewhere, join(cache, "tuf"));
    await refresh();
    expect(readdirSync(elsewhere)).toEqual([]);
    expect(warnings()).toEqual([expect.stringContaining("cannot be written to")]);
  });
});

async function refreshFrom(repository: TufRepository, remember: boolean) {
  const root = join(folder, "first-root.json");
  writeFileSync(root, repository.root);
  const options = { http, mirror: repository.url, root, ...(remember ? { cache } : {}) };
  return tufTrustedRoot(options, context);
}

describe("a refresh", () => {
  it("that shows less than the one before is refused, where it is remembered", async () => {
    const repository = await serveTufRepository(rootJson);
    try {
      await refreshFrom(repository, true);
      const versions = { root: 1, timestamp: 2, snapshot: 2, targets: 2 };
      expect(JSON.parse(readFileSync(memory(), "utf8"))).toEqual(versions);
      await refreshFrom(repository, true);
      writeFileSync(memory(), JSON.stringify({ ...versions, timestamp: 3 }));
      await expect(refreshFrom(repository, true)).rejects.toMatchObject({
        code: "tuf-rolled-back",
        because: expect.stringContaining("its timestamp has version 2, and 3 was seen"),
      });
      expect((await refreshFrom(repository, false)).origin).toBe("tuf");
    } finally {
      await repository.close();
    }
  });

  it("leaves no memory where none is wanted", async () => {
    const repository = await serveTufRepository(rootJson);
    try {
      await refreshFrom(repository, false);
      expect(existsSync(cache)).toBe(false);
    } finally {
      await repository.close();
    }
  });
});
