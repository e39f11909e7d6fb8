import { maxBundleBytes } from "../../source/download.ts";
import type { HttpClient } from "../../http/http-client.ts";
import { readBounded } from "../../files/bounded-read.ts";
import { bundleSuffixes } from "../../source/local-folder.ts";
import { assembleBundle, publicGoodRekor } from "../../source/rekor.ts";
import { PyverifyError } from "../../base/errors.ts";
import type { StageContext } from "../../base/progress.ts";
import type { Artifact } from "../commands/verify/artifact.ts";

export const bundleFlags = {
  bundle: { type: "string", valueHint: "FILE", description: "the bundle, if it lies elsewhere" },
  signature: {
    type: "string",
    valueHint: "FILE",
    description: "a detached .sig instead of a bundle, with --certificate",
  },
  certificate: {
    type: "string",
    valueHint: "FILE",
    description: "the .crt of that signature; the log entry is asked of Rekor",
  },
  "rekor-url": {
    type: "string",
    valueHint: "URL",
    description: `which Rekor is asked (${publicGoodRekor})`,
  },
} as const;

export interface BundleArguments {
  readonly bundle?: string | undefined;
  readonly signature?: string | undefined;
  readonly certificate?: string | undefined;
  readonly "rekor-url"?: string | undefined;
}

/**
 * Refuses bundle flags that contradict each other or cannot hold for several files.
 *
 * @throws {PyverifyError} usage/conflicting-flags
 */
export function checkBundleFlags(args: BundleArguments, files: number, offline: boolean): void {
  const { bundle, signature, certificate } = args;
  const detached = signature ?? certificate;
  if (detached !== undefined && (signature === undefined || certificate === undefined)) {
    throw conflict(
      "--signature and --certificate are only accepted together",
      "a .sig alone does not say whose it is",
    );
  }
  if (detached !== undefined && bundle !== undefined) {
    throw conflict(
      "--bundle and --signature exclude each other",
      "a bundle has its signature in it",
    );
  }
  if (detached !== undefined && offline) {
    throw conflict(
      "--offline and --signature exclude each other",
      "a detached signature proves no time, so the log has to be asked",
    );
  }
  if ((bundle ?? detached) !== undefined && files > 1) {
    throw conflict(
      `one signature is given, and there are ${files} files`,
      "a signature is one file's",
    );
  }
}

/**
 * Finds the bundle of an artifact: the one named, the one that Rekor's entry makes of a detached
 * signature, or the one beside the file.
 *
 * @throws {PyverifyError} usage/missing-argument, release/bundle-not-found, filesystem; and those of
 *   `assembleBundle`
 */
export async function findBundle(
  artifact: Artifact,
  args: BundleArguments,
  http: HttpClient | undefined,
  context: StageContext,
): Promise<Buffer> {
  const { file } = artifact;
  const { bundle, signature, certificate } = args;
  if (bundle !== undefined) return readNamed("--bundle", bundle, context);
  if (signature !== undefined && certificate !== undefined && http !== undefined) {
    const detached = {
      signature: await readNamed("--signature", signature, context),
      certificate: await readNamed("--certificate", certificate, context),
      sha256: artifact.sha256,
    };
    return assembleBundle(detached, { http, url: args["rekor-url"] ?? publicGoodRekor }, context);
  }
  if (file === undefined) throw digestWithoutBundle();
  return readBeside(file.path, context);
}

/** A path of the user's own that is wrong is no release that was never signed. */
async function readNamed(flag: string, path: string, { signal }: StageContext): Promise<Buffer> {
  const bytes = await readBounded(path, maxBundleBytes, signal);
  if (bytes !== undefined) return bytes;
  throw new PyverifyError("filesystem", "not-readable", `${path} does not exist`, {
    because: "without it there is no signature to verify",
    hint: `check the path given with ${flag}`,
  });
}

async function readBeside(file: string, { signal }: StageContext): Promise<Buffer> {
  for (const suffix of bundleSuffixes) {
    const bytes = await readBounded(file + suffix, maxBundleBytes, signal);
    if (bytes !== undefined) return bytes;
  }
  throw new PyverifyError("release", "bundle-not-found", `${file}.sigstore does not exist`, {
    because: "without it there is no signature to verify",
    hint: "download the .sigstore file that python.org has beside the tarball, or name it with --bundle",
  });
}

function digestWithoutBundle(): PyverifyError {
  return new PyverifyError("usage", "missing-argument", "a digest needs --bundle FILE", {
    because: "there is no file beside which a bundle could be found",
    hint: "give --bundle, and --release or --certificate-identity",
  });
}

function conflict(message: string, because: string): PyverifyError {
  return new PyverifyError("usage", "conflicting-flags", message, {
    because,
    hint: "see pyverify verify --help",
  });
}
