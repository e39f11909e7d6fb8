/**
 * `npm run build` makes dist:
 *
 * - `pyverify.mjs`, the whole program in one executable file;
 * - `lzma_native.node`, the native code of the process that decodes .tar.xz, which has to be a file
 *   of its own: unpacking an embedded one fails on a read-only root and on a noexec /tmp;
 * - `LICENSES.txt`, of everything in both.
 *
 * The environment variables that choose compiler and target are described in scripts/addon.mjs;
 * `PYVERIFY_SHEBANG` is the interpreter of the first line, `/usr/bin/env node` without it.
 */
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { addonOptions, makeAddon } from "./scripts/addon.mjs";
import { bundleForNode } from "./scripts/bundle.mjs";
import { licences } from "./scripts/licences.mjs";

const root = import.meta.dirname;
const dist = join(root, "dist");
const shebang = process.env["PYVERIFY_SHEBANG"] || "/usr/bin/env node";

// Beside dist, so that its files can be renamed into it.
const work = mkdtempSync(join(root, ".dist-"));
try {
  await buildInto(work);
  replace(dist, work);
} finally {
  rmSync(work, { recursive: true });
}

/** @param {string} folder */
async function buildInto(folder) {
  const program = join(folder, "pyverify.mjs");
  const { text, inputs } = await bundleForNode(shebang);
  writeFileSync(program, text);
  chmodSync(program, 0o755);
  writeFileSync(join(folder, "LICENSES.txt"), licences(root, inputs));

  const addon = join(folder, "lzma_native.node");
  const said = makeAddon(addon, addonOptions(process.env));
  chmodSync(addon, 0o644);
  console.log(`dist/pyverify.mjs: ${inputs.length} files in one`);
  console.log(`dist/lzma_native.node: ${said}`);
}

/**
 * File by file, so that whoever runs the program meanwhile finds the old one or the new one.
 *
 * @param {string} old
 * @param {string} fresh
 */
function replace(old, fresh) {
  const names = readdirSync(fresh);
  mkdirSync(old, { recursive: true });
  for (const name of names) renameSync(join(fresh, name), join(old, name));
  for (const name of readdirSync(old)) {
    if (!names.includes(name)) rmSync(join(old, name), { recursive: true });
  }
}
