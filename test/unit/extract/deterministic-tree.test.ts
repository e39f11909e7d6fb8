import { execFileSync } from "node:child_process";
import { chmodSync, chownSync, lstatSync, mkdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { archive, file, folder, link } from "../../support/archives/tar-builder.ts";
import { unpackArchive } from "../../support/archives/unpack-archive.ts";
import { isRoot } from "../../support/mounts.ts";
import { createWorkspace, describeTree, type Workspace } from "../../support/workspace.ts";

const tar = archive(
  file("configure", "#!/bin/sh\n", { mode: 0o6777 }),
  file("big", "x".repeat(300_000), { mode: 0o600 }),
  folder("Lib/", { mode: 0o3777, modified: 1_000_000_000 }),
  file("Lib/abc.py", "", { modified: 1_000_000_001 }),
  link("Lib/link", "../configure"),
);

let workspace: Workspace;
let out: string;
let plain: string;
beforeEach(async () => {
  workspace = await createWorkspace();
  out = join(workspace.work, "out");
  plain = join(workspace.work, "plain");
});
afterEach(() => workspace.remove());

describe("the tree is the same", () => {
  test("with a umask that takes everything away", async () => {
    const tarball = join(workspace.work, "3.14.99.tgz");
    writeFileSync(tarball, gzipSync(tar));
    const outcome = unpackInProcess(["sh", "-c", 'umask 0777; exec "$@"', "sh"], tarball, out);
    await unpackArchive(tar, plain);
    expect(outcome).toHaveProperty("digest");
    expect(await describeTree(out)).toEqual(await describeTree(plain));
  });

  test.runIf(isRoot)("with such a umask, for a user who has no special rights", async () => {
    const tarball = readable(workspace, gzipSync(tar));
    chmodSync(workspace.work, 0o777);
    const outcome = unpackInProcess(
      ["sh", "-c", 'umask 0777; exec "$@"', "sh"],
      tarball,
      out,
      65_534,
    );
    await unpackArchive(tar, plain);
    expect(outcome).toHaveProperty("digest");
    expect(await describeTree(out)).toEqual(await describeTree(plain));
  });

  test("below a folder that hands on its group", async () => {
    await unpackArchive(tar, plain);
    chmodSync(workspace.work, 0o2755);
    await unpackArchive(tar, out);
    expect(await describeTree(out)).toEqual(await describeTree(plain));
  });

  test("with no other modes than 0644 and 0755, and the archive's times", async () => {
    await unpackArchive(tar, out);
    expect(await describeTree(out)).toEqual([
      "Include/ 0755",
      "Include/patchlevel.h 0644 42 1759838400000",
      "Lib/ 0755",
      "Lib/abc.py 0644 0 1000000001000",
      "Lib/link -> ../configure",
      "big 0644 300000 1759838400000",
      "configure 0755 10 1759838400000",
    ]);
    expect(statSync(join(out, "Lib")).mtimeMs).toBe(1_000_000_000_000);
    expect(statSync(out).mtimeMs).toBe(1_759_838_400_000);
  });

  test("with later times set to SOURCE_DATE_EPOCH, and earlier ones kept", async () => {
    await unpackArchive(tar, out, { sourceDateEpoch: 1_100_000_000 });
    expect(await describeTree(out)).toEqual(
      expect.arrayContaining([
        "configure 0755 10 1100000000000",
        "Lib/abc.py 0644 0 1000000001000",
      ]),
    );
    expect(statSync(out).mtimeMs).toBe(1_100_000_000_000);
    expect(lstatSync(join(out, "Lib/link")).mtimeMs).toBe(1_100_000_000_000);
  });
});

describe.runIf(isRoot)("without the rights to write", () => {
  const nobody = 65_534;

  test("a destination is refused", () => {
    const tarball = readable(workspace, gzipSync(tar));
    expect(unpackInProcess(["env"], tarball, out, nobody)).toEqual({
      kind: "filesystem",
      code: "not-writable",
      message: `cannot write ${out}`,
      because: "whoever runs pyverify may not write there (EACCES)",
    });
  });

  test("to the folder above, an empty destination of one's own is filled", async () => {
    const tarball = readable(workspace, gzipSync(tar));
    mkdirSync(out);
    chownSync(out, nobody, nobody);
    expect(unpackInProcess(["env"], tarball, out, nobody)).toHaveProperty("digest");
    expect(await describeTree(out)).toContain("Lib/ 0755");
  });
});

function unpackInProcess(
  prefix: readonly [string, ...string[]],
  tarball: string,
  destination: string,
  user?: number,
): object {
  const script = join(import.meta.dirname, "../../support/archives/unpack-process.ts");
  const [command, ...words] = [...prefix, process.execPath, script, tarball, destination];
  const identity = user === undefined ? {} : { uid: user, gid: user };
  return parseOutcome(execFileSync(command, words, { encoding: "utf8", ...identity }));
}

function parseOutcome(output: string): object {
  const outcome: object = JSON.parse(output);
  return outcome;
}

/** A tarball that another user can get at. */
function readable({ path, work }: Workspace, tarball: Buffer): string {
  for (const above of [path, work]) chmodSync(above, 0o755);
  const place = join(work, "3.14.99.tgz");
  writeFileSync(place, tarball, { mode: 0o644 });
  return place;
}
