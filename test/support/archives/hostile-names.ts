import { limits } from "../../../src/extract/limits.ts";
import { hostile, type HostileArchive } from "./hostile-archive.ts";
import { archive, file, folder, gnuLong, link, member, pax, topFolder } from "./tar-builder.ts";

const long = "x".repeat(256);
const deep = "abcdefgh/".repeat(500);

function named(name: string | Uint8Array): Buffer {
  return archive(member({ name, content: "evil" }));
}

function paxNamed(path: string): Buffer {
  return archive(pax({ path }), file("harmless", "evil"));
}

function longNamed(name: string | Uint8Array): Buffer {
  return archive(gnuLong(name), file("harmless", "evil", { format: "gnu" }));
}

function inTree(name: string | readonly number[]): Buffer {
  return named(Buffer.concat([Buffer.from(`${topFolder}/`), Buffer.from(name)]));
}

const outside = table("entry-outside-tree", /leaves its folder|absolute path/, [
  ["CVE-2007-4559: a name that starts with ..", named("../../evil")],
  ["CVE-2001-1267: .. behind the top folder", named(`${topFolder}/../evil`)],
  ["CVE-2002-0399: two .. behind the top folder", named(`${topFolder}/../../evil`)],
  ["CVE-2016-6321: out of the top folder and into it again", named(`x/../${topFolder}/evil`)],
  ["a name that climbs from deep inside", named(`${topFolder}/a/b/../../../../evil`)],
  ["CVE-2021-32804: an absolute name", named("/tmp/pyverify-evil")],
  ["CVE-2021-32804: an absolute name with two slashes", named("//tmp/pyverify-evil")],
  ["an absolute name below the destination's own name", named(`/${topFolder}/evil`)],
  ["a name that ends in ..", named(`${topFolder}/..`)],
  ["nothing but ..", named("..")],
  ["a folder called ..", archive(folder("../"))],
  ["a prefix of ..", archive(member({ name: "evil", prefix: ".." }))],
  ["an absolute prefix", archive(member({ name: "evil", prefix: "/tmp" }))],
  [
    "a prefix that climbs between top folder and name",
    archive(file("evil", "", { prefix: "a/.." })),
  ],
  ["a pax path with ..", paxNamed(`${topFolder}/../../evil`)],
  ["an absolute pax path", paxNamed("/tmp/pyverify-evil")],
  ["a GNU long name with ..", longNamed(`${topFolder}/${"../".repeat(60)}evil`)],
  ["an absolute GNU long name", longNamed(`/tmp/${"y".repeat(120)}`)],
]);

const otherTops = table("release-mismatch", /accepted signer, but/, [
  ["a second folder at the top", archive(member({ name: "evil/", type: "5" }))],
  ["a file beside the top folder", named("evil")],
  ["CVE-2018-1002200: a top folder that only starts alike", named(`${topFolder}-evil/file`)],
  ["a top folder in other case", named("python-3.14.99/evil")],
  ["a pax path below another top folder", paxNamed("Python-3.14.98/evil")],
]);

const unfit = table("entry-name-invalid", /its name (?:is|has)/, [
  ["an empty name", named("")],
  ["an empty part", inTree("a//b")],
  ["an empty part at the end", archive(member({ name: `${topFolder}//`, type: "5" }))],
  ["a single dot in the middle", inTree("a/./b")],
  ["a single dot in front", named(`./${topFolder}/evil`)],
  ["a line break, to forge a line of a listing", inTree("a\nb")],
  ["an escape sequence, to rewrite a terminal", inTree("\u001B[2J")],
  ["a carriage return", inTree("evil\rgood")],
  ["a tab", inTree("a\tb")],
  ["a delete character", inTree("a\u007Fb")],
  ["a C1 control character", inTree("a\u009Bb")],
  ["a right-to-left override, to disguise its ending", inTree("evil\u202Etxt.exe")],
  ["a zero-width space", inTree("con\u200Bfigure")],
  ["a line separator", inTree("a\u2028b")],
  ["a byte order mark", inTree("\uFEFFconfigure")],
  ["a backslash: CVE-2021-37713 on Windows", inTree("..\\..\\evil")],
  ["a drive letter with a backslash", inTree("C:\\evil")],
  ["a byte that is no UTF-8", inTree([0x61, 0xff])],
  ["an overlong encoding of a slash", inTree([0x2e, 0x2e, 0xc0, 0xaf, 0x65])],
  ["a surrogate in UTF-8", inTree([0xed, 0xa0, 0x80])],
  ["UTF-8 that is cut off", inTree([0xe2, 0x82])],
  ["a NUL in a pax path", paxNamed(`${topFolder}/good\0evil`)],
  ["a line break in a pax path", paxNamed(`${topFolder}/good\nevil`)],
  ["a part of 256 bytes in a pax path", paxNamed(`${topFolder}/${long}`)],
  ["a part of 256 bytes in a GNU long name", longNamed(`${topFolder}/${long}`)],
  ["86 characters that are 258 bytes", paxNamed(`${topFolder}/${"€".repeat(86)}`)],
  ["more than 4,096 bytes in all", paxNamed(`${topFolder}/${deep}x`)],
]);

const tooDeep = table("limit-exceeded", /more than 64 parts/, [
  ["a file in 64 folders", paxNamed(`${topFolder}/${"a/".repeat(limits.nameParts - 1)}b`)],
  [
    "a folder in 64 folders",
    archive(pax({ path: `${topFolder}/${"a/".repeat(limits.nameParts)}` }), folder("a/")),
  ],
  ["CWE-674: as many folders as a name can hold", paxNamed(`${topFolder}/${"a/".repeat(2000)}b`)],
]);

const collisions = table("entry-duplicate", /twice|the same as/, [
  ["a file twice", archive(file("a", "1"), file("a", "2"))],
  ["a folder twice", archive(folder("a/"), folder("a/"))],
  ["the top folder twice", archive(folder(""))],
  ["a file and then a folder", archive(file("a"), folder("a/"))],
  ["a folder and then a file", archive(folder("a/"), file("a"))],
  ["a file that takes a folder's place", archive(file("a/b"), file("a"))],
  [
    "CVE-2021-37701: a link that takes a folder's place",
    archive(folder("a/"), link("a", "Include")),
  ],
  ["a file that takes a link's place", archive(link("a", "Include"), file("a"))],
  ["a link twice", archive(link("a", "Include"), link("a", "configure"))],
  [
    "a second patchlevel.h",
    archive(file("Include/patchlevel.h", '#define PY_VERSION "3.14.99"\n')),
  ],
  ["two names that differ in case", archive(file("README"), file("readme"))],
  ["two folders that differ in case", archive(file("Lib/a"), file("lib/b"))],
  ["a file and a folder that differ in case", archive(file("LIB"), folder("lib/"))],
  [
    "CVE-2021-37712: one name composed and decomposed",
    archive(file("caf\u00E9"), file("cafe\u0301")),
  ],
  ["names that case folding alone makes equal", archive(file("stra\u00DFe"), file("STRASSE"))],
  ["a ligature", archive(file("\uFB01le"), file("file"))],
  ["the Kelvin sign", archive(file("\u212A"), file("k"))],
  ["a name in full-width letters", archive(file("\uFF41"), file("a"))],
  [
    "a pax path that another entry has",
    archive(file("a"), pax({ path: `${topFolder}/a` }), file("b")),
  ],
]);

export const hostileNames = [...outside, ...otherTops, ...unfit, ...tooDeep, ...collisions];

function table(
  code: HostileArchive["code"],
  says: RegExp,
  rows: readonly (readonly [tries: string, tar: Buffer])[],
): readonly HostileArchive[] {
  return rows.map(([tries, tar]) => hostile(tries, code, says, tar));
}
