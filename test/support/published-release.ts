import { writeFile } from "node:fs/promises";
import { join } from "node:path";

import type { TarballFormat } from "../../src/release/release.ts";
import { folderOf } from "../../src/release/version.ts";
import { type MadeUpRelease, madeUpRelease } from "./made-up-release.ts";
import { bytesOf } from "./sigstore/bundle.ts";
import { createLocalSigstore, type LocalSigstore } from "./sigstore/local-sigstore.ts";
import type { Workspace } from "./workspace.ts";

/** A made-up release, signed by its release manager in a Sigstore of its own. */
export interface PublishedRelease {
  /** where tarball and bundle lie below a mirror's address */
  readonly tarballPath: string;
  readonly bundlePath: string;
  /** both files by their paths */
  readonly files: Readonly<Record<string, Buffer>>;
  readonly sigstore: LocalSigstore;
}

/** Makes and signs a release as the release manager of 3.14 and 3.15 does. */
export async function publishRelease(
  version: string,
  format: TarballFormat = "tar.xz",
  sigstore = createLocalSigstore(),
): Promise<PublishedRelease> {
  return publish(await madeUpRelease({ version, format }), sigstore);
}

/** Signs a release as the release manager of 3.14 and 3.15 does. */
export function publish(made: MadeUpRelease, sigstore = createLocalSigstore()): PublishedRelease {
  const tarballPath = `${folderOf(made.version)}/${made.name}`;
  const bundlePath = `${tarballPath}.sigstore`;
  const bundle = bytesOf(sigstore.sign(made.tarball));
  const files = { [tarballPath]: made.tarball, [bundlePath]: bundle };
  return { tarballPath, bundlePath, files, sigstore };
}

/** Puts a Sigstore's keys into a workspace, and returns the flags that make pyverify believe them. */
export async function trusting(sigstore: LocalSigstore, workspace: Workspace): Promise<string[]> {
  const file = join(workspace.home, "trusted_root.json");
  await writeFile(file, JSON.stringify(sigstore.trustedRoot()));
  return ["--trusted-root", file];
}
