import { execFileSync } from "node:child_process";
import { chmodSync, copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { inject } from "postject";
import { bundleForExecutable } from "./bundle.mjs";

/** A part of the executable, and what a stack names: not the path of a temporary folder. */
const programName = "pyverify.cjs";

/**
 * Puts the program and its addon into a copy of Node
 * (https://nodejs.org/docs/latest-v24.x/api/single-executable-applications.html).
 *
 * @param {object} parts
 * @param {string} parts.node of the same release as the one that runs this, of any architecture
 * @param {string} parts.addon
 * @param {string} parts.executable the file to make
 */
export async function makeSingleExecutable({ node, addon, executable }) {
  const work = mkdtempSync(join(tmpdir(), "pyverify-standalone-"));
  try {
    const { text } = await bundleForExecutable(programName);
    writeFileSync(join(work, programName), text);
    const blob = makeBlob(work, resolve(addon));
    copyFileSync(node, executable);
    chmodSync(executable, 0o755);
    await inject(executable, "NODE_SEA_BLOB", blob, {
      // The mark in Node's executable that says whether there is an application in it.
      sentinelFuse: "NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2",
    });
  } finally {
    rmSync(work, { recursive: true });
  }
}

/**
 * @param {string} work the folder that holds the program
 * @param {string} addon
 */
function makeBlob(work, addon) {
  const configuration = {
    main: programName,
    output: "blob",
    disableExperimentalSEAWarning: true,
    // NODE_OPTIONS may name files to run, and OPENSSL_CONF libraries to load: what runs is what is
    // in the executable.
    execArgvExtension: "none",
    execArgv: ["--openssl-config=/dev/null"],
    assets: { "lzma_native.node": addon },
  };
  writeFileSync(join(work, "sea.json"), JSON.stringify(configuration));
  execFileSync(process.execPath, ["--experimental-sea-config", "sea.json"], {
    cwd: work,
    stdio: "pipe",
  });
  return readFileSync(join(work, "blob"));
}
