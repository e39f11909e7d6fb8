import { existsSync, lstatSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { PyverifyError } from "../base/errors.ts";
import type { ComparedTag } from "../compare/tag-mismatch.ts";
import { checkDestination, type StagedTree } from "../extract/extract.ts";
import { filesystemFailure } from "../files/filesystem-failure.ts";
import { reportLeftovers } from "../files/leftovers.ts";
import { replaceFile, stageFile } from "../files/replace-file.ts";
import { openStaging } from "../files/staging.ts";
import type { ProgressObserver, StageContext } from "../base/progress.ts";
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
export async function checkOutputs(
  outputs: Outputs,
  destination: string,
  observe: ProgressObserver,
): Promise<void> {
  refuseOverlaps(outputs, destination);
  if (outputs.evidence !== undefined) checkDestination(realPath(outputs.evidence), observe);
  const { tarball } = outputs;
  if (tarball === undefined) return;
  requireMissing(tarball);
  // By writing: what a mode allows says nothing of a file system that is read-only.
  const staged = await naming(tarball, () => stageFile(tarball, []));
  staged.discard();
  reportLeftovers(staged.leftovers, observe);
}

/**
 * Writes the outputs of a tree that is about to take its place: all of them aside first, then all
 * of them renamed. If anything fails, none of them remains.
 *
 * @returns what removes them again
 * @throws {PyverifyError} filesystem; the signal's reason
 */
export async function writeOutputs(
  tree: StagedTree,
  tag: ComparedTag | undefined,
  outputs: Outputs,
  context: StageContext,
): Promise<() => void> {
  const { signedAt } = tree.tarball.verification;
  const modified = new Date(
    Math.min(signedAt.getTime(), (outputs.sourceDateEpoch ?? Number.POSITIVE_INFINITY) * 1000),
  );
  const steps: Step[] = [];
  const removeAll = (): void => {
    for (const step of steps) step.remove();
  };
  try {
    if (outputs.evidence !== undefined) {
      steps.push(await stageEvidence(tree, tag, outputs.evidence, modified, context));
    }
    if (outputs.tarball !== undefined) {
      steps.push(await stageTarball(tree, outputs.tarball, modified, context));
    }
    for (const step of steps) step.publish();
  } catch (error) {
    removeAll();
    throw error;
  }
  return removeAll;
}

/** Something written aside. */
interface Step {
  publish(): void;
  /** Removes it, wherever it is by now. */
  remove(): void;
}

async function stageEvidence(
  tree: StagedTree,
  tag: ComparedTag | undefined,
  folder: string,
  modified: Date,
  { observe, signal }: StageContext,
): Promise<Step> {
  const { documents, warnings } = evidence(tree, tag);
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
      await naming(join(folder, name), () =>
        replaceFile(join(staging.path, name), [text], { mode: fileMode, modified, signal }),
      );
    }
  } catch (error) {
    step.remove();
    throw error;
  }
  return step;
}

async function stageTarball(
  tree: StagedTree,
  path: string,
  modified: Date,
  { signal }: StageContext,
): Promise<Step> {
  const target = resolve(path);
  const staged = await naming(path, () =>
    stageFile(target, [tree.tarball.bytes], { mode: fileMode, modified, signal }),
  );
  let published = false;
  return {
    publish: () => {
      requireMissing(path);
      try {
        staged.publish();
      } catch (error) {
        throw filesystemFailure(error, path);
      }
      published = true;
    },
    remove: () => {
      staged.discard();
      if (published) rmSync(target, { force: true });
    },
  };
}

/** Mode, and the time of its signature, are the same for each release, so that a layer is reproducible. */
const fileMode = 0o644;

function requireMissing(file: string): void {
  let there;
  try {
    there = lstatSync(resolve(file), { throwIfNoEntry: false });
  } catch (error) {
    throw filesystemFailure(error, file);
  }
  if (there === undefined) return;
  throw new PyverifyError("filesystem", "destination-not-empty", `${file} exists already`, {
    because: "it would have to be replaced",
    hint: "name a file that does not exist yet, or remove it",
  });
}

/** @param path what an error calls the file, which may have another name for the time being */
async function naming<T>(path: string, action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (error) {
    throw filesystemFailure(error, path);
  }
}
