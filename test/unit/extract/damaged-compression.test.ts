import { join } from "node:path";
import { constants, crc32, deflateRawSync, deflateSync, gzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { PyverifyError } from "../../../src/base/errors.ts";
import { startDecompressor } from "../../../src/extract/decode/decompress.ts";
import { limits } from "../../../src/extract/limits.ts";
import type { ProgressEvent } from "../../../src/base/progress.ts";
import { unpack } from "../../../src/extract/unpack.ts";
import { pythonOrg, type TarballFormat } from "../../../src/release/release.ts";
import { sourceTarball } from "../../../src/release/source-tarball.ts";
import { parseVersion } from "../../../src/release/version.ts";
import { flipped, lzmaAlone, withCheck, xz } from "../../support/archives/compression.ts";
import {
  archive,
  endMarker,
  file,
  release as cpython,
} from "../../support/archives/tar-builder.ts";
import { createWorkspace, type Workspace } from "../../support/workspace.ts";

const tar = archive(file("a", "some content\n".repeat(1000)));
const gz = gzipSync(tar, { level: 9 });
const plainXz = await xz(tar);
const zeros = Buffer.alloc(8 * limits.ratioFreeBytes);
const text = Buffer.from("text");

/** A `.gz` file with another header: its magic and method, flags, and what these announce. */
function gzWith(flags: number, extra: Buffer, method = 8): Buffer {
  const head = Buffer.from([0x1f, 0x8b, method, flags, 0, 0, 0, 0, 2, 3]);
  return Buffer.concat([head, extra, gz.subarray(10)]);
}

/** The file's header with its FHCRC. */
function gzWithHeaderChecksum(difference: number): Buffer {
  const head = gzWith(2, Buffer.alloc(0)).subarray(0, 10);
  const checksum = Buffer.alloc(2);
  checksum.writeUInt16LE((crc32(head) & 0xffff) ^ difference);
  return gzWith(2, checksum);
}

const damagedGz: Record<string, Buffer> = {
  "no bytes at all": Buffer.alloc(0),
  "one byte": gz.subarray(0, 1),
  "a header alone": gz.subarray(0, 10),
  "half a header": gz.subarray(0, 5),
  "half of the data": gz.subarray(0, gz.length / 2),
  "no trailer": gz.subarray(0, -8),
  "half a trailer": gz.subarray(0, -4),
  "all but the last byte": gz.subarray(0, -1),
  "another magic": flipped(gz, 0),
  "another method": gzWith(0, Buffer.alloc(0), 7),
  "a reserved flag": gzWith(0x20, Buffer.alloc(0)),
  "a name that does not end": gzWith(8, Buffer.alloc(0)).subarray(0, 10),
  "an extra field longer than the file": gzWith(4, Buffer.from([0xff, 0xff])).subarray(0, 1000),
  "a wrong checksum of the header": gzWithHeaderChecksum(1),
  "a wrong CRC-32": flipped(gz, -8),
  "a wrong size": flipped(gz, -4),
  "a size that is wrong by 2^31": flipped(gz, -1, 7),
  "data that is corrupt at the start": flipped(gz, 10, 1),
  "data that is corrupt in the middle": flipped(gz, Math.floor(gz.length / 2), 3),
  "a byte behind the end": Buffer.concat([gz, Buffer.alloc(1)]),
  "512 zeros behind the end": Buffer.concat([gz, Buffer.alloc(512)]),
  "text behind the end": Buffer.concat([gz, text]),
  "another member behind the end": Buffer.concat([gz, gz]),
  "an empty member behind the end": Buffer.concat([gz, gzipSync("")]),
  "half of another member behind the end": Buffer.concat([gz, gz.subarray(0, 30)]),
  "an archive in two members": Buffer.concat([
    gzipSync(tar.subarray(0, 1024)),
    gzipSync(tar.subarray(1024)),
  ]),
  "a flush in place of the end": Buffer.concat([
    gz.subarray(0, 10),
    deflateRawSync(tar, { finishFlush: constants.Z_SYNC_FLUSH }),
    gz.subarray(-8),
  ]),
  "a zlib file": deflateSync(tar),
  "an .xz file": plainXz,
  "an archive that is not compressed": tar,
  "a page of HTML": Buffer.from("<!doctype html><title>503</title>"),
};

const damagedXz: Record<string, Buffer> = {
  "no bytes at all": Buffer.alloc(0),
  "one byte": plainXz.subarray(0, 1),
  "a header alone": plainXz.subarray(0, 12),
  "half of the data": plainXz.subarray(0, plainXz.length / 2),
  "no index and footer": plainXz.subarray(0, -28),
  "no footer": plainXz.subarray(0, -12),
  "all but the last byte": plainXz.subarray(0, -1),
  "another magic": flipped(plainXz, 0),
  "a corrupt header": flipped(plainXz, 8),
  "a corrupt block header": flipped(plainXz, 14),
  "a filter that nobody knows": flipped(plainXz, 14, 6),
  "data that is corrupt in the middle": flipped(plainXz, Math.floor(plainXz.length / 2), 3),
  "a wrong integrity check": flipped(plainXz, -36),
  "a corrupt index": flipped(plainXz, -20),
  "a corrupt footer": flipped(plainXz, -10),
  "a wrong magic at the end": flipped(plainXz, -1),
  "an integrity check that nobody can calculate": withCheck(plainXz, 2),
  "another integrity check than it has": withCheck(plainXz, 10),
  "no integrity check where one is": withCheck(plainXz, 0),
  "a byte behind the end": Buffer.concat([plainXz, Buffer.alloc(1)]),
  "four zeros behind the end": Buffer.concat([plainXz, Buffer.alloc(4)]),
  "text behind the end": Buffer.concat([plainXz, text]),
  "YZ behind the end": Buffer.concat([plainXz, Buffer.from("YZ")]),
  "half of another stream behind the end": Buffer.concat([plainXz, plainXz.subarray(0, 40)]),
  "a dictionary of 1 GiB": await withDictionary(),
  "a .lzma file": await lzmaAlone(tar),
  "a .gz file": gz,
  "an archive that is not compressed": tar,
  "a page of HTML": Buffer.from("<!doctype html><title>503</title>"),
};

/** The block header says how large a dictionary is needed; nothing is allocated to say so. */
async function withDictionary(): Promise<Buffer> {
  const changed = await xz(tar);
  // 2^(36 / 2 + 12) bytes; behind the stream header: size, flags, filter, size of its properties.
  changed[12 + 4] = 36;
  changed.writeUInt32LE(crc32(changed.subarray(12, 20)), 20);
  return changed;
}

let workspace: Workspace;
beforeEach(async () => {
  workspace = await createWorkspace();
});
afterEach(() => workspace.remove());

describe.each([
  ["tgz", damagedGz],
  ["tar.xz", damagedXz],
] as const)("a %s with", (format, files) => {
  test.each(Object.entries(files))("%s is refused and nothing is left", async (_, tarball) => {
    const outcome = await attempt(tarball, format);
    expect(outcome).toEqual({ code: "compression-invalid", left: [], unpacked: 0 });
  });
});

test("an archive that starts again behind the end of an .xz stream is refused", async () => {
  const outcome = await attempt(Buffer.concat([plainXz, plainXz]), "tar.xz");
  expect(outcome).toEqual({ code: "archive-malformed", left: [], unpacked: 0 });
});

describe("a bomb", () => {
  // Progress is told in whole MiB: neither ratio nor size limit lets more through.
  const early = expect.toSatisfy((bytes: number) => bytes <= 2 * limits.ratioFreeBytes);
  const start = Buffer.concat([cpython(), file("zeros", "", { size: limits.fileBytes })]);

  test("of zeros in gzip ends early", async () => {
    const bomb = gzipSync(Buffer.concat([start, zeros]));
    expect(await attempt(bomb, "tgz")).toEqual({
      code: "limit-exceeded",
      left: [],
      unpacked: early,
    });
  });

  test("of zeros in xz ends early", async () => {
    const bomb = await xz(Buffer.concat([start, zeros]));
    expect(await attempt(bomb, "tar.xz")).toEqual({
      code: "limit-exceeded",
      left: [],
      unpacked: early,
    });
  });

  test("of zeros behind the archive's end ends early too", async () => {
    const bomb = gzipSync(Buffer.concat([cpython(), endMarker, zeros]));
    expect(await attempt(bomb, "tgz")).toEqual({
      code: "limit-exceeded",
      left: [],
      unpacked: early,
    });
  });
});

test.each(["tgz", "tar.xz"] as const)("the same %s undamaged is extracted", async (format) => {
  const outcome = await attempt(format === "tgz" ? gz : plainXz, format);
  expect(outcome).toMatchObject({ files: 2 });
});

test.each([
  ["a name", gzWith(8, Buffer.from("Python-3.14.99.tar\0"))],
  ["a comment", gzWith(16, Buffer.from("made by a test\0"))],
  ["an extra field", gzWith(4, Buffer.from([2, 0, 1, 2]))],
  ["a checksum of the header", gzWithHeaderChecksum(0)],
])("a .tgz with %s in its header is extracted", async (_, tarball) => {
  expect(await attempt(tarball, "tgz")).toMatchObject({ files: 2 });
});

async function attempt(tarball: Buffer, format: TarballFormat): Promise<object> {
  let unpacked = 0;
  const observe = (event: ProgressEvent): void => {
    if (event.type === "advance") unpacked = event.done;
  };
  try {
    return await unpack(
      tarball,
      sourceTarball(parseVersion("3.14.99"), { format, mirror: pythonOrg }),
      { destination: join(workspace.work, "out") },
      startDecompressor(format),
      { observe, signal: new AbortController().signal },
    );
  } catch (error) {
    if (!(error instanceof PyverifyError)) throw error;
    const left = (await workspace.contents()).filter((line) => /^work\/[^ ]/.test(line));
    return { code: error.code, left, unpacked };
  }
}
