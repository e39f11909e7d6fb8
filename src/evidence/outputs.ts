import { randomBytes } from "node:crypto";
import {
  chmodSync,
  existsSync,
  lstatSync,
  renameSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { PyverifyError } from "../base/errors.ts";
import type { StagedTree } from "../extract/extract.ts";
import { filesystemFailure } from "../files/filesystem-failure.ts";
import { openStaging } from "../files/staging.ts";
import type { ProgressObserver } from "../base/progress.ts";
import { evidence } from "./evidence.ts";
import { type Outputs, realPath, refuseOverlaps } from "./output-places.ts";

export type { Outputs };

/**
 * Checks, before anything is downloaded, that the outputs have places of their own, and that they
 * can be written there.
 *
 * @param destination the tree's folder
 * @throws {PyverifyError} usage/conflicting-flags, filesystem
 */
export function checkOutputs(outputs: Outputs, destination: string): void {
  refuseOverlaps(outputs, destination);
  if (outputs.evidence !== undefined) openStaging(realPath(outputs.evidence)).discard();
  if (outputs.tarball !== undefined) {
    requireMissing(outputs.tarball);
    requireWritable(outputs.tarball);
  }
}

/**
 * Writes the outputs of a tree that is about to take its place: all of them aside first, then all
 * of them renamed. If anything fails, none of them remains.
 *
 * @returns what removes them again
 * @throws {PyverifyError} filesystem
 */
export function writeOutputs(
  tree: StagedTree,
  outputs: Outputs,
  observe: ProgressObserver,
): () => void {
  const { signedAt } = tree.tarball.verification;
  const steps: Step[] = [];
  try {
    if (outputs.evidence !== undefined) {
      steps.push(stageEvidence(tree, outputs.evidence, signedAt, observe));
    }
    if (outputs.tarball !== undefined) {
      steps.push(stageTarball(tree, outputs.tarball, signedAt));
    }
    for (const step of steps) step.publish();
  } catch (error) {
    for (const step of steps) step.remove();
    throw error;
  }
  return () => {
    for (const step of steps) step.remove();
  };
}

/** Something written aside. */
interface Step {
  publish(): void;
  /** Removes it, wherever it is by now. */
  remove(): void;
}

function stageEvidence(
  tree: StagedTree,
  folder: string,
  modified: Date,
  observe: ProgressObserver,
): Step {
  const { documents, warnings } = evidence(tree);
  for (const message of warnings) observe({ type: "warning", message });
  const existed = existsSync(folder);
  const staging = openStaging(folder);
  let published = false;
  const step = {
    publish: () => {
      staging.publish(modified.getTime() / 1000);
      published = true;
    },
    remove: () => {
      staging.discard();
      if (!published) return;
      for (const name of Object.keys(documents)) rmSync(join(folder, name), { force: true });
      if (!existed) rmSync(folder, { recursive: true, force: true });
    },
  };
  try {
    for (const [name, text] of Object.entries(documents)) {
      writeWhole(join(staging.path, name), text, modified, join(folder, name));
    }
  } catch (error) {
    step.remove();
    throw error;
  }
  return step;
}

function stageTarball(tree: StagedTree, path: string, modified: Date): Step {
  const aside = besides(path);
  let place = aside;
  const step = {
    publish: () => {
      requireMissing(path);
      naming(path, () => renameSync(aside, resolve(path)));
      place = resolve(path);
    },
    remove: () => rmSync(place, { force: true }),
  };
  try {
    writeWhole(aside, tree.tarball.bytes, modified, path);
  } catch (error) {
    step.remove();
    throw error;
  }
  return step;
}

/** Where a file is written before it takes its place: in the same folder, so that it can be renamed. */
function besides(path: string): string {
  const target = resolve(path);
  const name = `.pyverify-${randomBytes(6).toString("hex")}-${basename(target)}`;
  return join(dirname(target), name.slice(0, 64));
}

/**
 * Writes with the mode and the time that the same release always gives, so that a layer is
 * reproducible.
 *
 * @param named what an error calls the file, which may have another name for the time being
 */
function writeWhole(path: string, content: string | Buffer, modified: Date, named: string): void {
  naming(named, () => {
    writeFileSync(path, content, { flag: "wx", mode: 0o644 });
    chmodSync(path, 0o644);
    utimesSync(path, modified, modified);
  });
}

function requireMissing(file: string): void {
  const there = naming(file, () => lstatSync(resolve(file), { throwIfNoEntry: false }));
  if (there === undefined) return;
  throw new PyverifyError("filesystem", "destination-not-empty", `${file} exists already`, {
    because: "it would have to be replaced",
    hint: "name a file that does not exist yet, or remove it",
  });
}

/** By writing: what a mode allows says nothing of a file system that is read-only. */
function requireWritable(file: string): void {
  const probe = besides(file);
  naming(file, () => {
    writeFileSync(probe, "", { flag: "wx" });
    rmSync(probe);
  });
}

function naming<T>(path: string, action: () => T): T {
  try {
    return action();
  } catch (error) {
    throw filesystemFailure(error, path);
  }
}
