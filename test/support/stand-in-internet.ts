import { mkdir, symlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { ReleaseManager } from "../../src/release/release-managers.ts";
import { signedSeries } from "../../src/release/release-managers.ts";
import { folderOf } from "../../src/release/version.ts";
import { execFileSync } from "node:child_process";
import { git } from "./tagged-checkout.ts";
import { takeApart } from "./detached-signature.ts";
import type { LoopbackServer } from "./loopback-server.ts";
import { type MadeUpRelease, madeUpRelease } from "./made-up-release.ts";
import { serveMirror } from "./mirror.ts";
import { publicGoodTrustedRoot } from "./public-good.ts";
import { listRealBundles, readRealBundle } from "./real-bundles.ts";
import { startRekor } from "./rekor.ts";
import { bytesOf } from "./sigstore/bundle.ts";
import { createLocalSigstore, type LocalSigstore } from "./sigstore/local-sigstore.ts";
import type { TrustedRootJson } from "./sigstore/trusted-root.ts";
import { serveTufRepository } from "./sigstore/tuf-repository.ts";

/** python.org, Sigstore's TUF repository and Rekor on loopback, as far as the live tests use them. */
export interface StandInInternet extends LoopbackServer {
  /** what leads the live tests here */
  readonly environment: Readonly<Record<string, string>>;
}

/**
 * Serves the real bundles of 3.14, a made-up newest release of every series with its tag, and 3.12.0a1 with a
 * detached signature. The trusted root knows Sigstore's public-good instance, and the Sigstore that
 * signed what is made up.
 *
 * @param folder an empty one, to lay files out in
 * @param tarball the file that is served as 3.14.0
 */
export async function serveStandInInternet(
  folder: string,
  tarball: string,
): Promise<StandInInternet> {
  const sigstore = createLocalSigstore();
  const pythonOrg = join(folder, "python.org");
  const write = async (path: string, content: Buffer | string): Promise<void> => {
    await mkdir(dirname(join(pythonOrg, path)), { recursive: true });
    await writeFile(join(pythonOrg, path), content);
  };
  for (const listed of listRealBundles().filter(({ version }) => version.startsWith("3.14."))) {
    await write(listed.path, readRealBundle(listed));
    const artifact = listed.path.replace(/\.sigstore$/, "");
    // An audit asks whether a tarball is there; what is in it, only a fetch.
    if (artifact === "3.14.0/Python-3.14.0.tar.xz")
      await symlink(tarball, join(pythonOrg, artifact));
    else await write(artifact, "");
  }
  for (const { series, releaseManagers } of signedSeries) {
    const release = await madeUpRelease({ version: `${series}.99`, emptyFolder: false });
    const path = `${folderOf(release.version)}/${release.name}`;
    await write(path, release.tarball);
    await write(`${path}.sigstore`, sign(release, sigstore, releaseManagers[0]));
    await tagRelease(join(folder, "repository"), release, join(pythonOrg, path));
  }
  const [thomas] = managersOf("3.12");
  const early = await madeUpRelease({ version: "3.12.0a1" });
  const detached = takeApart(sign(early, sigstore, thomas));
  await write(`3.12.0/${early.name}`, early.tarball);
  await write(`3.12.0/${early.name}.sig`, detached.signature);
  await write(`3.12.0/${early.name}.crt`, detached.certificate);

  const tuf = await serveTufRepository(both(publicGoodTrustedRoot(), sigstore.trustedRoot()));
  await writeFile(join(folder, "root.json"), tuf.root);
  const mirror = await serveMirror(pythonOrg);
  const rekor = await startRekor(detached.entries);
  return {
    origin: mirror.origin,
    environment: {
      PYVERIFY_LIVE_MIRROR: mirror.url,
      PYVERIFY_LIVE_TUF_MIRROR: tuf.url,
      PYVERIFY_LIVE_TUF_ROOT: join(folder, "root.json"),
      PYVERIFY_LIVE_REKOR: rekor.origin,
      PYVERIFY_LIVE_REPOSITORY: `file://${join(folder, "repository")}`,
    },
    close: async () => {
      await Promise.all([mirror.close(), tuf.close(), rekor.close()]);
    },
  };
}

function sign(
  release: MadeUpRelease,
  sigstore: LocalSigstore,
  { identity }: ReleaseManager,
): Buffer {
  const { subject, issuer, period } = identity;
  // In the first month in which they sign: what is made today might be signed out of time.
  const signedAt = period === undefined ? new Date() : new Date(`${period.from}-15T00:00:00Z`);
  const options = { identity: subject, issuer, signedAt };
  return bytesOf(sigstore.sign(release.tarball, options));
}

/** Commits what is in a tarball, and names the commit as CPython does. */
async function tagRelease(
  repository: string,
  { version }: MadeUpRelease,
  tarball: string,
): Promise<void> {
  await mkdir(repository, { recursive: true });
  git(repository, "init", "--quiet", "--initial-branch=main");
  // By size and time, git would take each release's files for those of the one before.
  git(repository, "rm", "-r", "--quiet", "--force", "--ignore-unmatch", ".");
  execFileSync("tar", ["-xf", tarball, "--strip-components=1", "-C", repository]);
  git(repository, "add", "--all");
  git(repository, "commit", "--quiet", "--message", version.text);
  git(repository, "tag", `v${version.text}`);
}

function managersOf(series: string): readonly [ReleaseManager, ...ReleaseManager[]] {
  const row = signedSeries.find((one) => one.series === series);
  if (row === undefined) throw new Error(`nobody signs ${series}`);
  return row.releaseManagers;
}

function both(one: TrustedRootJson, other: TrustedRootJson): TrustedRootJson {
  return {
    ...one,
    tlogs: [...one.tlogs, ...other.tlogs],
    certificateAuthorities: [...one.certificateAuthorities, ...other.certificateAuthorities],
    ctlogs: [...one.ctlogs, ...other.ctlogs],
    timestampAuthorities: [...one.timestampAuthorities, ...other.timestampAuthorities],
  };
}
