import { realpathSync } from "node:fs";
import { basename, dirname, join, relative, resolve } from "node:path";
import { PyverifyError } from "../base/errors.ts";

/** The places of everything to leave besides the tree. */
export interface Outputs {
  /** a folder for the documents: missing or empty */
  readonly evidence?: string | undefined;
  /** a file for the verified tarball: missing */
  readonly tarball?: string | undefined;
  /** seconds since 1970: no file is given a later time */
  readonly sourceDateEpoch?: number | undefined;
}

/**
 * Refuses outputs that would lie in the tree or in each other.
 *
 * @param destination the tree's folder
 * @throws {PyverifyError} usage/conflicting-flags
 */
export function refuseOverlaps(
  { evidence: documents, tarball }: Outputs,
  destination: string,
): void {
  const tree = realPath(destination);
  const folder = documents === undefined ? undefined : realPath(documents);
  const out = `--out ${destination}`;
  const signed = "the source tree holds what its release manager signed, and nothing else";
  if (folder !== undefined && (contains(tree, folder) || contains(folder, tree))) {
    throw overlap(`--evidence ${documents}`, out, signed);
  }
  if (tarball === undefined) return;
  const file = realPath(tarball);
  if (contains(tree, file)) throw overlap(`--keep-tarball ${tarball}`, out, signed);
  if (folder !== undefined && contains(folder, file)) {
    throw overlap(
      `--keep-tarball ${tarball}`,
      `--evidence ${documents}`,
      "the folder for evidence holds the documents, and nothing else",
    );
  }
}

/** The real path of a file that may not exist yet: links above it count as what they point to. */
export function realPath(path: string): string {
  const absolute = resolve(path);
  try {
    return realpathSync(absolute);
  } catch {
    const parent = dirname(absolute);
    return parent === absolute ? absolute : join(realPath(parent), basename(absolute));
  }
}

function contains(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way === "" || (way !== ".." && !way.startsWith("../"));
}

function overlap(one: string, other: string, because: string): PyverifyError {
  return new PyverifyError("usage", "conflicting-flags", `${one} and ${other} overlap`, {
    because,
    hint: "give each a place of its own, for example --out /out/python --evidence /out/evidence --keep-tarball /out/python.tar.xz",
  });
}
