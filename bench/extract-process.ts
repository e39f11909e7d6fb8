import { openSync, readSync, statSync } from "node:fs";
import { setTimeout } from "node:timers/promises";
import { startDecompressor } from "../src/extract/decode/decompress.ts";
import { unpack } from "../src/extract/unpack.ts";
import { pythonOrg, tarballFormats } from "../src/release/release.ts";
import { sourceTarball } from "../src/release/source-tarball.ts";
import { parseVersion } from "../src/release/version.ts";

// Extraction alone, as it is within a fetch: the tarball is in memory and the decoder has started.
//     node extract-process.ts VERSION FORMAT TARBALL DESTINATION
const [version = "", formatName, tarball = "", destination = ""] = process.argv.slice(2);
const format = tarballFormats.find((name) => name === formatName) ?? "tar.xz";
const decompressor = startDecompressor(format);
const bytes = Buffer.alloc(statSync(tarball).size);
const file = openSync(tarball, "r");
for (let at = 0; at < bytes.length;) {
  at += readSync(file, bytes, at, bytes.length - at, at);
}
// In a fetch, the download and the verification take longer than this.
await setTimeout(150);
const start = performance.now();
await unpack(
  bytes,
  sourceTarball(parseVersion(version), { format, mirror: pythonOrg }),
  { destination },
  decompressor,
  { observe: () => undefined, signal: new AbortController().signal },
);
console.log(`took ${(performance.now() - start) / 1000}`);
