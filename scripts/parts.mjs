import { basename } from "node:path";
import { compileFunction } from "node:vm";

/**
 * @typedef {object} Part
 * @property {string} name the source that all others in it are there for
 * @property {string} text code for `part-loader.mjs`
 */

/**
 * Makes parts of what esbuild has split: a part for what stands behind each `import()`, and one for
 * all that several of them have in common. A part comes after one that asks for it.
 *
 * Between the files that esbuild makes there is no more than `import { … }`, `import("…")` and one
 * `export`, printed in one way. They become calls of the loader, and the build fails at any other.
 * A file that is imported for no name of it is left out: no source of ours does anything when it is
 * loaded that another one waits for.
 *
 * @param {import("esbuild").BuildResult<{ metafile: true, write: false }>} split
 * @param {string} entry the source file that runs first
 * @returns {Part[]}
 */
export function partsOf({ metafile, outputFiles }, entry) {
  const outputs = Object.entries(metafile.outputs);
  const names = new Map(outputs.map(([path, output]) => [basename(path), nameOf(output)]));
  const modules = new Map(outputFiles.map(({ path, text }) => [names.get(basename(path)), text]));
  if (modules.size !== names.size) throw new Error("two parts have one name");

  /** @type {Map<string, Part>} */
  const parts = new Map();
  /** @param {string} name */
  function add(name) {
    if (parts.has(name)) return;
    const { text, needed } = asFunctionBody(modules.get(name) ?? "", names);
    parts.set(name, { name, text });
    for (const other of needed) add(other);
  }
  add(entry);
  const lost = [...modules.keys()].filter((name = "") => !parts.has(name));
  if (lost.length > 0) throw new Error(`nothing imports anything by name from ${lost.join(", ")}`);
  return [...parts.values()];
}

/** @param {import("esbuild").Metafile["outputs"][string]} output */
function nameOf({ entryPoint, inputs }) {
  if (entryPoint !== undefined) {
    return entryPoint in inputs ? entryPoint : `what ${entryPoint} exports`;
  }
  // In the order in which they run: the last one imports the others.
  const sources = Object.keys(inputs).filter((input) => !input.startsWith("builtin:"));
  return sources.at(-1) ?? Object.keys(inputs).at(-1) ?? "what esbuild adds";
}

/**
 * @param {string} module
 * @param {ReadonlyMap<string, string>} names of parts, by their files
 */
function asFunctionBody(module, names) {
  if (module.includes("usePart")) throw new Error("a name of the part loader is taken");
  /** @type {Set<string>} */
  const needed = new Set();
  /** @param {string} file */
  function nameFor(file) {
    const name = names.get(file);
    if (name === undefined) throw new Error(`${file} is no part`);
    needed.add(name);
    return JSON.stringify(name);
  }
  const text = module
    .replace(/^import "\.\/[^"]+";\n/gm, "")
    .replace(
      /^import (\{[^}]*\}) from "\.\/([^"]+)";$/gm,
      (_, imported, file) => `const ${renamed(imported, "$1: $2")} = usePart(${nameFor(file)});`,
    )
    .replace(/\bimport\("\.\/([^"]+)"\)/g, (_, file) => `usePartLater(${nameFor(file)})`)
    .replace(/^export default (.*);$/m, "return { default: $1 };")
    .replace(/^export (\{[^}]*\});$/m, (_, exported) => {
      for (const name of namesIn(exported)) requireOneValue(name, module);
      return `return ${renamed(exported, "$2: $1")};`;
    });
  requireFunctionBody(text);
  return { text, needed };
}

/**
 * @param {string} list what stands between the braces of an import or export
 * @param {string} form of `$1 as $2`
 */
function renamed(list, form) {
  return list.replace(/([\w$]+) as ([\w$]+)/g, form);
}

/** @param {string} exported */
function namesIn(exported) {
  return [...exported.matchAll(/([\w$]+)(?: as [\w$]+)?/g)].map(([, name = ""]) => name);
}

/**
 * A module exports variables, a part the values that they have when it has run.
 *
 * @param {string} name of an export
 * @param {string} module
 */
function requireOneValue(name, module) {
  const escaped = name.replaceAll("$", String.raw`\$`);
  if (!new RegExp(String.raw`^(?:var|let) ${escaped}(?![\w$])`, "m").test(module)) return;
  const assigned = String.raw`(?<![\w$.])${escaped} *(?:[^\w\s=<>!(){}[\],;:.]*=(?![=>])|\+\+|--)`;
  const times = [...module.matchAll(new RegExp(assigned, "g"))].length;
  // Or a variable within a function has its name: nothing is wrong then, but this cannot tell.
  if (times !== 1) throw new Error(`${name} is exported, and is set in ${times} places`);
}

/** @param {string} text */
function requireFunctionBody(text) {
  const names = ["usePart", "usePartLater", "require", "programUrl"];
  compileFunction(`"use strict";${text}`, names);
  const left = /\bimport\b *\(.*/.exec(text)?.[0];
  if (left !== undefined) throw new Error(`no part is imported by ${left}`);
  const returns = text.match(/^return /gm)?.length ?? 0;
  if (returns > 1) throw new Error("what a part exports is in two lists");
}

/**
 * Writes the end of a comment otherwise, which `part-loader.mjs` undoes.
 *
 * @param {string} text
 * @returns {string} a text that may stand in a comment
 */
export function insideComment(text) {
  return text.replace(/\*(\\*)\//g, String.raw`*$1\/`);
}
