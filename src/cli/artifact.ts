import { createHash } from "node:crypto";
import path from "node:path";
import { maxBundleBytes, maxTarballBytes } from "../download/download.ts";
import { bundleSuffixes, readBounded } from "../download/local-folder.ts";
import { PyverifyError } from "../errors.ts";
import type { StageContext } from "../progress.ts";
import type { TarballFormat } from "../release/release.ts";
import { sha256Hex } from "./values.ts";

/** Something to verify, with the bundle that claims it. */
export interface Artifact {
  readonly name: string;
  readonly sha256: string;
  /** what the file's name claims it to be, if it is a source tarball's name */
  readonly claim: { readonly version: string; readonly format: TarballFormat } | undefined;
  /** undefined where only a digest is given */
  readonly bytes: Buffer | undefined;
  readonly bundle: Buffer;
}

/**
 * Reads a file, or takes a digest `sha256:HEX`, and its bundle: the one given, or the one beside it.
 *
 * @throws {PyverifyError} usage, release/bundle-not-found, filesystem
 */
export async function readArtifact(
  file: string,
  bundlePath: string | undefined,
  context: StageContext,
): Promise<Artifact> {
  const name = path.basename(file);
  if (file.startsWith("sha256:")) {
    if (bundlePath === undefined) throw digestWithoutBundle();
    const sha256 = sha256Hex("the digest", file.slice("sha256:".length));
    return {
      name: file,
      sha256,
      claim: undefined,
      bytes: undefined,
      bundle: await readBundle([bundlePath], context),
    };
  }
  const bytes = await readBounded(file, maxTarballBytes, context.signal);
  if (bytes === undefined) throw notThere(file);
  const candidates =
    bundlePath === undefined ? bundleSuffixes.map((suffix) => file + suffix) : [bundlePath];
  return {
    name,
    sha256: createHash("sha256").update(bytes).digest("hex"),
    claim: readClaim(name),
    bytes,
    bundle: await readBundle(candidates, context),
  };
}

function readClaim(name: string): Artifact["claim"] {
  const [, version, format] = /^Python-(.+)\.(tar\.xz|tgz)$/.exec(name) ?? [];
  if (version === undefined || (format !== "tar.xz" && format !== "tgz")) return undefined;
  return { version, format };
}

async function readBundle(
  candidates: readonly string[],
  { signal }: StageContext,
): Promise<Buffer> {
  for (const candidate of candidates) {
    const bytes = await readBounded(candidate, maxBundleBytes, signal);
    if (bytes !== undefined) return bytes;
  }
  throw new PyverifyError("release", "bundle-not-found", `${candidates[0]} does not exist`, {
    because: "without a bundle there is no signature to verify",
    hint: "download the .sigstore file that python.org has beside the tarball, or name it with --bundle",
  });
}

function notThere(file: string): PyverifyError {
  return new PyverifyError("filesystem", "not-readable", `${file} does not exist`, {
    because: "there is nothing to verify",
    hint: "check the path; to verify a digest write sha256:HEX",
  });
}

function digestWithoutBundle(): PyverifyError {
  return new PyverifyError("usage", "missing-argument", "a digest needs --bundle FILE", {
    because: "there is no file beside which a bundle could be found",
    hint: "give --bundle, and --release or --certificate-identity",
  });
}
