/**
 * `npm run build:standalone` makes `dist/pyverify`, after `npm run build`: Node, the program, the
 * addon and the trusted root in one executable, for images that have no Node.
 *
 * `STANDALONE_NODE` is the Node to put it into, which may be another architecture's; the one that
 * runs this without it. Both have to be of one release.
 */
import { statSync } from "node:fs";
import { join } from "node:path";
import { makeSingleExecutable } from "./single-executable.mjs";

const dist = join(import.meta.dirname, "../dist");
const executable = join(dist, "pyverify");
await makeSingleExecutable({
  node: process.env["STANDALONE_NODE"] || process.execPath,
  addon: join(dist, "lzma_native.node"),
  executable,
});
console.log(`dist/pyverify: ${(statSync(executable).size / 1e6).toFixed(0)} MB`);
