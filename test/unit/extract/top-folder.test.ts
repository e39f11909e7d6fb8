import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { proveTopFolder } from "../../../src/extract/top-folder.ts";
import { limits } from "../../../src/extract/limits.ts";
import { hashed } from "../../../src/files/hashed-bytes.ts";
import { pythonOrg, type TarballFormat } from "../../../src/release/release.ts";
import { sourceTarball } from "../../../src/release/source-tarball.ts";
import { parseVersion } from "../../../src/release/version.ts";
import { parseTrustedRoot } from "../../../src/trust/trusted-root.ts";
import { verify, type VerifiedTarball } from "../../../src/verify/verify.ts";
import { xz } from "../../support/archives/compression.ts";
import { archive, paxBody, paxRecord } from "../../support/archives/tar-builder.ts";
import { bytesOf } from "../../support/sigstore/bundle.ts";
import { createLocalSigstore } from "../../support/sigstore/local-sigstore.ts";

const { signal } = new AbortController();
const sigstore = createLocalSigstore();
const root = parseTrustedRoot(Buffer.from(JSON.stringify(sigstore.trustedRoot())), "file");

// Headers that hold nothing, as many as it takes: no entry ends the search.
const comment = paxBody(paxRecord("comment", "x".repeat(60_000)), "g");
const headers = Array.from({ length: (4 * limits.ratioFreeBytes) / 60_000 }, () => comment);
const bomb = Buffer.concat([...headers, archive()]);

test("a tarball of which the first entry is in the top folder has it", async () => {
  const proven = proveTopFolder(signed(gzipSync(archive()), "tgz"), signal);
  await expect(proven).resolves.toBeUndefined();
});

test.each([
  ["tgz", gzipSync(bomb, { level: 9 })],
  ["tar.xz", await xz(bomb)],
] as const)("a bomb of a .%s before the first entry is refused as fetch does", async (...made) => {
  const [format, tarball] = made;
  await expect(proveTopFolder(signed(tarball, format), signal)).rejects.toMatchObject({
    kind: "archive",
    code: "limit-exceeded",
    message: "the archive is too large: it unpacks to more than 100 times its size",
  });
});

test("a tarball that is damaged before the first entry is refused as that", async () => {
  const damaged = gzipSync(archive()).subarray(0, 20);
  await expect(proveTopFolder(signed(damaged, "tgz"), signal)).rejects.toMatchObject({
    kind: "archive",
    code: "compression-invalid",
  });
});

function signed(tarball: Buffer, format: TarballFormat): VerifiedTarball {
  const artifact = sourceTarball(parseVersion("3.14.99"), { format, mirror: pythonOrg });
  const bundle = bytesOf(sigstore.sign(tarball));
  return verify({ artifact, content: hashed(tarball), bundle }, root);
}
