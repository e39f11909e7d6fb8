import { build as runEsbuild } from "esbuild";
import { join } from "node:path";

/**
 * What all bundles have in common. Neither names nor lines are shortened: an error's stack and a
 * stranger who compares two builds can both read the result, and it costs about a millisecond.
 * The licences are in LICENSES.txt, in full.
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
  minifySyntax: true,
  legalComments: "none",
  logLevel: "warning",
  // A copy of Node's own streams for browsers and old Nodes, which lzma-native asks for.
  alias: { "readable-stream": "node:stream" },
};

/**
 * Puts one source file and all that it imports into one file.
 *
 * @param {import("esbuild").BuildOptions} options
 * @returns {Promise<string[]>} the files that are in it, relative to the project
 */
export async function bundle(options) {
  const { metafile } = await runEsbuild({
    ...common,
    ...options,
    alias: { ...common.alias, ...options.alias },
    metafile: true,
  });
  return Object.keys(metafile.inputs).filter((input) => !/^(?:addon|builtin):/.test(input));
}

/**
 * lzma-native asks `node-gyp-build` for its addon. This answers with the addon beside the bundle.
 *
 * @type {import("esbuild").Plugin}
 */
export const addonBesideBundle = {
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
 * Loads Node's own modules as CommonJS does, when the module that needs them runs. An `import` of
 * `node:http` also reads its every export, one of which loads all of undici: 25 ms, in each of the
 * two threads (https://github.com/nodejs/node/blob/v24.x/lib/http.js, `lazyUndici`).
 *
 * @type {import("esbuild").Plugin}
 */
export const builtinsWhenNeeded = {
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
 * Puts the decoding thread's program into the bundle as a text: see `src/extract/decoding-thread.ts`.
 * It finds the addon from where the bundle is, by `import.meta.url`.
 *
 * @param {import("esbuild").BuildOptions} options of the thread's own bundle
 * @returns {import("esbuild").Plugin}
 */
export function decodingThreadInside(options) {
  return {
    name: "decoding-thread-inside",
    setup(build) {
      build.onLoad({ filter: /\/extract\/decoding-thread\.ts$/ }, async () => {
        const {
          outputFiles: [bundled],
        } = await runEsbuild({
          ...common,
          ...options,
          alias: { ...common.alias, ...options.alias },
          entryPoints: ["src/extract/decode-worker-main.ts"],
          format: "cjs",
          define: { __dirname: '""' },
          write: false,
        });
        return { contents: startThread(bundled?.text ?? ""), resolveDir: common.absWorkingDir };
      });
    },
  };
}

/** @param {string} program */
const startThread = (program) => `
import { Worker } from "node:worker_threads";
const program = ${JSON.stringify(program)};
const here = JSON.stringify(import.meta.url);
export function startDecodingThread(options) {
  const require = \`process.getBuiltinModule("node:module").createRequire(\${here})\`;
  return new Worker(\`((require) => {\${program}})(\${require})\`, { ...options, eval: true });
}
`;

/** CommonJS packages in an ESM bundle ask for Node's own modules with `require`. */
export const requireInEsm = [
  'import { createRequire as createRequireForBundle } from "node:module";',
  "const require = createRequireForBundle(import.meta.url);",
].join("\n");
