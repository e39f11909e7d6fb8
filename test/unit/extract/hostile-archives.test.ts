import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { PyverifyError } from "../../../src/base/errors.ts";
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
import { unpackArchive } from "../../support/archives/unpack-archive.ts";
import { createWorkspace, exists, type Workspace } from "../../support/workspace.ts";

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
  await unpackArchive(archive(), join(workspace.work, "out"));
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
});

test("each of them is refused in the same way when the destination exists", async () => {
  const destination = join(workspace.work, "out");
  mkdirSync(destination);
  for (const hostile of small) {
    expect(await attempt(hostile, destination)).toEqual(refusal(hostile));
  }
});

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
  chunkBytes = 64 * 1024,
): Promise<object> {
  const before = await workspace.contents();
  try {
    await unpackArchive(tar, destination, { chunkBytes });
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
