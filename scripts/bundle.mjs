import { build as runEsbuild } from "esbuild";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { insideComment, partsOf } from "./parts.mjs";

/**
 * What all bundles have in common. Neither names nor lines are shortened and no two
 * statements are joined into one, so that the file can be read, and an error's stack too. The
 * licences are in LICENSES.txt, in full.
 *
 * @satisfies {import("esbuild").BuildOptions}
 */
const common = {
  absWorkingDir: join(import.meta.dirname, ".."),
  bundle: true,
  platform: "node",
  target: "node24",
  // jsonc-parser's CommonJS form (UMD) asks for its parts in a way that no bundler can follow.
  mainFields: ["module", "main"],
  // For tables that packages have in one line, and the TUF root, a text of 19,000 characters.
  lineLimit: 200,
  legalComments: "none",
  logLevel: "warning",
  // A copy of Node's own streams for browsers and old Nodes, which lzma-native asks for.
  alias: { "readable-stream": "node:stream" },
  // The folder of a package, which a bundle has none of. lzma-native looks for its addon there.
  define: { __dirname: '""' },
  metafile: true,
  write: false,
};

const entry = "src/bundled.ts";
const decoderProgram = "src/extract/decode/decoder-program.ts";

/**
 * @typedef {object} Program
 * @property {string} text
 * @property {string[]} inputs the files that are in it, relative to the project
 */

/**
 * The program as the ES module that Node runs, with its addon beside it.
 *
 * @param {string} shebang the interpreter of the first line
 * @returns {Promise<Program>}
 */
export function bundleForNode(shebang) {
  return bundle({
    firstLines: [
      `#!${shebang}`,
      'const require = process.getBuiltinModule("node:module").createRequire(import.meta.url);',
      "const program = { require, programUrl: import.meta.url, programName: import.meta.url };",
    ],
    plugins: [addonBesideBundle, bundleAsDecoder],
  });
}

/**
 * The program as the CommonJS script that a single executable application has to be.
 *
 * @param {string} name what a stack calls it
 * @returns {Promise<Program>}
 */
export function bundleForExecutable(name) {
  return bundle({
    firstLines: [
      '"use strict";',
      'const programUrl = require("node:url").pathToFileURL(process.execPath).href;',
      `const program = { require, programUrl, programName: ${JSON.stringify(name)} };`,
    ],
    plugins: [addonAmongAssets, executableAsDecoder],
  });
}

/**
 * Puts the whole program into one text that reads as code: part after part, and in each module
 * after module, each below the name of its source.
 *
 * Before V8 runs any of a file it reads through all of it, but for comments. So the parts are
 * comments, and what stands behind an `import()` costs nothing until it is asked for: see
 * `part-loader.mjs`, and docs/benchmarks.md under "Where the time goes".
 *
 * @param {object} kind
 * @param {readonly string[]} kind.firstLines which make `program`, for the loader
 * @param {import("esbuild").Plugin[]} kind.plugins where addon and decoder are found
 * @returns {Promise<Program>}
 */
async function bundle({ firstLines, plugins }) {
  const program = await runEsbuild({
    ...common,
    entryPoints: [entry],
    format: "esm",
    splitting: true,
    outdir: "parts",
    define: { ...common.define, "import.meta.url": "programUrl" },
    plugins: [...plugins, builtinsWhenNeeded, nothingFromOutside],
  });
  const parts = partsOf(program, entry);
  const loader = readFileSync(join(import.meta.dirname, "part-loader.mjs"), "utf8");
  const lines = [
    ...firstLines,
    ...loader.replace("export function", "function").split("\n"),
    "const { part, usePart } = partLoader(program);",
  ];
  for (const { name, text } of parts) {
    const comment = `/*\n${insideComment(text)}*/`;
    const line = lines.length + 2;
    lines.push("", ...`part(${JSON.stringify(name)}, ${line}, () => {${comment}});`.split("\n"));
  }
  lines.push("", `usePart(${JSON.stringify(entry)});`, "");
  return {
    text: lines.join("\n"),
    inputs: filesIn(program),
  };
}

/** @param {{ metafile: import("esbuild").Metafile }} result */
function filesIn({ metafile }) {
  return Object.keys(metafile.inputs).filter((input) => !/^(?:addon|builtin|absent):/.test(input));
}

/**
 * lzma-native asks `node-gyp-build` for its addon. This answers with the addon beside the bundle.
 *
 * @type {import("esbuild").Plugin}
 */
const addonBesideBundle = {
  name: "addon-beside-bundle",
  setup(build) {
    build.onResolve({ filter: /^node-gyp-build$/ }, ({ path }) => ({ path, namespace: "addon" }));
    build.onLoad({ filter: /.*/, namespace: "addon" }, () => ({
      contents: 'module.exports = () => require("./lzma_native.node");',
    }));
    build.onResolve({ filter: /^\.\/lzma_native\.node$/ }, ({ path }) => ({
      path,
      external: true,
    }));
  },
};

/**
 * In the standalone executable the addon is one of its assets.
 *
 * @type {import("esbuild").Plugin}
 */
const addonAmongAssets = {
  name: "addon-among-assets",
  setup(build) {
    build.onResolve({ filter: /^node-gyp-build$/ }, () => ({
      path: join(import.meta.dirname, "standalone-addon.cjs"),
    }));
  },
};

/**
 * What `debug`, a package that tuf-js uses, would take if it were there. It must not be looked for
 * when the program runs, in whatever folders stand beside it, in HOME or in NODE_PATH.
 *
 * @type {import("esbuild").Plugin}
 */
const nothingFromOutside = {
  name: "nothing-from-outside",
  setup(build) {
    build.onResolve({ filter: /^supports-color$/ }, ({ path }) => ({ path, namespace: "absent" }));
    build.onLoad({ filter: /.*/, namespace: "absent" }, () => ({ contents: "" }));
  },
};

/**
 * Loads Node's own modules as CommonJS does, when the module that needs them runs. An `import` of
 * `node:http` also reads its every export, one of which loads all of undici: 25 ms (https://github.com/nodejs/node/blob/v24.x/lib/http.js, `lazyUndici`).
 *
 * @type {import("esbuild").Plugin}
 */
const builtinsWhenNeeded = {
  name: "builtins-when-needed",
  setup(build) {
    build.onResolve({ filter: /^node:/ }, ({ path, kind }) =>
      kind === "require-call" ? undefined : { path, namespace: "builtin" },
    );
    build.onLoad({ filter: /.*/, namespace: "builtin" }, ({ path }) => ({
      contents: `module.exports = process.getBuiltinModule(${JSON.stringify(path)});`,
    }));
  },
};

/**
 * Says what the decoding process is.
 *
 * @param {string} name
 * @param {string} contents in place of `decoder-program.ts`
 * @returns {import("esbuild").Plugin}
 */
const decoderAs = (name, contents) => ({
  name,
  setup(build) {
    build.onLoad({ filter: new RegExp(`/${decoderProgram}$`) }, () => ({
      contents,
      resolveDir: common.absWorkingDir,
    }));
  },
});

const bundleAsDecoder = decoderAs(
  "bundle-as-decoder",
  `
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
const script = fileURLToPath(import.meta.url);
export const decoderProgram = { script, folder: dirname(script) };`,
);

const executableAsDecoder = decoderAs(
  "executable-as-decoder",
  'export const decoderProgram = { script: undefined, folder: "" };',
);
