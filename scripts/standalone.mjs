/**
 * `npm run build:standalone` makes `dist/pyverify`, after `npm run build`: Node, the program, the
 * addon and the trusted root in one executable, for images that have no Node
 * (https://nodejs.org/docs/latest-v24.x/api/single-executable-applications.html).
 *
 * `STANDALONE_NODE` is the Node to put it into, which may be another architecture's; the one that
 * runs this without it. Both have to be of one release.
 */
import { execFileSync } from "node:child_process";
import { chmodSync, copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inject } from "postject";
import { bundleForExecutable } from "./bundle.mjs";

const dist = join(import.meta.dirname, "../dist");
const executable = join(dist, "pyverify");
const work = mkdtempSync(join(tmpdir(), "pyverify-standalone-"));

try {
  const { text } = await bundleForExecutable();
  writeFileSync(join(work, "main.cjs"), text);
  const blob = makeBlob();
  copyFileSync(process.env["STANDALONE_NODE"] || process.execPath, executable);
  chmodSync(executable, 0o755);
  await inject(executable, "NODE_SEA_BLOB", blob, {
    // The mark in Node's executable that says whether there is an application in it.
    sentinelFuse: "NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2",
  });
  console.log(`dist/pyverify: ${(readFileSync(executable).length / 1e6).toFixed(0)} MB`);
} finally {
  rmSync(work, { recursive: true });
}

function makeBlob() {
  const output = join(work, "blob");
  const configuration = {
    main: join(work, "main.cjs"),
    output,
    disableExperimentalSEAWarning: true,
    assets: {
      "lzma_native.node": join(dist, "lzma_native.node"),
    },
  };
  const file = join(work, "sea.json");
  writeFileSync(file, JSON.stringify(configuration));
  execFileSync(process.execPath, ["--experimental-sea-config", file], { stdio: "pipe" });
  return readFileSync(output);
}
