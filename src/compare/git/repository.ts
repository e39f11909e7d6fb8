import { readFileSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { isObjectId, unreadableRepository } from "./object.ts";
import { ObjectDatabase } from "./object-database.ts";

/** The repository behind a checkout. */
export interface Repository {
  /** the commit that is checked out */
  readonly head: string;
  readonly objects: ObjectDatabase;
}

const maxTextBytes = 16 * 1024 * 1024;

/**
 * Opens the repository that a checkout has in it.
 *
 * @returns undefined if it has none
 * @throws {PyverifyError} filesystem/not-readable
 */
export function openRepository(checkout: string): Repository | undefined {
  const folder = gitFolder(checkout);
  if (folder === undefined) return undefined;
  // A second worktree has its own HEAD, and shares all else.
  const shared = readText(join(folder, "commondir"));
  const common = shared === undefined ? folder : resolve(folder, shared.trim());
  return {
    head: resolveHead(folder, common),
    objects: new ObjectDatabase(join(common, "objects")),
  };
}

/** `.git`, or where a file of that name points to, as worktrees and submodules have it. */
function gitFolder(checkout: string): string | undefined {
  const path = join(checkout, ".git");
  const facts = statSync(path, { throwIfNoEntry: false });
  if (facts === undefined || facts.isDirectory()) return facts && path;
  const [, target] = /^gitdir: (.+)$/m.exec(readText(path) ?? "") ?? [];
  if (target === undefined) throw unreadableRepository(path, "it is no folder, and names none");
  return resolve(checkout, target.trim());
}

/** The commit of HEAD, through the branch or tag that it names. */
function resolveHead(folder: string, common: string): string {
  let text = readText(join(folder, "HEAD"))?.trim() ?? "";
  for (let steps = 0; steps < 5; steps += 1) {
    if (isObjectId(text)) return text;
    const [, name] = /^ref: (refs\/[\x21-\x7e]+)$/.exec(text) ?? [];
    if (name === undefined || name.split("/").includes("..")) break;
    text = (readText(join(common, name)) ?? packedReference(common, name) ?? "").trim();
  }
  throw unreadableRepository(folder, "its HEAD leads to no commit");
}

function packedReference(common: string, name: string): string | undefined {
  return (readText(join(common, "packed-refs")) ?? "")
    .split("\n")
    .find((line) => line.endsWith(` ${name}`))
    ?.split(" ")[0];
}

function readText(path: string): string | undefined {
  const facts = statSync(path, { throwIfNoEntry: false });
  if (facts === undefined || !facts.isFile()) return undefined;
  if (facts.size > maxTextBytes) throw unreadableRepository(path, "it is too large");
  return readFileSync(path, "utf8");
}
