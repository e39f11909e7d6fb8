import { hostile, type HostileArchive } from "./hostile-archive.ts";
import {
  archive,
  endMarker,
  file,
  folder,
  gnuLong,
  link,
  member,
  pax,
  topFolder,
} from "./tar-builder.ts";

const outsideTree = (tries: string, tar: Buffer): HostileArchive =>
  hostile(tries, "entry-outside-tree", /it links|it lies below/, tar);

const unsupported = (tries: string, tar: Buffer): HostileArchive =>
  hostile(tries, "entry-unsupported", /has no|may end|is not a folder/, tar);

const badTarget = (tries: string, tar: Buffer): HostileArchive =>
  hostile(tries, "entry-name-invalid", /its link target/, tar);

/** Links that lead out of the tree, and entries that follow one. */
export const hostileLinks: readonly HostileArchive[] = [
  outsideTree("a link to an absolute path", archive(link("a", "/etc/passwd"))),
  outsideTree("a link to the root", archive(link("a", "/"))),
  outsideTree("a link to the folder above the tree", archive(link("a", ".."))),
  outsideTree("a link above the tree, ending in a slash", archive(link("a", "../"))),
  outsideTree("a link that climbs too far from a folder", archive(link("Include/a", "../../x"))),
  outsideTree("a link out of the tree and in again", archive(link("a", `../${topFolder}/Include`))),
  outsideTree("a link that descends and climbs", archive(link("a", "Include/../../x"))),
  outsideTree("a link that descends and climbs, inside", archive(link("a", "Include/../b"))),
  outsideTree(
    "CVE-2025-59343: a link that climbs through another link",
    archive(folder("a/"), folder("a/b/"), link("a/b/up", "../.."), link("out", "a/b/up/../x")),
  ),
  outsideTree(
    "CVE-2024-12905: a file written through a link",
    archive(link("a", "Include"), file("a/evil", "evil")),
  ),
  outsideTree(
    "CVE-2021-32803: a folder made through a link",
    archive(link("a", "Include"), folder("a/evil/")),
  ),
  outsideTree(
    "CVE-2021-37712: a link reached under another case",
    archive(link("a/b", "../Include"), file("a/b/evil", "evil")),
  ),
  outsideTree(
    "CVE-2025-48387: a link within a linked folder",
    archive(link("a", "Include"), link("a/b", "../..")),
  ),
  outsideTree("a file below a file", archive(file("a", "1"), file("a/b", "2"))),
  outsideTree(
    "a pax link target that is absolute",
    archive(pax({ linkpath: "/etc" }), link("a", "b")),
  ),
  outsideTree("a pax link target that climbs", archive(pax({ linkpath: "../.." }), link("a", "b"))),
  outsideTree(
    "a GNU long link target that climbs",
    archive(gnuLong(`${"../".repeat(50)}etc`, "K"), link("a", "b", { format: "gnu" })),
  ),
  badTarget("a link to nothing", archive(link("a", ""))),
  badTarget("a link target with a line break", archive(link("a", "b\nc"))),
  badTarget("a link target that is no UTF-8", archive(link("a", Buffer.from([0x62, 0xff])))),
  badTarget("a link target with a backslash", archive(link("a", "..\\..\\evil"))),
  badTarget(
    "a link target of more than 4,096 bytes",
    archive(pax({ linkpath: "a/".repeat(2100) }), link("a", "b")),
  ),
];

const outer = { name: `${topFolder}/a`, content: "" };

/** Kinds of entries that a CPython release does not have. */
export const hostileTypes: readonly HostileArchive[] = [
  unsupported("a hard link inside the tree", linkOfType("1", `${topFolder}/Include/patchlevel.h`)),
  unsupported("CVE-2018-20834: a hard link to a file outside", linkOfType("1", "/etc/passwd")),
  unsupported("CVE-2024-12905: a hard link through ..", linkOfType("1", "../../etc/passwd")),
  unsupported("a character device", archive(member({ ...outer, type: "3" }))),
  unsupported("a block device", archive(member({ ...outer, type: "4" }))),
  unsupported("a named pipe", archive(member({ ...outer, type: "6" }))),
  unsupported("a contiguous file", archive(member({ ...outer, type: "7" }))),
  unsupported("GNU's sparse file", archive(member({ ...outer, type: "S", format: "gnu" }))),
  unsupported("GNU's dump directory", archive(member({ ...outer, type: "D", format: "gnu" }))),
  unsupported("a file continued from a volume", archive(member({ ...outer, type: "M" }))),
  unsupported("a volume label", archive(member({ ...outer, type: "V", format: "gnu" }))),
  unsupported("GNU's old long name", archive(member({ ...outer, type: "N", format: "gnu" }))),
  unsupported("Solaris' access control list", archive(member({ ...outer, type: "A" }))),
  unsupported("Solaris' extended header", archive(member({ ...outer, type: "X" }))),
  unsupported("an unknown type", archive(member({ ...outer, type: "Z" }))),
  unsupported("a type that is no character", archive(typed(0xff))),
  unsupported("a socket, which tar has no type for", archive(typed(0x3f))),
  unsupported("a file that ends in a slash", archive(file("a/", "evil"))),
  unsupported(
    "an old folder: a file that ends in a slash",
    archive(file("a/", "", { type: "\0" })),
  ),
  unsupported("a link that ends in a slash", archive(link("a/", "Include"))),
  unsupported("a file in the place of the top folder", top({ content: "evil" })),
  unsupported("a link in the place of the top folder", top({ type: "2", linkTarget: "Include" })),
];

function linkOfType(type: string, target: string): Buffer {
  return archive(link("a", target, { type }));
}

function typed(type: number): Buffer {
  return file("a", "", {
    edit: (header) => {
      header[156] = type;
    },
  });
}

function top(more: { content?: string; type?: string; linkTarget?: string }): Buffer {
  return Buffer.concat([member({ name: topFolder, ...more }), endMarker]);
}
