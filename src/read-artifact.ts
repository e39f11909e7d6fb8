import path from "node:path";
import { maxTarballBytes } from "./source/size-limits.ts";
import type { HashedBytes } from "./files/hashed-bytes.ts";
import { readHashed } from "./files/bounded-read.ts";
import { PyverifyError } from "./base/errors.ts";
import type { TarballFormat } from "./release/release.ts";

/** Something to verify. */
export interface Artifact {
  readonly name: string;
  /** in lower-case hex */
  readonly sha256: string;
  /** undefined where only a digest is given */
  readonly file: { readonly path: string; readonly content: HashedBytes } | undefined;
  /** what the file's name claims it to be, if it is a source tarball's name */
  readonly claim: { readonly version: string; readonly format: TarballFormat } | undefined;
}

/** What a command line names to be verified: a file, or a digest alone. */
export type ArtifactName =
  | { readonly type: "file"; readonly text: string }
  | { readonly type: "digest"; readonly text: string; readonly sha256: string };

/**
 * Reads a file, or takes a digest.
 *
 * @throws {PyverifyError} filesystem
 */
export async function readArtifact(name: ArtifactName, signal: AbortSignal): Promise<Artifact> {
  const { text } = name;
  if (name.type === "digest") {
    return { name: text, sha256: name.sha256, file: undefined, claim: undefined };
  }
  const content = await readHashed(text, maxTarballBytes, signal);
  if (content === undefined) throw notThere(text);
  const basename = path.basename(text);
  const file = { path: text, content };
  return { name: basename, sha256: content.sha256, file, claim: readClaim(basename) };
}

function readClaim(name: string): Artifact["claim"] {
  // A browser's second copy is "Python-3.14.0(1).tar.xz", which claims nothing.
  const [, version, format] =
    /^Python-([0-9.]+(?:(?:a|b|rc)\d+)?)\.(tar\.xz|tgz)$/.exec(name) ?? [];
  if (version === undefined || (format !== "tar.xz" && format !== "tgz")) return undefined;
  return { version, format };
}

function notThere(file: string): PyverifyError {
  return new PyverifyError("filesystem", "not-readable", `${file} does not exist`, {
    because: "there is nothing to verify",
    hint: "check the path; to verify a digest write sha256:HEX",
  });
}
