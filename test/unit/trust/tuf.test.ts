import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { type HttpResponse, type HttpClient, httpClient } from "../../../src/http/http-client.ts";
import { defaultNetworkSettings } from "../../../src/http/settings/network-settings.ts";
import type { ProgressEvent } from "../../../src/base/progress.ts";
import { embeddedTufRoot } from "../../../src/trust/embedded.ts";
import { publicGoodTufMirror } from "../../../src/trust/public-good.ts";
import { tufTrustedRoot } from "../../../src/trust/tuf.ts";
import { sha256 } from "../../support/sigstore/key.ts";
import { createLocalSigstore } from "../../support/sigstore/local-sigstore.ts";
import {
  serveTufRepository,
  type TufFault,
  type TufRepository,
} from "../../support/sigstore/tuf-repository.ts";

const rootJson = createLocalSigstore().trustedRoot();
const http = httpClient({ ...defaultNetworkSettings, retries: 0 });

let folder: string;
let temporary: string;
let events: ProgressEvent[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "pyverify-test-"));
  temporary = join(folder, "tmp");
  mkdirSync(temporary);
  vi.stubEnv("TMPDIR", temporary);
  events = [];
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

function context(signal = new AbortController().signal) {
  return { observe: (event: ProgressEvent) => void events.push(event), signal };
}

/** The refresh of a client that trusts the repository's first root. */
async function refresh(repository: TufRepository, mirror = repository.url, client = http) {
  const root = join(folder, "first-root.json");
  writeFileSync(root, repository.root);
  return tufTrustedRoot({ http: client, mirror, root }, context());
}

async function serving<T>(
  fault: TufFault | undefined,
  use: (repository: TufRepository) => Promise<T>,
): Promise<T> {
  const repository = await serveTufRepository(rootJson, fault);
  try {
    return await use(repository);
  } finally {
    await repository.close();
  }
}

/** A client of a network that holds nothing: each file is answered with this status. */
function absent(status: number, asked: string[] = []): HttpClient {
  return {
    get: async (url) => {
      asked.push(url);
      return { found: false, status };
    },
    head: async () => ({ found: false, status }),
  };
}

describe("a trusted root over TUF", () => {
  it.each(["", "/"])("is the repository's, and says so, at the mirror URL%s", async (ending) => {
    await serving(undefined, async (repository) => {
      const mirror = `${repository.url}${ending}`;
      const root = await refresh(repository, mirror);
      expect(root.origin).toBe("tuf");
      const published = Buffer.from(JSON.stringify(rootJson, undefined, 2));
      expect(root.sha256).toBe(sha256(published).toString("hex"));
      expect(events.filter(({ type }) => type !== "detail")).toEqual([
        { type: "start", phase: "trusted-root", subject: mirror },
        { type: "end", phase: "trusted-root" },
      ]);
      expect(repository.requests.filter((path) => path.includes("//"))).toEqual([]);
    });
  });

  it("leaves no folder behind, whether it succeeds or not", async () => {
    await serving(undefined, (repository) => refresh(repository));
    expect(readdirSync(temporary)).toEqual([]);
    const refused = serving({ type: "target-missing" }, (repository) => refresh(repository));
    await expect(refused).rejects.toMatchObject({ kind: "trusted-root" });
    expect(readdirSync(temporary)).toEqual([]);
  });

  it("tells what went wrong even if its folder has gone meanwhile", async () => {
    const cleaning: HttpClient = {
      ...absent(304),
      get: async () => {
        rmSync(temporary, { recursive: true });
        return { found: false, status: 304 };
      },
    };
    const options = { http: cleaning, mirror: publicGoodTufMirror };
    await expect(tufTrustedRoot(options, context())).rejects.toMatchObject({
      kind: "trusted-root",
      code: "tuf-rejected",
    });
  });

  it("is fetched where only /dev/shm can be written to", async () => {
    vi.stubEnv("TMPDIR", join(folder, "nowhere"));
    const root = await serving(undefined, (repository) => refresh(repository));
    expect(root.origin).toBe("tuf");
  });

  const faults: readonly (readonly [TufFault, string, RegExp, string])[] = [
    [{ type: "expired", role: "root" }, "tuf-expired", /xpired/, "clock"],
    [{ type: "expired", role: "timestamp" }, "tuf-expired", /xpired/, "clock"],
    [{ type: "rolled-back", role: "snapshot" }, "tuf-rolled-back", /version/, "report this one"],
    [{ type: "rolled-back", role: "targets" }, "tuf-rolled-back", /version/, "report this one"],
    [{ type: "tampered", file: "timestamp" }, "tuf-rejected", /keys/, "--tuf-root"],
    [{ type: "signed-by-others" }, "tuf-rejected", /keys/, "--tuf-root"],
    [{ type: "target-missing" }, "tuf-rejected", /trusted_root.json is not among/, "--tuf-root"],
    [{ type: "status", status: 403 }, "tuf-unreachable", /403/, "--trusted-root embedded"],
    [{ type: "status", status: 404 }, "tuf-unreachable", /404/, "--trusted-root embedded"],
    [{ type: "status", status: 429 }, "tuf-unreachable", /429/, "--trusted-root embedded"],
    [{ type: "status", status: 503 }, "tuf-unreachable", /503/, "--trusted-root embedded"],
  ];

  it.each(faults)("is refused when its repository is %j", async (fault, code, because, hint) => {
    await serving(fault, async (repository) => {
      await expect(refresh(repository)).rejects.toMatchObject({
        kind: "trusted-root",
        code,
        message: expect.stringContaining(repository.url),
        because: expect.stringMatching(because),
        hint: expect.stringContaining(hint),
      });
    });
  });

  it("is refused when the repository's target is no trusted root", async () => {
    const refused = serving({ type: "target-malformed" }, (repository) => refresh(repository));
    await expect(refused).rejects.toMatchObject({
      kind: "trusted-root",
      code: "trusted-root-malformed",
      message: "the trusted root of the TUF repository cannot be used",
      because: "it is not JSON",
    });
  });

  it("is asked for in few bytes, so that a mirror cannot fill the memory", async () => {
    const bounds: number[] = [];
    const counting: HttpClient = {
      ...http,
      get: (url, expectation, ctx): Promise<HttpResponse> => {
        expect(expectation.expect).toBe("metadata");
        bounds.push(expectation.maxBytes);
        return http.get(url, expectation, ctx);
      },
    };
    await serving(undefined, (repository) => refresh(repository, repository.url, counting));
    expect(bounds).toHaveLength(5);
    expect(Math.max(...bounds)).toBeLessThan(10_000_000);
  });

  it.each([403, 404, 410])("counts %i as: there is no newer root", async (status) => {
    const asked: string[] = [];
    const refused = serving(undefined, (repository) =>
      refresh(repository, "https://tuf.example", absent(status, asked)),
    );
    // And for the rest of the metadata as: it cannot be had.
    await expect(refused).rejects.toMatchObject({
      kind: "trusted-root",
      code: "tuf-unreachable",
      because: expect.stringContaining(`timestamp.json was answered with status ${status}`),
    });
    expect(asked).toEqual([
      "https://tuf.example/2.root.json",
      "https://tuf.example/timestamp.json",
    ]);
  });

  it("takes no other status for that", async () => {
    const asked: string[] = [];
    const refused = serving(undefined, (repository) =>
      refresh(repository, "https://tuf.example", absent(304, asked)),
    );
    await expect(refused).rejects.toMatchObject({ kind: "trusted-root", code: "tuf-rejected" });
    expect(asked).toEqual(["https://tuf.example/2.root.json"]);
  });

  it("ends with the signal's reason when it is interrupted", async () => {
    const controller = new AbortController();
    const reason = new Error("interrupted");
    const interrupted: HttpClient = {
      ...absent(404),
      get: async () => {
        controller.abort(reason);
        throw reason;
      },
    };
    const options = { http: interrupted, mirror: publicGoodTufMirror };
    await expect(tufTrustedRoot(options, context(controller.signal))).rejects.toBe(reason);
  });
});

describe("the TUF root that a refresh starts from", () => {
  it.each([publicGoodTufMirror, `${publicGoodTufMirror}/`])(
    "is built in for %s",
    async (mirror) => {
      const { signed } = JSON.parse(embeddedTufRoot().toString("utf8")) as {
        signed: { version: number };
      };
      const asked: string[] = [];
      await expect(tufTrustedRoot({ http: absent(404, asked), mirror }, context())).rejects.toThrow(
        mirror,
      );
      expect(asked[0]).toBe(`${publicGoodTufMirror}/${signed.version + 1}.root.json`);
    },
  );

  it.each([
    "https://tuf.example",
    `${publicGoodTufMirror}//`,
    `${publicGoodTufMirror}/other`,
    `https://tuf.example/${publicGoodTufMirror}`,
  ])("has to be named for %s", async (mirror) => {
    const asked: string[] = [];
    await expect(
      tufTrustedRoot({ http: absent(404, asked), mirror }, context()),
    ).rejects.toMatchObject({
      kind: "usage",
      code: "conflicting-flags",
      message: `no TUF root is known for ${mirror}`,
      because: expect.stringContaining("built in"),
      hint: expect.stringContaining("--tuf-root"),
    });
    expect(asked).toEqual([]);
  });

  it("is refused when its file is not there, before anything is asked", async () => {
    const asked: string[] = [];
    const root = join(folder, "nowhere.json");
    const options = { http: absent(404, asked), mirror: publicGoodTufMirror, root };
    await expect(tufTrustedRoot(options, context())).rejects.toMatchObject({
      kind: "trusted-root",
      code: "trusted-root-unreadable",
      hint: expect.stringContaining("--tuf-root"),
    });
    expect(asked).toEqual([]);
  });
});
