/*
 * `npm run real-releases` downloads the releases whose tarballs tests and benchmarks use, into
 * PYVERIFY_REAL_DATA or the folder `../shared/real`: 150 MB, of which what is there already is left
 * alone. Nothing is verified here: that is what the tests do.
 */
import { existsSync } from "node:fs";
import { mkdir, rename, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { mirrorUrl } from "../test/live/addresses.ts";
import { realTarballs } from "../test/support/real-tarballs.ts";

const versions = ["3.11.2", "3.13.5", "3.14.0"];
const endings = ["tar.xz", "tar.xz.sigstore", "tgz", "tgz.sigstore"];

for (const version of versions) {
  for (const ending of endings) {
    const path = `${version}/Python-${version}.${ending}`;
    const file = join(realTarballs, path);
    if (existsSync(file)) {
      console.log(`${file} is there`);
      continue;
    }
    console.log(`${file} is downloaded`);
    await download(new URL(path, mirrorUrl), file);
  }
}

/** Downloads a file aside and renames it, so that half of one is never taken for a whole one. */
async function download(url: URL, file: string): Promise<void> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url}: HTTP ${response.status}`);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(`${file}.part`, await response.bytes());
  await rename(`${file}.part`, file);
}
