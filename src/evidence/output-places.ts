import { realpathSync } from "node:fs";
import { basename, dirname, join, relative, resolve } from "node:path";
import { PyverifyError } from "../base/errors.ts";

/** The places of everything to leave besides the tree. */
export interface Outputs {
  /** a folder for the documents: missing or empty */
  readonly evidence?: string | undefined;
  /** a folder for an image of the tree, as an OCI layout: missing or empty */
  readonly ociLayout?: string | undefined;
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
  { evidence, ociLayout, tarball }: Outputs,
  destination: string,
): void {
  const folders = [
    place("--out", destination, "the source tree holds what its release manager signed"),
    place("--evidence", evidence, "the folder for evidence holds the documents"),
    place("--oci-layout", ociLayout, "the folder of an OCI layout holds the image"),
  ].flat();
  const [file] = place("--keep-tarball", tarball, "it is a file");
  for (const [index, folder] of folders.entries()) {
    for (const other of folders.slice(index + 1)) {
      if (contains(folder.path, other.path) || contains(other.path, folder.path)) {
        throw overlap(other, folder);
      }
    }
    if (file !== undefined && contains(folder.path, file.path)) throw overlap(file, folder);
  }
}

/** An output, and what it would no longer be if another one lay in it. */
interface Place {
  readonly flag: string;
  readonly path: string;
  readonly holds: string;
}

function place(flag: string, given: string | undefined, holds: string): readonly Place[] {
  return given === undefined ? [] : [{ flag: `${flag} ${given}`, path: realPath(given), holds }];
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

function overlap(one: Place, other: Place): PyverifyError {
  return new PyverifyError("usage", "conflicting-flags", `${one.flag} and ${other.flag} overlap`, {
    because: `${other.holds}, and nothing else`,
    hint: "give each a place of its own, for example --out /out/python --evidence /out/evidence --keep-tarball /out/python.tar.xz",
  });
}
