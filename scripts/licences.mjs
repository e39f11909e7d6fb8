import { readFileSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, relative, resolve } from "node:path";

/**
 * The licences of everything that is in the bundle and in the addon beside it.
 *
 * liblzma is in the addon and no npm package: it is under the BSD Zero Clause License (up to 5.4
 * in the public domain), which asks for nothing; it is named all the same.
 *
 * @param {string} root the project's folder
 * @param {string[]} inputs the files that esbuild put into the bundle, relative to `root`
 */
export function licences(root, inputs) {
  const folders = new Set(inputs.map((input) => packageFolder(root, resolve(root, input))));
  for (const name of ["node-addon-api", "node-api-headers"]) {
    folders.add(join(root, "node_modules", name));
  }
  const own = readFileSync(join(root, "LICENSE"), "utf8");
  const others = [...folders]
    .filter((folder) => folder !== root)
    .toSorted((a, b) => (relative(root, a) < relative(root, b) ? -1 : 1))
    .map(licenceOf);
  return [
    `pyverify\n\n${own}`,
    ...new Set(others),
    "liblzma (in the addon lzma_native.node)\n\nBSD Zero Clause License, https://tukaani.org/xz/",
  ]
    .map((text) => text.trim())
    .join(`\n\n${"-".repeat(80)}\n\n`)
    .concat("\n");
}

/** @param {string} folder */
function licenceOf(folder) {
  /** @type {{ name: string, version: string, license?: string }} */
  const manifest = createRequire(import.meta.url)(join(folder, "package.json"));
  const file = readdirSync(folder).find((name) => /^(licen[cs]e|copying)(\.|$)/i.test(name));
  if (manifest.license === undefined) throw new Error(`${folder} names no licence`);
  const text = file === undefined ? "" : readFileSync(join(folder, file), "utf8");
  return `${manifest.name} ${manifest.version} (${manifest.license})\n\n${text}`;
}

/**
 * The folder of the package that a file belongs to: the nearest one whose manifest has a version.
 *
 * @param {string} root
 * @param {string} file
 */
function packageFolder(root, file) {
  for (let folder = dirname(file); folder !== root; folder = dirname(folder)) {
    if (!folder.startsWith(root)) break;
    if (!readdirSync(folder).includes("package.json")) continue;
    const manifest = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
    if (typeof manifest.name === "string" && typeof manifest.version === "string") return folder;
  }
  return root;
}
