import { createHash } from "node:crypto";
import { createRequire } from "node:module";
import { buffer } from "node:stream/consumers";
import { gzipSync } from "node:zlib";
import { pack } from "tar-stream";
import type { TarballFormat } from "../../src/release/release.ts";
import { parseVersion, type PythonVersion } from "../../src/release/version.ts";

/** A source tarball that looks like CPython's to everything that pyverify checks, and is tiny. */
export interface MadeUpRelease {
  readonly version: PythonVersion;
  /** `Python-3.14.99.tar.xz` */
  readonly name: string;
  readonly tarball: Buffer;
}

export interface MadeUpReleaseOptions {
  /** as python.org spells it */
  readonly version: string;
  readonly format?: TarballFormat;
  /** the one folder at the top, if not `Python-<version>` */
  readonly topFolder?: string;
  /** what `Include/patchlevel.h` says, if not the version */
  readonly patchlevel?: string;
  /** what `Misc/sbom.spdx.json` says; without it there is no such file, as before 3.12.2 */
  readonly bundled?: string;
  /** the script that configures it, if not one that does nothing */
  readonly configure?: string;
  /** whether it has an empty folder, which a git repository cannot hold; it has, if left out */
  readonly emptyFolder?: boolean;
  /** how many files it has besides, for an extraction that takes a while */
  readonly moreFiles?: number;
}

/**
 * Makes a release: the same options give the same bytes, so that its digest can be compared.
 */
export async function madeUpRelease(options: MadeUpReleaseOptions): Promise<MadeUpRelease> {
  const format = options.format ?? "tar.xz";
  const version = parseVersion(options.version);
  const files = [
    ["configure", options.configure ?? idleConfigure, 0o755] as const,
    ...sourceFiles(parseVersion(options.patchlevel ?? options.version)),
    ...(options.bundled === undefined
      ? []
      : [["Misc/", ""] as const, ["Misc/sbom.spdx.json", options.bundled] as const]),
    ...(options.emptyFolder === false
      ? []
      : ([
          ["Tools/", ""],
          ["Tools/empty folder/", ""],
        ] as const)),
    ...moreFiles(options.moreFiles ?? 0),
  ];
  const tar = await tarOf(options.topFolder ?? `Python-${version.text}`, files);
  return {
    version,
    name: `Python-${version.text}.${format}`,
    tarball: format === "tgz" ? gzipSync(tar, { level: 9 }) : await xz(tar),
  };
}

/** Path below the top folder, and content; a path that ends in a slash is a folder. */
type SourceFile = readonly [path: string, content: string, mode?: number];

const idleConfigure = "#!/bin/sh\necho 'checking build system type... made up'\n";

function sourceFiles(version: PythonVersion): readonly SourceFile[] {
  return [
    ["README.rst", `This is Python version ${version.text}\n${"=".repeat(30)}\n`],
    ["LICENSE", "A made-up release for tests; nothing in it is CPython's.\n"],
    ["Include/", ""],
    ["Include/patchlevel.h", patchlevelHeader(version)],
    ["Include/Python.h", '#include "patchlevel.h"\n'],
    ["Lib/", ""],
    ["Lib/this.py", "print('Beautiful is better than ugly.')\n"],
    ["Lib/test/", ""],
    ["Lib/test/test_empty.py", ""],
    ["Modules/", ""],
    ["Modules/main.c", "int main(void) { return 0; }\n"],
  ];
}

/** Their contents hardly compress: an archive that does too well is refused. */
function moreFiles(count: number): readonly SourceFile[] {
  return Array.from({ length: count }, (_, index) => [
    `Lib/test/data-${index}`,
    createHash("sha256").update(String(index)).digest("hex"),
  ]);
}

/** As https://github.com/python/cpython/blob/main/Include/patchlevel.h, shortened. */
function patchlevelHeader(version: PythonVersion): string {
  const { phase, number } = version.prerelease ?? { phase: "final", number: 0 };
  const level = { a: "ALPHA", b: "BETA", rc: "GAMMA", final: "FINAL" }[phase];
  return `/* Python version identification scheme. */
#define PY_RELEASE_LEVEL_ALPHA  0xA
#define PY_RELEASE_LEVEL_BETA   0xB
#define PY_RELEASE_LEVEL_GAMMA  0xC     /* For release candidates */
#define PY_RELEASE_LEVEL_FINAL  0xF     /* Serial should be 0 here */

/* Version parsed out into numeric values */
#define PY_MAJOR_VERSION        ${version.major}
#define PY_MINOR_VERSION        ${version.minor}
#define PY_MICRO_VERSION        ${version.micro}
#define PY_RELEASE_LEVEL        PY_RELEASE_LEVEL_${level}
#define PY_RELEASE_SERIAL       ${number}

/* Version as a string */
#define PY_VERSION              "${version.text}"
/*--end constants--*/
`;
}

async function tarOf(topFolder: string, files: readonly SourceFile[]): Promise<Buffer> {
  const archive = pack();
  const mtime = new Date("2025-10-07T12:00:00Z");
  archive.entry({ name: `${topFolder}/`, type: "directory", mode: 0o755, mtime });
  for (const [path, content, mode = 0o644] of files) {
    const name = `${topFolder}/${path}`;
    if (path.endsWith("/")) archive.entry({ name, type: "directory", mode: 0o755, mtime });
    else archive.entry({ name, mode, mtime }, content);
  }
  archive.finalize();
  return buffer(archive);
}

// The package has no types of its own.
const lzma: { compress(input: Buffer, done: (output: Buffer) => void): unknown } = createRequire(
  import.meta.url,
)("lzma-native");

async function xz(tar: Buffer): Promise<Buffer> {
  return new Promise((resolve) => {
    lzma.compress(tar, resolve);
  });
}
