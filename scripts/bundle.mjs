import { build as runEsbuild, transform } from "esbuild";
import { writeFileSync } from "node:fs";
import { basename, join } from "node:path";

/**
 * What all bundles have in common. Neither names nor lines are shortened, so that an error's stack
 * can be read; it costs a millisecond or two. The licences are in LICENSES.txt, in full.
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
  return filesIn(metafile);
}

/**
 * Puts a program into one file, in which what stands behind each `import()` is a text of its own:
 * before V8 runs any code of a file it reads through all of it, 20 ms for the whole program, of
 * which no command needs half. The texts are CommonJS modules, compiled when they are first asked
 * for; a stack names them behind the file's own name.
 *
 * @param {import("esbuild").BuildOptions & { outfile: string, shebang: string }} options
 * @returns {Promise<string[]>} the files that are in it, relative to the project
 */
export async function bundleInParts({ outfile, shebang, ...options }) {
  const { metafile, outputFiles } = await runEsbuild({
    ...common,
    ...options,
    outdir: "parts",
    format: "esm",
    splitting: true,
    define: { __dirname: "import.meta.dirname", __filename: "import.meta.filename" },
    metafile: true,
    write: false,
  });
  const parts = await Promise.all(
    outputFiles.map(async ({ path, text }) => [`./${basename(path)}`, await asCommonJs(text)]),
  );
  writeFileSync(outfile, `#!${shebang}\n${partsLoader(Object.fromEntries(parts))}`);
  return filesIn(metafile);
}

/** @param {import("esbuild").Metafile} metafile */
function filesIn({ inputs }) {
  return Object.keys(inputs).filter((input) => !/^(?:addon|builtin):/.test(input));
}

/** @param {string} part */
async function asCommonJs(part) {
  const { code } = await transform(part, {
    format: "cjs",
    platform: common.platform,
    target: common.target,
    // Written as a `require` that happens later.
    supported: { "dynamic-import": false },
    define: {
      "import.meta.url": "programMeta.url",
      "import.meta.dirname": "programMeta.dirname",
      "import.meta.filename": "programMeta.filename",
    },
  });
  return code;
}

/** @param {Record<string, string>} parts */
const partsLoader = (parts) => `
import { createRequire } from "node:module";
import { compileFunction } from "node:vm";
const requireHere = createRequire(import.meta.url);
const loaded = new Map();
function load(name) {
  const part = parts[name];
  if (part === undefined) return requireHere(name);
  let module = loaded.get(name);
  if (module !== undefined) return module.exports;
  module = { exports: {} };
  loaded.set(name, module);
  try {
    const filename = import.meta.filename + name.slice(1);
    const run = compileFunction(part, ["exports", "require", "module", "programMeta"], { filename });
    run(module.exports, load, module, import.meta);
    return module.exports;
  } catch (error) {
    loaded.delete(name);
    throw error;
  }
}
const parts = {
${Object.entries(parts)
  .map(([name, text]) => `${JSON.stringify(name)}: ${JSON.stringify(text)},`)
  .join("\n")}
};
load("./main.js");
`;

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
          entryPoints: ["src/extract/decode/decode-worker-main.ts"],
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
