/*
 * `npm run demo`: the main job from end to end on one machine, with no internet.
 *
 * A Sigstore of our own signs a made-up release, a mirror of our own serves it, and pyverify gets
 * it through both as a build would; then three attacks that must fail. Ends with 1 if anything is
 * not as it should be.
 */
import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import process from "node:process";
import { exitCodes } from "../src/base/errors.ts";
import { createLocalWorld } from "../test/support/local-world.ts";
import { madeUpRelease } from "../test/support/made-up-release.ts";
import { pyverify } from "../test/support/pyverify.ts";
import { conclusion, explain, heading, showCommand, showRun, verdict } from "./demo-page.ts";

const signing = { identity: "hugo@python.org", issuer: "https://github.com/login/oauth" };
const world = await createLocalWorld();
const { workspace, tuf, mirror } = world;
process.once("SIGINT", () => void world.close().finally(() => process.exit(130)));
try {
  await demonstrate();
  process.exitCode = conclusion();
} finally {
  await world.close();
}

async function demonstrate(): Promise<void> {
  heading("A Sigstore and a mirror of our own");
  explain(
    "Fulcio, a certificate transparency log, Rekor and a timestamp authority run in this process.",
    `Their keys are published over TUF at ${tuf.url}, and ${mirror.url} stands in for python.org.`,
    "Each command below is really run, as a process of its own: pyverify is src/main.ts.",
  );

  heading("The release manager signs a release");
  const release = await madeUpRelease({ version: "3.14.99" });
  await world.publish(release, { signing });
  explain(
    `${release.name} is made up and has ${release.tarball.length} bytes. It is signed by ` +
      `${signing.identity}, whom ${signing.issuer} vouches for.`,
  );

  heading("A build fetches it");
  await fetch({ exitCode: 0 });
  explain(`source/ holds ${(await readdir(join(workspace.work, "source"))).join(", ")}`);
  await rm(join(workspace.work, "source"), { recursive: true });

  heading("Attack 1: the mirror changes one byte of the tarball");
  const changed = Buffer.from(release.tarball);
  changed.writeUInt8(changed.readUInt8(400) ^ 1, 400);
  await world.publish(release, { signing, served: changed });
  await fetch({ exitCode: exitCodes.verification });

  heading("Attack 2: the mirror changes the release, and signs it as somebody else");
  await world.publish(release, { signing: { ...signing, identity: "hugo@pythom.org" } });
  await fetch({ exitCode: exitCodes.verification });

  heading("Attack 3: the mirror serves an older release under the new one's name");
  explain("Its signature is genuine: the release manager signed it, and a bundle names no file.");
  const older = await madeUpRelease({ version: "3.14.98" });
  await world.publish({ ...release, tarball: older.tarball }, { signing });
  await fetch({ exitCode: exitCodes.verification });
}

/** Runs the very command that a build would, and shows it. */
async function fetch(expected: { readonly exitCode: number }): Promise<void> {
  const args = ["fetch", "3.14.99", "--out", "source", ...world.flags];
  showCommand("pyverify", args);
  const before = await workspace.contents();
  const run = await pyverify(workspace, args);
  const after = await workspace.contents();
  showRun(run);
  verdict({ run, expected, written: after.length - before.length });
}
