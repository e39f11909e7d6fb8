/*
 * `npm run demo`: the main job from end to end on one machine, with no internet.
 *
 * A Sigstore of our own signs a made-up release, a mirror of our own serves it, and pyverify gets
 * it through both as a build would; then three attacks that must fail. Ends with 1 if anything is
 * not as it should be.
 */
import { mkdir, readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import process from "node:process";
import { exitCodes } from "../src/errors.ts";
import { type MadeUpRelease, madeUpRelease } from "../test/support/made-up-release.ts";
import { serveMirror } from "../test/support/mirror.ts";
import { bytesOf } from "../test/support/sigstore/bundle.ts";
import {
  createLocalSigstore,
  type SigningOptions,
} from "../test/support/sigstore/local-sigstore.ts";
import { serveTufRepository } from "../test/support/sigstore/tuf-repository.ts";
import { createWorkspace } from "../test/support/workspace.ts";
import { pyverify } from "../test/support/pyverify.ts";
import { conclusion, explain, heading, showCommand, showRun, verdict } from "./demo-page.ts";

const releaseManager: SigningOptions = {
  identity: "hugo@python.org",
  issuer: "https://github.com/login/oauth",
};

const workspace = await createWorkspace();
const sigstore = createLocalSigstore();
const tuf = await serveTufRepository(sigstore.trustedRoot());
const pythonOrg = join(workspace.path, "python.org");
const mirror = await serveMirror(pythonOrg);
const stop = async (): Promise<void> => {
  await Promise.all([tuf.close(), mirror.close(), workspace.remove()]);
};
process.once("SIGINT", () => void stop().finally(() => process.exit(130)));
try {
  await demonstrate();
  process.exitCode = conclusion();
} finally {
  await stop();
}

async function demonstrate(): Promise<void> {
  heading("A Sigstore and a mirror of our own");
  explain(
    "Fulcio, a certificate transparency log, Rekor and a timestamp authority run in this process.",
    `Their keys are published over TUF at ${tuf.url}, and ${mirror.url} stands in for python.org.`,
    "Each command below is really run, as a process of its own: pyverify is src/main.ts.",
  );
  await writeFile(join(workspace.work, "root.json"), tuf.root);

  heading("The release manager signs a release");
  const release = await madeUpRelease({ version: "3.14.99" });
  await publish(release, releaseManager);
  explain(
    `${release.name} is made up and has ${release.tarball.length} bytes. It is signed by ` +
      `${releaseManager.identity}, whom ${releaseManager.issuer} vouches for.`,
  );

  heading("A build fetches it");
  await fetch({ exitCode: 0 });
  explain(`source/ holds ${(await readdir(join(workspace.work, "source"))).join(", ")}`);
  await rm(join(workspace.work, "source"), { recursive: true });

  heading("Attack 1: the mirror changes one byte of the tarball");
  const changed = Buffer.from(release.tarball);
  changed.writeUInt8(changed.readUInt8(400) ^ 1, 400);
  await publish(release, releaseManager, changed);
  await fetch({ exitCode: exitCodes.verification });

  heading("Attack 2: the mirror changes the release, and signs it as somebody else");
  await publish(release, { ...releaseManager, identity: "hugo@pythom.org" });
  await fetch({ exitCode: exitCodes.verification });

  heading("Attack 3: the mirror serves an older release under the new one's name");
  explain("Its signature is genuine: the release manager signed it, and a bundle names no file.");
  const older = await madeUpRelease({ version: "3.14.98" });
  await publish({ ...older, name: release.name, version: release.version }, releaseManager);
  await fetch({ exitCode: exitCodes.verification });
}

/** Puts a tarball and its bundle where python.org has them. */
async function publish(
  release: MadeUpRelease,
  signer: SigningOptions,
  served = release.tarball,
): Promise<void> {
  const folder = join(pythonOrg, release.version.text);
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, release.name), served);
  const bundle = sigstore.sign(release.tarball, signer);
  await writeFile(join(folder, `${release.name}.sigstore`), bytesOf(bundle));
}

/** Runs the very command that a build would, and shows it. */
async function fetch(expected: { readonly exitCode: number }): Promise<void> {
  const words = ["fetch", "3.14.99", "--out", "source"];
  const world = ["--mirror", mirror.url, "--tuf-mirror", tuf.url, "--tuf-root", "root.json"];
  showCommand("pyverify", [...words, ...world]);
  const before = await workspace.contents();
  const run = await pyverify(workspace, [...words, ...world]);
  const after = await workspace.contents();
  showRun(run);
  verdict({ run, expected, written: after.length - before.length });
}
