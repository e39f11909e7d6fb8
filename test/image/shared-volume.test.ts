import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { realTarballs, realTarballsAreThere } from "../support/real-tarballs.ts";
import { publishedName } from "./build.ts";
import { docker, dockerIsThere } from "./docker.ts";

const canRun = (await dockerIsThere()) && realTarballsAreThere;
const release = join(realTarballs, "3.14.0");

/*
 * Two containers know nothing of each other's processes: what tells whether a staging folder is
 * still somebody's is the lock in it, which the kernel keeps for both.
 */
describe.skipIf(!canRun)("containers that share a volume", () => {
  const name = `pyverify-shared-${process.pid}`;
  let volume: string;
  beforeEach(async () => {
    volume = await mkdtemp(join(tmpdir(), "pyverify-shared-"));
  });
  afterEach(async () => {
    await docker(["rm", "--force", name]).catch(() => undefined);
    await rm(volume, { recursive: true, force: true });
  });

  test("leave alone what one that still lives is about to publish", async () => {
    await startFetching();
    await docker(["pause", name]);
    const staging = await stagingFolders();
    const other = await fetchAlone("second");
    expect(other.stderr).not.toContain("removed");
    expect(await stagingFolders()).toEqual(staging);
    await docker(["unpause", name]);
    expect((await docker(["wait", name])).stdout.toString().trim()).toBe("0");
    expect((await readdir(volume)).toSorted()).toEqual(["first", "second"]);
    const [first, second] = await Promise.all(["first", "second"].map(topLevel));
    expect(first).toEqual(second);
  });

  test("remove what one that was killed has left, and say so", async () => {
    await startFetching();
    await docker(["kill", "--signal=KILL", name]);
    await docker(["wait", name]);
    const [staging = ""] = await stagingFolders();
    expect(staging).not.toBe("");
    const other = await fetchAlone("second");
    expect(other.stderr).toContain(`removed /shared/${staging}, which a killed run had left`);
    expect(await readdir(volume)).toEqual(["second"]);
  });

  function fetchInto(destination: string): string[] {
    return [
      ...["--network=none", `--volume=${volume}:/shared`, `--volume=${release}:/in:ro`],
      ...[publishedName, "fetch", "3.14.0", "--offline", "--from=/in"],
      ...["--trusted-root=embedded", `--out=/shared/${destination}`],
    ];
  }

  function fetchAlone(destination: string) {
    return docker(["run", "--rm", ...fetchInto(destination)]);
  }

  /** Starts a container, and comes back when files appear in its staging folder. */
  async function startFetching(): Promise<void> {
    await docker(["run", "--detach", `--name=${name}`, ...fetchInto("first")]);
    for (;;) {
      const [staging] = await stagingFolders();
      if (staging !== undefined && (await readdir(join(volume, staging))).length > 1) return;
      await sleep(20);
    }
  }

  async function stagingFolders(): Promise<readonly string[]> {
    return (await readdir(volume)).filter((entry) => entry.startsWith(".pyverify-"));
  }

  async function topLevel(destination: string): Promise<readonly string[]> {
    return (await readdir(join(volume, destination))).toSorted();
  }
});
