import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { PyverifyError } from "../../../src/errors.ts";
import { unpack } from "../../../src/extract/unpack.ts";
import { pythonOrg, release } from "../../../src/release/release.ts";
import { parseVersion } from "../../../src/release/version.ts";
import { givenChunks } from "../../support/archives/given-chunks.ts";
import type { HostileArchive } from "../../support/archives/hostile-archive.ts";
import { hostileLinks, hostileTypes } from "../../support/archives/hostile-entries.ts";
import { hostileNames } from "../../support/archives/hostile-names.ts";
import { hostileReleases } from "../../support/archives/hostile-releases.ts";
import {
  hostileEndings,
  hostileExtensions,
  hostileHeaders,
} from "../../support/archives/hostile-structure.ts";
import { archive } from "../../support/archives/tar-builder.ts";
import { createWorkspace, exists, type Workspace } from "../../support/workspace.ts";

const wanted = release(parseVersion("3.14.99"), { format: "tgz", mirror: pythonOrg });

const corpus: Record<string, readonly HostileArchive[]> = {
  names: hostileNames,
  links: hostileLinks,
  types: hostileTypes,
  headers: hostileHeaders,
  extensions: hostileExtensions,
  endings: hostileEndings,
  releases: hostileReleases,
};

let workspace: Workspace;
beforeEach(async () => {
  workspace = await createWorkspace();
});
afterEach(() => workspace.remove());

test("what the corpus is built around is extracted", async () => {
  await extractInto(join(workspace.work, "out"), archive(), 64 * 1024);
  expect(await workspace.contents()).toContain("work/out/Include/ 0755");
});

describe.each(Object.entries(corpus))("an archive with hostile %s", (_, archives) => {
  test.each(archives.map((hostile) => [hostile.tries, hostile] as const))(
    "is refused and nothing is touched: %s",
    async (_tries, hostile) => {
      expect(await attempt(hostile, join(workspace.work, "out"))).toEqual(refusal(hostile));
    },
  );
});

// What is larger takes long in pieces this small.
const small = Object.values(corpus)
  .flat()
  .filter(({ tar }) => tar.length < 20_000);

test("each of them is refused in the same way when it arrives in odd pieces", async () => {
  for (const hostile of small) {
    expect(await attempt(hostile, join(workspace.work, "out"), 509)).toEqual(refusal(hostile));
  }
}, 60_000);

test("each of them is refused in the same way when the destination exists", async () => {
  const destination = join(workspace.work, "out");
  mkdirSync(destination);
  for (const hostile of small) {
    expect(await attempt(hostile, destination)).toEqual(refusal(hostile));
  }
}, 60_000);

/** What an attempt comes to that is refused as it should be. */
function refusal({ tries, code, says }: HostileArchive): object {
  return {
    tries,
    kind: code === "release-mismatch" ? "verification" : "archive",
    code,
    account: expect.stringMatching(says),
    // Control characters of a name must not reach a terminal.
    printable: true,
    untouched: true,
  };
}

async function attempt(
  { tries, tar }: HostileArchive,
  destination: string,
  chunkBytes?: number,
): Promise<object> {
  const before = await workspace.contents();
  try {
    await extractInto(destination, tar, chunkBytes);
    return { tries, accepted: true };
  } catch (error) {
    if (!(error instanceof PyverifyError)) throw error;
    const account = `${error.message}: ${error.because}`;
    const after = await workspace.contents();
    return {
      tries,
      kind: error.kind,
      code: error.code,
      account,
      printable: /^[\x20-\x7e]*$/.test(account),
      untouched: isDeepStrictEqual(before, after) && !(await exists("/tmp/pyverify-evil")),
    };
  }
}

async function extractInto(destination: string, tar: Buffer, chunkBytes?: number): Promise<void> {
  await unpack(Buffer.alloc(0), wanted, { destination }, givenChunks(tar, chunkBytes), {
    observe: () => undefined,
    signal: new AbortController().signal,
  });
}
