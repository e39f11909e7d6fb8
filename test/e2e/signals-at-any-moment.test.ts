import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { readdirSync } from "node:fs";
import { constants, tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";

import { largeArchive } from "../support/archives/large-archive.ts";
import { decodersOf, look } from "../support/decoder-processes.ts";
import { interruptedRun, perhapsInterruptedRun } from "../support/interrupted-run.ts";
import { trusting } from "../support/published-release.ts";
import { pyverify } from "../support/pyverify.ts";
import { realTarballs, realTarballsAreThere } from "../support/real-tarballs.ts";
import { bytesOf } from "../support/sigstore/bundle.ts";
import { createLocalSigstore } from "../support/sigstore/local-sigstore.ts";
import { createWorkspace, type Workspace } from "../support/workspace.ts";

/*
 * A release as large as CPython's: a small one is extracted before anybody could interrupt it. To
 * compress one as .tar.xz takes minutes, so that one is CPython's own.
 */
const signals = ["SIGTERM", "SIGINT", "SIGHUP", "SIGQUIT"] as const;
const sigstore = createLocalSigstore();

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "pyverify-large-"));
  const tarball = gzipSync(Buffer.concat([...largeArchive(1)]), { level: 1 });
  const path = join(folder, "Python-3.14.99.tgz");
  await writeFile(path, tarball);
  await writeFile(`${path}.sigstore`, bytesOf(sigstore.sign(tarball)));
}, 180_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

let workspace: Workspace;
beforeEach(async () => {
  workspace = await createWorkspace();
});
afterEach(() => workspace.remove());

async function largeRelease(format: "tgz" | "tar.xz"): Promise<readonly string[]> {
  const outputs = ["--out", "tree", "--evidence", "evidence", "--keep-tarball", "kept"];
  const [version, from, trust] =
    format === "tgz"
      ? ["3.14.99", folder, await trusting(sigstore, workspace)]
      : ["3.14.0", join(realTarballs, "3.14.0"), []];
  return ["fetch", version, "--format", format, "--offline", "--from", from, ...outputs, ...trust];
}

describe.each(["tgz", "tar.xz"] as const)("a fetch of a .%s as large as CPython's", (format) => {
  const isHere = format === "tgz" || realTarballsAreThere;

  test.runIf(isHere).each(signals)(
    "ends by %s once it writes files, and leaves nothing",
    async (signal) => {
      const args = await largeRelease(format);
      const before = await workspace.contents();
      const run = await interruptedRun(workspace, args, signal, () => hasBegunToWrite());
      expect(run).toMatchObject({ exitCode: 128 + constants.signals[signal], stdout: "" });
      expect(run.stderr).not.toContain("error:");
      expect(await workspace.contents()).toEqual(before);
    },
  );

  test.runIf(isHere)("is all there or not at all, whenever it is interrupted", async () => {
    const args = await largeRelease(format);
    const before = await workspace.contents();
    const start = performance.now();
    expect(await pyverify(workspace, args)).toMatchObject({ exitCode: 0 });
    const whole = performance.now() - start;
    const all = await workspace.contents();
    for (const [index, share] of moments().entries()) {
      await removeOutputs();
      const signal = signals[index % signals.length] ?? "SIGTERM";
      const due = performance.now() + share * whole;
      const run = await perhapsInterruptedRun(
        workspace,
        args,
        signal,
        () => performance.now() >= due,
      );
      const done = run.stdout.includes("is verified and in");
      const moment = `${signal} after ${Math.round(share * whole)} ms: ${run.exitCode}`;
      expect.soft(await workspace.contents(), moment).toEqual(done ? all : before);
      // null: before it could listen to signals, or when it had listened long enough.
      const ends = done ? [0, null] : [128 + constants.signals[signal], null];
      expect.soft(ends, moment).toContain(run.exitCode);
    }
  });
});

describe("a fetch that was killed", () => {
  test.each(["missing", "an empty folder"])(
    "is cleaned up after by the next: out was %s",
    async (out) => {
      const inside = out === "missing" ? "" : "tree";
      if (inside !== "") await mkdir(join(workspace.work, inside));
      const args = await largeRelease("tgz");
      const killed = await interruptedRun(workspace, args, "SIGKILL", () =>
        hasBegunToWrite(inside),
      );
      expect(killed.exitCode).toBe(null);
      const [left = ""] = readdirSync(join(workspace.work, inside));
      expect(left).toMatch(/^\.pyverify-/);
      const next = await pyverify(workspace, args);
      expect(next).toMatchObject({ exitCode: 0 });
      const path = join(workspace.work, inside, left);
      expect(next.stderr).toContain(`warning: removed ${path}, which a killed run had left\n`);
      expect(readdirSync(workspace.work).toSorted()).toEqual(["evidence", "kept", "tree"]);
      expect(readdirSync(join(workspace.work, "tree"))).not.toContain(left);
    },
  );

  test.runIf(realTarballsAreThere)("takes its decoding process along", async () => {
    const args = await largeRelease("tar.xz");
    let decoders: readonly number[] = [];
    const killed = await interruptedRun(workspace, args, "SIGKILL", (_, parent) => {
      decoders = decodersOf(parent).map(({ pid }) => pid);
      return hasBegunToWrite();
    });
    expect(killed.exitCode).toBe(null);
    expect(decoders).toHaveLength(1);
    await vi.waitFor(() => expect(decoders.map(look)).toEqual([undefined]), { timeout: 10_000 });
  });
});

/** Looks below the working directory, or below a folder in it; what is kept is staged there, too. */
function hasBegunToWrite(inside = ""): boolean {
  const parent = join(workspace.work, inside);
  const staged = readdirSync(parent).filter((name) => name.startsWith(".pyverify-"));
  return staged.some((name) => {
    try {
      return readdirSync(join(parent, name, "tree")).length > 2;
    } catch {
      // It is no tree, or has gone meanwhile: the destination was only tried.
      return false;
    }
  });
}

/** Shares of a whole run: the same each time, unless PYVERIFY_FUZZ_RUNS asks for that many others. */
function moments(): number[] {
  const asked = process.env["PYVERIFY_FUZZ_RUNS"];
  if (asked !== undefined) return Array.from({ length: Number(asked) }, () => Math.random());
  return Array.from({ length: 6 }, (_, index) => (index * 0.381_966 + 0.05) % 1);
}

async function removeOutputs(): Promise<void> {
  for (const name of await readdir(workspace.work)) {
    await rm(join(workspace.work, name), { recursive: true });
  }
}
