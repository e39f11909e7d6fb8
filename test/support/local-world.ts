import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { MadeUpRelease } from "./made-up-release.ts";
import { type Mirror, serveMirror } from "./mirror.ts";
import { bytesOf } from "./sigstore/bundle.ts";
import {
  createLocalSigstore,
  type LocalSigstore,
  type SigningOptions,
} from "./sigstore/local-sigstore.ts";
import { serveTufRepository, type TufRepository } from "./sigstore/tuf-repository.ts";
import { createWorkspace, type Workspace } from "./workspace.ts";

/** All that pyverify talks to, on this machine: python.org, Sigstore, its TUF repository. */
export interface LocalWorld {
  readonly workspace: Workspace;
  readonly sigstore: LocalSigstore;
  readonly tuf: TufRepository;
  readonly mirror: Mirror;
  /** what leads the program here: `--mirror`, `--tuf-mirror` and `--tuf-root` with their values */
  readonly flags: readonly string[];
  /** Puts a release on the mirror, in place of what is there of that version. */
  publish(release: MadeUpRelease, options?: PublishOptions): Promise<void>;
  /** Stops the servers and removes the files. */
  close(): Promise<void>;
}

export interface PublishOptions {
  /** how the release is signed */
  readonly signing?: SigningOptions;
  /** the bundle to serve, if not one over the release; none if `null` */
  readonly bundle?: Buffer | null;
  /** the tarball to serve, if not the one that is signed */
  readonly served?: Buffer;
  /** keep what is there of that version already, for a second format */
  readonly beside?: boolean;
}

export async function createLocalWorld(): Promise<LocalWorld> {
  const workspace = await createWorkspace();
  const sigstore = createLocalSigstore();
  const tuf = await serveTufRepository(sigstore.trustedRoot());
  await writeFile(join(workspace.work, "root.json"), tuf.root);
  const pythonOrg = join(workspace.path, "python.org");
  const mirror = await serveMirror(pythonOrg);
  return {
    workspace,
    sigstore,
    tuf,
    mirror,
    flags: ["--mirror", mirror.url, "--tuf-mirror", tuf.url, "--tuf-root", "root.json"],
    publish: async (release, { signing, bundle, served, beside = false } = {}) => {
      const { major, minor, micro } = release.version;
      const folder = join(pythonOrg, `${major}.${minor}.${micro}`);
      if (!beside) await rm(folder, { recursive: true, force: true });
      await mkdir(folder, { recursive: true });
      await writeFile(join(folder, release.name), served ?? release.tarball);
      if (bundle === null) return;
      const signed = bundle ?? bytesOf(sigstore.sign(release.tarball, signing));
      await writeFile(join(folder, `${release.name}.sigstore`), signed);
    },
    close: async () => {
      await Promise.all([tuf.close(), mirror.close(), workspace.remove()]);
    },
  };
}
