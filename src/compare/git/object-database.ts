import { readdirSync, readFileSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { inflateSync } from "node:zlib";
import { type GitObject, maxObjectBytes, objectId, unreadableRepository } from "./object.ts";
import { Pack } from "./pack.ts";

/** Repositories that borrow objects of repositories that borrow objects. */
const deepestAlternates = 5;

/**
 * The objects of a repository. Each one that is given out has the name that it was asked for: it is
 * hashed anew, so that nothing depends on how it was stored.
 */
export class ObjectDatabase {
  readonly #place: string;
  readonly #folders: readonly string[];
  #packs: readonly Pack[] | undefined;

  /** @param objects the folder `objects` of a repository */
  constructor(objects: string) {
    this.#place = objects;
    this.#folders = withAlternates(objects, deepestAlternates);
  }

  /**
   * Reads an object.
   *
   * @throws {PyverifyError} filesystem/not-readable if it is not there, or not what its name says
   */
  read(id: string, type: GitObject["type"]): Buffer {
    const object = this.#find(id);
    if (objectId(object, id) !== id) {
      throw unreadableRepository(this.#place, `object ${id} is not what its name says`);
    }
    if (object.type !== type) {
      throw unreadableRepository(this.#place, `object ${id} is a ${object.type} and no ${type}`);
    }
    return object.content;
  }

  #find(id: string): GitObject {
    for (const folder of this.#folders) {
      const loose = readLoose(folder, id);
      if (loose !== undefined) return loose;
    }
    this.#packs ??= this.#folders.flatMap((folder) => packsIn(folder, id.length / 2));
    for (const pack of this.#packs) {
      const packed = pack.read(id, (base) => this.#find(base));
      if (packed !== undefined) return packed;
    }
    throw unreadableRepository(this.#place, `object ${id} is not there`);
  }
}

/** An object in a file of its own: `type SIZE NUL content`, compressed. */
function readLoose(folder: string, id: string): GitObject | undefined {
  const path = join(folder, id.slice(0, 2), id.slice(2));
  const facts = statSync(path, { throwIfNoEntry: false });
  if (facts === undefined) return undefined;
  let bytes: Buffer;
  try {
    if (!facts.isFile() || facts.size > maxObjectBytes) throw new Error("it is too large");
    bytes = inflateSync(readFileSync(path), { maxOutputLength: maxObjectBytes });
  } catch (cause) {
    throw unreadableRepository(path, "the object is damaged", cause);
  }
  const end = bytes.indexOf(0);
  const [, type, size] =
    /^(commit|tree|blob|tag) (\d+)$/.exec(bytes.toString("latin1", 0, end)) ?? [];
  const content = bytes.subarray(end + 1);
  if (!isObjectType(type) || Number(size) !== content.length) {
    throw unreadableRepository(path, "the object is damaged");
  }
  return { type, content };
}

function isObjectType(type: string | undefined): type is GitObject["type"] {
  return type === "commit" || type === "tree" || type === "blob" || type === "tag";
}

function packsIn(folder: string, idBytes: number): Pack[] {
  const packs = join(folder, "pack");
  if (statSync(packs, { throwIfNoEntry: false }) === undefined) return [];
  return readdirSync(packs)
    .filter((name) => name.endsWith(".idx"))
    .toSorted()
    .map((name) => new Pack(join(packs, name.slice(0, -".idx".length)), idBytes));
}

/**
 * A folder of objects, and those that it borrows from.
 *
 * @see https://git-scm.com/docs/gitrepository-layout
 */
function withAlternates(objects: string, depth: number): string[] {
  const list = join(objects, "info/alternates");
  const facts = statSync(list, { throwIfNoEntry: false });
  if (depth === 0 || !facts?.isFile() || facts.size > 64 * 1024) return [objects];
  const others = readFileSync(list, "utf8")
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("#"));
  return [
    objects,
    ...others.flatMap((other) => withAlternates(resolve(objects, other), depth - 1)),
  ];
}
