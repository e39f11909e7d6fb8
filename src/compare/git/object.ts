import { createHash } from "node:crypto";
import { PyverifyError } from "../../base/errors.ts";

/** The types of git object that are read here, by their numbers in a pack. */
export const objectTypes = { 1: "commit", 2: "tree", 3: "blob", 4: "tag" } as const;
export type ObjectType = (typeof objectTypes)[keyof typeof objectTypes];

/** A git object: its type and its content. */
export interface GitObject {
  readonly type: ObjectType;
  readonly content: Buffer;
}

/** More than any commit or folder of CPython takes; files are never read out of a repository. */
export const maxObjectBytes = 16 * 1024 * 1024;

/** Whether a text is the name of an object: a SHA-1, or a SHA-256 in repositories that use it. */
export function isObjectId(text: string): boolean {
  return /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(text);
}

/**
 * The name of an object: the digest of its type, its size and its content.
 *
 * @param like another name of the same repository, whose length tells the hash
 * @see https://git-scm.com/book/en/v2/Git-Internals-Git-Objects
 */
export function objectId({ type, content }: GitObject, like: string): string {
  return createHash(like.length === 64 ? "sha256" : "sha1")
    .update(`${type} ${content.length}\0`)
    .update(content)
    .digest("hex");
}

/** The repository cannot be read, so nothing can be compared with it. */
export function unreadableRepository(place: string, because: string, cause?: unknown) {
  return new PyverifyError("filesystem", "not-readable", `${place} is no git repository to read`, {
    because,
    hint: "make the checkout of the release's tag anew, with its .git folder",
    cause,
  });
}
