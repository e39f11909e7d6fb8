import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { realTarballs, realTarballsAreThere } from "../support/real-tarballs.ts";
import { publishedName } from "./build.ts";
import { docker, dockerIsThere, tryDocker } from "./docker.ts";

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
    const staging = await stopAmidstFetching();
    const other = await fetchAlone("second");
    expect(other.stderr).not.toContain("removed");
    expect(await stagingFolders()).toEqual([staging]);
    await docker(["unpause", name]);
    expect((await docker(["wait", name])).stdout.toString().trim()).toBe("0");
    expect((await readdir(volume)).toSorted()).toEqual(["first", "second"]);
    const [first, second] = await Promise.all(["first", "second"].map(topLevel));
    expect(first).toEqual(second);
  });

  test("remove what one that was killed has left, and say so", async () => {
    const staging = await stopAmidstFetching();
    await docker(["kill", "--signal=KILL", name]);
    await docker(["wait", name]);
    expect(await stagingFolders()).toEqual([staging]);
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

  /**
   * Starts a container, and pauses it while its staging folder has some of the files.
   *
   * @returns that folder's name
   */
  async function stopAmidstFetching(): Promise<string> {
    // An engine that is busy can answer when the fetch is over; then it is another one's turn.
    for (;;) {
      await docker(["run", "--detach", `--name=${name}`, ...fetchInto("first")]);
      while ((await stagedFiles()) <= 2 && (await entries(volume)).at(0) !== "first")
        await sleep(20);
      const { exitCode } = await tryDocker(["pause", name]);
      const [staging] = await stagingFolders();
      if (exitCode === 0 && staging !== undefined) return staging;
      await docker(["rm", "--force", name]);
      for (const left of await entries(volume)) await rm(join(volume, left), { recursive: true });
    }
  }

  async function stagedFiles(): Promise<number> {
    const [staging] = await stagingFolders();
    // Without a tree in it, the destination is only tried.
    return staging === undefined ? 0 : (await entries(join(volume, staging, "tree"))).length;
  }

  async function stagingFolders(): Promise<readonly string[]> {
    return (await entries(volume)).filter((entry) => entry.startsWith(".pyverify-"));
  }

  async function topLevel(destination: string): Promise<readonly string[]> {
    return (await entries(join(volume, destination))).toSorted();
  }
});

/** What a folder holds; nothing where it has been renamed meanwhile. */
async function entries(folder: string): Promise<readonly string[]> {
  return readdir(folder).catch(() => []);
}
