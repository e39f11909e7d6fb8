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
import { type Evidence, evidence, evidenceFiles } from "./evidence.ts";
import { type Outputs, realPath, refuseOverlaps } from "./output-places.ts";
import { layoutEntries, writeLayout } from "./source-image/layout.ts";
import { treeInImage } from "./source-image/layer.ts";

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
  const { evidence: documents, ociLayout, tarball } = outputs;
  for (const folder of [documents, ociLayout]) {
    if (folder !== undefined) checkDestination(realPath(folder), observe);
  }
  if (tarball === undefined) return;
  requireMissing(tarball);
  // By writing: what a mode allows says nothing of a file system that is read-only.
  const staged = await naming(tarball, () => stageFile(tarball, []));
  staged.discard();
  reportLeftovers(staged.leftovers, observe);
}

/** What has been written with a tree. */
export interface WrittenOutputs {
  /** the digest of the image, as `sha256:HEX`, where one was asked for */
  readonly image: string | undefined;
  /** Removes all of it again. */
  readonly undo: () => void;
}

/**
 * Writes the outputs of a tree that is about to take its place: all of them aside first, then all
 * of them renamed. If anything fails, none of them remains.
 *
 * @throws {PyverifyError} filesystem; the signal's reason
 */
export async function writeOutputs(
  tree: StagedTree,
  tag: ComparedTag | undefined,
  outputs: Outputs,
  context: StageContext,
): Promise<WrittenOutputs> {
  const { signedAt } = tree.tarball.verification;
  const modified = new Date(
    Math.min(signedAt.getTime(), (outputs.sourceDateEpoch ?? Number.POSITIVE_INFINITY) * 1000),
  );
  const steps: Step[] = [];
  let image: string | undefined;
  const undo = (): void => {
    for (const step of steps) step.remove();
  };
  try {
    const { evidence: folder, ociLayout, tarball } = outputs;
    if (folder !== undefined) {
      const { documents, warnings } = evidence(tree, tag);
      for (const message of warnings) context.observe({ type: "warning", message });
      steps.push(await stageEvidence(documents, folder, modified, context));
    }
    if (ociLayout !== undefined) {
      const { documents } = evidence(tree, tag, treeInImage);
      const content = { tree, documents, modified };
      const write = async (path: string): Promise<void> => {
        image = await writeLayout(path, content, context.signal);
      };
      steps.push(await stageFolder(ociLayout, layoutEntries, modified, write));
    }
    if (tarball !== undefined) steps.push(await stageTarball(tree, tarball, modified, context));
    for (const step of steps) step.publish();
  } catch (error) {
    undo();
    throw error;
  }
  return { image, undo };
}

/** Something written aside. */
interface Step {
  publish(): void;
  /** Removes it, wherever it is by now. */
  remove(): void;
}

async function stageEvidence(
  documents: Evidence["documents"],
  folder: string,
  modified: Date,
  { signal }: StageContext,
): Promise<Step> {
  return stageFolder(folder, evidenceFiles, modified, async (staged) => {
    for (const [name, text] of Object.entries(documents)) {
      await naming(join(folder, name), () =>
        replaceFile(join(staged, name), [text], { mode: fileMode, modified, signal }),
      );
    }
  });
}

/** @param names what will lie in the folder, which is missing or empty */
async function stageFolder(
  folder: string,
  names: readonly string[],
  modified: Date,
  write: (staged: string) => Promise<void>,
): Promise<Step> {
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
      for (const name of names) rmSync(join(folder, name), { recursive: true, force: true });
      if (!existed) rmSync(folder, { recursive: true, force: true });
    },
  };
  try {
    await naming(folder, () => write(staging.path));
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
