import { build as runEsbuild } from "esbuild";
import { join } from "node:path";

/**
 * What both programs of a bundle have in common. Neither names nor lines are shortened and no two
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

const threadProgram = "src/extract/decode/decode-worker-main.ts";
const threadStarter = "src/extract/decode/decoding-thread.ts";

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
    format: "esm",
    firstLines: [
      `#!${shebang}`,
      'const require = process.getBuiltinModule("node:module").createRequire(import.meta.url);',
    ],
    define: {},
    addon: addonBesideBundle,
  });
}

/**
 * The program as the CommonJS script that a single executable application has to be.
 *
 * @returns {Promise<Program>}
 */
export function bundleForExecutable() {
  return bundle({
    format: "cjs",
    firstLines: ['const programUrl = require("node:url").pathToFileURL(process.execPath).href;'],
    define: { "import.meta.url": "programUrl" },
    addon: addonAmongAssets,
  });
}

/**
 * Puts the whole program into one text that reads as code: module after module, each below the
 * name of its source. What stands behind an `import()` runs when it is first asked for; that V8
 * reads through it before is measured in docs/benchmarks.md, under "Where the time goes".
 *
 * @param {object} kind
 * @param {"esm" | "cjs"} kind.format
 * @param {readonly string[]} kind.firstLines
 * @param {Record<string, string>} kind.define
 * @param {import("esbuild").Plugin} kind.addon where the addon is found
 * @returns {Promise<Program>}
 */
async function bundle({ format, firstLines, define, addon }) {
  const above = [
    ...firstLines,
    "// The decoding thread runs a copy of this function, and nothing else of the file.",
  ];
  const plugins = [addon, builtinsWhenNeeded, nothingFromOutside];
  const thread = await runEsbuild({
    ...common,
    entryPoints: [threadProgram],
    format: "cjs",
    plugins,
  });
  const program = await runEsbuild({
    ...common,
    entryPoints: ["src/main.ts"],
    format,
    define: { ...common.define, ...define },
    plugins: [...plugins, decodingThreadInside(above.length + 1)],
  });
  return {
    text: [
      ...above,
      "function decodingThread(require) {",
      `${textOf(thread)}}\n`,
      textOf(program),
    ].join("\n"),
    inputs: [...new Set([thread, program].flatMap(filesIn))],
  };
}

/** @param {{ outputFiles: import("esbuild").OutputFile[] }} result */
function textOf({ outputFiles: [file] }) {
  if (file === undefined) throw new Error("esbuild has made no file");
  return file.text;
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
 * `node:http` also reads its every export, one of which loads all of undici: 25 ms, in each of the
 * two threads (https://github.com/nodejs/node/blob/v24.x/lib/http.js, `lazyUndici`).
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
 * Takes the place of the source file that starts the decoding thread, and gives the thread a copy of
 * the function at the top of the bundle. The thread finds the addon from where the bundle is, and an
 * error's stack in it names the bundle and its line.
 *
 * @param {number} firstLine of that function
 * @returns {import("esbuild").Plugin}
 */
const decodingThreadInside = (firstLine) => ({
  name: "decoding-thread-inside",
  setup(build) {
    build.onLoad({ filter: new RegExp(`/${threadStarter}$`) }, () => ({
      contents: `
import { Worker } from "node:worker_threads";
export function startDecodingThread(options) {
  const here = JSON.stringify(import.meta.url);
  const require = \`process.getBuiltinModule("node:module").createRequire(\${here})\`;
  const program = \`\${"\\n".repeat(${firstLine - 1})}(\${decodingThread})(\${require});\`;
  return new Worker(\`\${program}\\n//# sourceURL=\${import.meta.url}\`, { ...options, eval: true });
}`,
      resolveDir: common.absWorkingDir,
    }));
  },
});
