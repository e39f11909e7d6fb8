import { buffer } from "node:stream/consumers";
import { crc32, deflateRawSync, deflateSync, gzipSync } from "node:zlib";
import { NtExecutable, NtExecutableResource } from "pe-library";
import { Resource } from "resedit";
import { pack } from "tar-stream";
import { parseVersion } from "../../src/release/version.ts";

/*
 * Files of the forms that release managers sign beside the source, and tiny. Real ones are too large
 * to bring along; these follow the sources that make them, which are named at each.
 */

const levels = { a: 10, b: 11, rc: 12 };

/** https://github.com/python/cpython/blob/main/PC/python_ver_rc.h, and Tools/msi for installers */
export function madeUpProgram(
  version: string,
  {
    productName,
    machine = 0x8664,
  }: { readonly productName?: string; readonly machine?: number } = {},
): Buffer {
  const { major, minor, micro, prerelease } = parseVersion(version);
  const level = prerelease === undefined ? 15 : levels[prerelease.phase];
  const field3 = micro * 1000 + level * 10 + (prerelease?.number ?? 0);
  const program = NtExecutable.createEmpty(machine === 0x14c, false);
  program.newHeader.fileHeader.machine = machine;
  const resources = NtExecutableResource.from(program);
  const info = Resource.VersionInfo.createEmpty();
  info.setFileVersion(major, minor, field3, 0, 1033);
  if (productName !== undefined) {
    info.setStringValues({ lang: 1033, codepage: 1200 }, { ProductName: productName });
  }
  info.outputToResourceEntries(resources.entries);
  resources.outputResource(program);
  return Buffer.from(program.generate());
}

/** A program that says nothing of itself. */
export function silentProgram(): Buffer {
  return Buffer.from(NtExecutable.createEmpty(false, false).generate());
}

/** https://www.iana.org/assignments/media-types/application/zip: local headers, directory, end */
export function zip(files: Readonly<Record<string, Buffer>>): Buffer {
  const locals: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [name, content] of Object.entries(files)) {
    const packed = deflateRawSync(content);
    const sizes = Buffer.alloc(12);
    sizes.writeUInt32LE(crc32(content), 0);
    sizes.writeUInt32LE(packed.length, 4);
    sizes.writeUInt32LE(content.length, 8);
    const named = Buffer.from(name);
    const common = Buffer.from("14000000080000000000", "hex");
    const nameLength = Buffer.from([named.length, 0, 0, 0]);
    const local = Buffer.concat([
      Buffer.from("504b0304", "hex"),
      common,
      sizes,
      nameLength,
      named,
      packed,
    ]);
    const place = Buffer.alloc(4);
    place.writeUInt32LE(offset);
    directory.push(
      Buffer.concat([
        Buffer.from("504b01021400", "hex"),
        common,
        sizes,
        nameLength,
        Buffer.alloc(10),
        place,
        named,
      ]),
    );
    locals.push(local);
    offset += local.length;
  }
  const listed = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write("504b0506", "hex");
  end.writeUInt16LE(directory.length, 8);
  end.writeUInt16LE(directory.length, 10);
  end.writeUInt32LE(listed.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...locals, listed, end]);
}

/** An embeddable zip: the interpreter's library, the one that leads to it, and another file. */
export function madeUpEmbeddable(version: string, machine?: number): Buffer {
  const { major, minor } = parseVersion(version);
  const library = madeUpProgram(version, machine === undefined ? {} : { machine });
  return zip({
    "LICENSE.txt": Buffer.from("made up"),
    "python3.dll": madeUpProgram(version),
    [`python${major}${minor}.dll`]: library,
  });
}

/** https://github.com/python/pymanager/blob/main/src/manage/indexutils.py */
export function madeUpIndex(...versions: readonly string[]): Buffer {
  const entries = versions.map((version) => ({
    schema: 1,
    id: "pythoncore-3.14-64",
    "sort-version": version,
    company: "PythonCore",
    hash: { sha256: "0".repeat(64) },
  }));
  return Buffer.from(JSON.stringify({ versions: entries }));
}

/** https://github.com/python/cpython/blob/main/Android/README.md: the prefix of an installation */
export async function madeUpAndroid(version: string): Promise<Buffer> {
  const { major, minor } = parseVersion(version);
  const archive = pack();
  archive.entry({ name: "README.md" }, "made up");
  archive.entry({ name: "prefix/lib/libpython.so", type: "symlink", linkname: "libpython3.so" });
  const header = `#define PY_MAJOR_VERSION ${major}\n#define PY_VERSION              "${version}"\n`;
  archive.entry({ name: `prefix/include/python${major}.${minor}/patchlevel.h` }, header);
  archive.finalize();
  return gzipSync(await buffer(archive));
}

/** https://github.com/apple-oss-distributions/xar: header, table of contents, heap */
export function xar(files: readonly { readonly path: string; readonly content: string }[]): Buffer {
  let offset = 20;
  const heap: Buffer[] = [Buffer.alloc(offset)];
  const entries = files.map(({ path, content }, index) => {
    const packed = deflateSync(content);
    const place = `<data><length>${packed.length}</length><encoding style="application/x-gzip"/><offset>${offset}</offset><size>${content.length}</size></data>`;
    heap.push(packed);
    offset += packed.length;
    return path
      .split("/")
      .reduceRight(
        (inner, name) => `<file id="${index}">${inner}<name>${name}</name></file>`,
        place,
      );
  });
  const table = `<?xml version="1.0" encoding="UTF-8"?><xar><toc><checksum style="sha1"><offset>0</offset><size>20</size></checksum>${entries.join("")}</toc></xar>`;
  const packed = deflateSync(table);
  const header = Buffer.alloc(28);
  header.write("xar!", 0);
  header.writeUInt16BE(28, 4);
  header.writeUInt16BE(1, 6);
  header.writeBigUInt64BE(BigInt(packed.length), 8);
  header.writeBigUInt64BE(BigInt(table.length), 16);
  return Buffer.concat([header, packed, ...heap]);
}

/** As `pkgbuild` writes it of the framework; the component's own version is 0 in real ones. */
export function madeUpPackage(version: string): Buffer {
  const { major, minor } = parseVersion(version);
  const series = `${major}.${minor}`;
  const info = `<?xml version="1.0" encoding="utf-8"?>
<pkg-info identifier="org.python.Python.PythonFramework-${series}" version="0" format-version="2" install-location="/Library/Frameworks/Python.framework">
    <payload numberOfFiles="4201" installKBytes="123109"/>
    <bundle path="./Versions/${series}/Resources/Python.app" id="org.python.python" CFBundleShortVersionString="${version}" CFBundleVersion="${version}"/>
    <bundle-version><bundle id="org.python.python"/></bundle-version>
</pkg-info>`;
  const other = `<pkg-info identifier="org.python.Python.PythonUnixTools-${series}" version="0"/>`;
  return xar([
    { path: "Distribution", content: "<installer-gui-script/>" },
    { path: "Python_Framework.pkg/PackageInfo", content: info },
    { path: "Python_Command_Line_Tools.pkg/PackageInfo", content: other },
  ]);
}

/** One of each kind, as its name on python.org calls it. */
export async function madeUpArtifacts(version: string): Promise<Readonly<Record<string, Buffer>>> {
  const android = await madeUpAndroid(version);
  const name = `python-${version}`;
  return {
    [`${name}-amd64.exe`]: madeUpProgram(version, { productName: `Python ${version} (64-bit)` }),
    [`${name}-arm64.exe`]: madeUpProgram(version, { productName: `Python ${version} (ARM64)` }),
    [`${name}.exe`]: madeUpProgram(version, { productName: `Python ${version} (32-bit)` }),
    [`${name}-embed-amd64.zip`]: madeUpEmbeddable(version),
    [`${name}-embed-arm64.zip`]: madeUpEmbeddable(version, 0xaa64),
    [`${name}-embed-win32.zip`]: madeUpEmbeddable(version, 0x14c),
    [`windows-${version}.json`]: madeUpIndex(version, version),
    [`${name}-macos11.pkg`]: madeUpPackage(version),
    [`${name}-aarch64-linux-android.tar.gz`]: android,
    [`${name}-x86_64-linux-android.tar.gz`]: android,
    [`${name}-iOS-XCframework.tar.gz`]: android,
  };
}
