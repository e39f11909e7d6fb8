/**
 * `npm run build` makes dist:
 *
 * - `pyverify.mjs`, the whole program in one executable file;
 * - `lzma_native.node`, the decoder of .tar.xz, which has to be a file of its own: unpacking an
 *   embedded one fails on a read-only root and on a noexec /tmp;
 * - `LICENSES.txt`, of everything in both.
 *
 * The environment variables that choose compiler and target are described in scripts/addon.mjs;
 * `PYVERIFY_SHEBANG` is the interpreter of the first line, `/usr/bin/env node` without it.
 */
import { chmodSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { addonOptions, makeAddon } from "./scripts/addon.mjs";
import {
  addonBesideBundle,
  builtinsWhenNeeded,
  bundleInParts,
  decodingThreadInside,
} from "./scripts/bundle.mjs";
import { licences } from "./scripts/licences.mjs";

const root = import.meta.dirname;
const dist = join(root, "dist");
const program = join(dist, "pyverify.mjs");
const shebang = process.env["PYVERIFY_SHEBANG"] || "/usr/bin/env node";

rmSync(dist, { recursive: true, force: true });
mkdirSync(dist);

const inputs = await bundleInParts({
  entryPoints: ["src/main.ts"],
  outfile: program,
  shebang,
  plugins: [
    addonBesideBundle,
    decodingThreadInside({ plugins: [addonBesideBundle, builtinsWhenNeeded] }),
  ],
});
chmodSync(program, 0o755);
writeFileSync(join(dist, "LICENSES.txt"), licences(root, inputs));

const addon = join(dist, "lzma_native.node");
const said = makeAddon(addon, addonOptions(process.env));
chmodSync(addon, 0o644);
console.log(`dist/pyverify.mjs: ${inputs.length} files in one`);
console.log(`dist/lzma_native.node: ${said}`);
