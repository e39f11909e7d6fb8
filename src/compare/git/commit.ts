import { type ObjectDatabase } from "./object-database.ts";
import { isObjectId, unreadableRepository } from "./object.ts";

/** A file of a commit. */
export interface CommittedFile {
  /** as git writes it: `100644`, `100755`, `120000` for a link, `160000` for another repository */
  readonly mode: string;
  readonly id: string;
}

/** A commit, and every file in it by its path. */
export interface Commit {
  readonly id: string;
  readonly tree: string;
  readonly files: ReadonlyMap<string, CommittedFile>;
}

const maxFiles = 100_000;
const maxDepth = 100;

/**
 * Reads a commit with all its folders. Each of these objects is named by its digest, so that the
 * files are those of this commit and of no other.
 *
 * @throws {PyverifyError} filesystem/not-readable
 */
export function readCommit(objects: ObjectDatabase, id: string): Commit {
  const text = objects.read(id, "commit").toString("latin1");
  const [, tree] = /^tree ([0-9a-f]+)\n/.exec(text) ?? [];
  if (tree === undefined || !isObjectId(tree)) {
    throw unreadableRepository(id, "the commit names no tree");
  }
  const files = new Map<string, CommittedFile>();
  addFolder(objects, tree, "", files, maxDepth);
  return { id, tree, files };
}

function addFolder(
  objects: ObjectDatabase,
  id: string,
  prefix: string,
  files: Map<string, CommittedFile>,
  depth: number,
): void {
  if (depth === 0) throw unreadableRepository(id, "its folders are nested too deeply");
  for (const entry of parseTree(objects.read(id, "tree"), id.length / 2, id)) {
    const path = `${prefix}${entry.name}`;
    if (entry.mode === "40000") addFolder(objects, entry.id, `${path}/`, files, depth - 1);
    else files.set(path, { mode: entry.mode, id: entry.id });
    if (files.size > maxFiles) throw unreadableRepository(id, `it has more than ${maxFiles} files`);
  }
}

/** The entries of a folder: `MODE SP name NUL` and the bytes of an object's name. */
function* parseTree(
  bytes: Buffer,
  idBytes: number,
  id: string,
): Generator<CommittedFile & { readonly name: string }> {
  for (let offset = 0; offset < bytes.length;) {
    const space = bytes.indexOf(0x20, offset);
    const nul = bytes.indexOf(0, offset);
    const end = nul + 1 + idBytes;
    if (space === -1 || nul < space || end > bytes.length) {
      throw unreadableRepository(id, "a folder of the commit is damaged");
    }
    const mode = bytes.toString("latin1", offset, space);
    const name = decode(bytes.subarray(space + 1, nul));
    if (name === undefined || ["", ".", "..", ".git"].includes(name) || name.includes("/")) {
      throw unreadableRepository(id, "a folder of the commit has a name that no file can have");
    }
    yield { mode, name, id: bytes.toString("hex", nul + 1, end) };
    offset = end;
  }
}

function decode(bytes: Buffer): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
