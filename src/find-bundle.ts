import { PyverifyError } from "./base/errors.ts";
import type { StageContext } from "./base/progress.ts";
import { readNamed } from "./files/bounded-read.ts";
import type { HttpClient } from "./http/http-client.ts";
import type { GivenArtifact } from "./read-artifact.ts";
import { maxBundleBytes } from "./source/size-limits.ts";
import { bundleBeside } from "./source/folder-source.ts";
import { assembleBundle } from "./source/rekor.ts";

/** Where the bundle of an artifact is. */
export type BundlePlace =
  | { readonly type: "beside" }
  | { readonly type: "file"; readonly path: string }
  /** to be made of a detached signature and of what a Rekor knows about it */
  | {
      readonly type: "detached";
      readonly signature: string;
      readonly certificate: string;
      readonly rekor: { readonly http: HttpClient; readonly url: string };
    };

/**
 * Finds the bundle of an artifact.
 *
 * @throws {PyverifyError} usage/missing-argument, release/bundle-not-found, filesystem; and those of
 *   `assembleBundle`
 */
export async function findBundle(
  { file, sha256 }: GivenArtifact,
  place: BundlePlace,
  context: StageContext,
): Promise<Buffer> {
  switch (place.type) {
    case "beside":
      if (file === undefined) throw digestWithoutBundle();
      return readBeside(file.path, context);
    case "file":
      return readOwn("--bundle", place.path, context);
    case "detached": {
      const signature = await named("--signature", place.signature, context);
      const certificate = await named("--certificate", place.certificate, context);
      return assembleBundle({ signature, certificate, sha256 }, place.rekor, context);
    }
  }
}

/** A path of the user's own that is wrong is no release that was never signed. */
function readOwn(flag: string, path: string, { signal }: StageContext): Promise<Buffer> {
  return readNamed(path, maxBundleBytes, `check the path given with ${flag}`, signal);
}

async function named(flag: string, path: string, context: StageContext) {
  return { path, bytes: await readOwn(flag, path, context) };
}

async function readBeside(file: string, { signal }: StageContext): Promise<Buffer> {
  const bundle = await bundleBeside(file, signal);
  if (bundle !== undefined) return bundle.found;
  throw new PyverifyError("release", "bundle-not-found", `${file}.sigstore does not exist`, {
    because: "without it there is no signature to verify",
    hint: "download the .sigstore file that python.org has beside the tarball, or name it with --bundle",
  });
}

function digestWithoutBundle(): PyverifyError {
  return new PyverifyError("usage", "missing-argument", "a digest needs --bundle FILE", {
    because: "there is no file beside which a bundle could be found",
    hint: "give --bundle, and --release VERSION, or --certificate-identity and --certificate-oidc-issuer",
  });
}
