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
import { build as bundle } from "esbuild";
import { chmodSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { addonOptions, makeAddon } from "./scripts/addon.mjs";
import { licences } from "./scripts/licences.mjs";

const root = import.meta.dirname;
const dist = join(root, "dist");
const program = join(dist, "pyverify.mjs");
const shebang = process.env["PYVERIFY_SHEBANG"] || "/usr/bin/env node";

rmSync(dist, { recursive: true, force: true });
mkdirSync(dist);

const { metafile } = await bundle({
  absWorkingDir: root,
  entryPoints: ["src/main.ts"],
  outfile: program,
  bundle: true,
  platform: "node",
  format: "esm",
  target: "node24",
  metafile: true,
  // Neither names nor lines are shortened: an error's stack and a stranger who compares two builds
  // can both read the result, and it costs about a millisecond.
  minifySyntax: true,
  // The licences are in LICENSES.txt, in full.
  legalComments: "none",
  banner: {
    js: [
      `#!${shebang}`,
      // CommonJS packages in an ESM bundle ask for Node's own modules with `require`.
      'import { createRequire as createRequireForBundle } from "node:module";',
      "const require = createRequireForBundle(import.meta.url);",
    ].join("\n"),
  },
  define: { __dirname: "import.meta.dirname", __filename: "import.meta.filename" },
  plugins: [
    {
      name: "addon-beside-the-bundle",
      setup(build) {
        build.onResolve({ filter: /^node-gyp-build$/ }, ({ path }) => ({
          path,
          namespace: "addon",
        }));
        build.onLoad({ filter: /.*/, namespace: "addon" }, () => ({
          contents: 'module.exports = () => require("./lzma_native.node");',
        }));
        build.onResolve({ filter: /^\.\/lzma_native\.node$/ }, ({ path }) => ({
          path,
          external: true,
        }));
      },
    },
  ],
  logLevel: "warning",
});
chmodSync(program, 0o755);

const inputs = Object.keys(metafile.inputs).filter((input) => !input.startsWith("addon:"));
writeFileSync(join(dist, "LICENSES.txt"), licences(root, inputs));

const addon = join(dist, "lzma_native.node");
const said = makeAddon(addon, addonOptions(process.env));
chmodSync(addon, 0o644);
console.log(`dist/pyverify.mjs: ${inputs.length} files in one`);
console.log(`dist/lzma_native.node: ${said}`);
