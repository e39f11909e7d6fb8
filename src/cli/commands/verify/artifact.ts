import path from "node:path";
import { maxTarballBytes } from "../../../source/download.ts";
import type { HashedBytes } from "../../../files/hashed-bytes.ts";
import { readHashed } from "../../../files/bounded-read.ts";
import { PyverifyError } from "../../../base/errors.ts";
import type { TarballFormat } from "../../../release/release.ts";
import { sha256Hex } from "../../flags/values.ts";

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

/**
 * Reads a file, or takes a digest `sha256:HEX`.
 *
 * @throws {PyverifyError} usage/invalid-value, filesystem
 */
export async function readArtifact(text: string, signal: AbortSignal): Promise<Artifact> {
  if (text.startsWith("sha256:")) {
    const sha256 = sha256Hex("the digest", text.slice("sha256:".length));
    return { name: text, sha256, file: undefined, claim: undefined };
  }
  const content = await readHashed(text, maxTarballBytes, signal);
  if (content === undefined) throw notThere(text);
  const name = path.basename(text);
  const file = { path: text, content };
  return { name, sha256: content.sha256, file, claim: readClaim(name) };
}

/**
 * Refuses a bundle in the place of what it belongs to.
 *
 * @throws {PyverifyError} usage/invalid-value
 */
export function refuseBundle(text: string): void {
  const [, tarball] = /^(.+)\.sigstore(?:\.json)?$/.exec(text) ?? [];
  if (tarball === undefined) return;
  throw new PyverifyError("usage", "invalid-value", `${text} is a bundle and no tarball`, {
    because: "a bundle says who signed another file, and it is that file which is verified",
    hint: `try pyverify verify ${tarball}; pyverify inspect shows what a bundle says`,
  });
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
