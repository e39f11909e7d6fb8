/**
 * In the standalone executable this is what lzma-native gets as `node-gyp-build`: the addon is one
 * of the executable's assets, and the loader takes nothing but a file.
 */
const { mkdtempSync, rmSync, writeFileSync } = require("node:fs");
const { tmpdir } = require("node:os");
const path = require("node:path");
const { getRawAsset } = require("node:sea");

/** Where a file may be written and mapped as code; a container often forbids one of the two. */
const folders = [tmpdir(), "/dev/shm", "/var/tmp", process.cwd()];

module.exports = function loadAddon() {
  const addon = new Uint8Array(getRawAsset("lzma_native.node"));
  const failures = [];
  for (const parent of new Set(folders)) {
    let folder;
    try {
      // Nobody else can look into it, so that what is loaded is what was written.
      folder = mkdtempSync(path.join(parent, "pyverify-addon-"));
      const file = path.join(folder, "lzma_native.node");
      writeFileSync(file, addon);
      const loaded = { exports: {} };
      process.dlopen(loaded, file);
      return loaded.exports;
    } catch (error) {
      failures.push(error instanceof Error ? error.message : String(error));
    } finally {
      // Once it is mapped, the file is not needed any more.
      if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
    }
  }
  throw new Error(`no folder to load it from: ${failures.join("; ")}`);
};
