import { unpack } from "../../../src/extract/unpack.ts";
import { startDecompressor } from "../../../src/extract/decode/decompress.ts";
import { PyverifyError } from "../../../src/base/errors.ts";
import { pythonOrg } from "../../../src/release/release.ts";
import { sourceTarball } from "../../../src/release/source-tarball.ts";
import { parseVersion } from "../../../src/release/version.ts";
import { readFileSync } from "node:fs";

// A process of its own, for tests that need another user or umask:
//     node unpack-process.ts TARBALL.tgz DESTINATION
// It says on stdout, as JSON, what came of it.
const [tarball = "", destination = ""] = process.argv.slice(2);
try {
  const tree = await unpack(
    readFileSync(tarball),
    sourceTarball(parseVersion("3.14.99"), { format: "tgz", mirror: pythonOrg }),
    { destination },
    startDecompressor("tgz"),
    { observe: () => undefined, signal: new AbortController().signal },
  );
  console.log(JSON.stringify({ digest: tree.digest }));
} catch (error) {
  if (!(error instanceof PyverifyError)) throw error;
  const { kind, code, message, because } = error;
  console.log(JSON.stringify({ kind, code, message, because }));
}
