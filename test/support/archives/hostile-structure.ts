import { limits } from "../../../src/extract/limits.ts";
import { hostile, type HostileArchive } from "./hostile-archive.ts";
import {
  archive,
  base256,
  endMarker,
  file,
  folder,
  gnuLong,
  link,
  member,
  pax,
  paxBody,
  paxRecord,
  release,
  topFolder,
} from "./tar-builder.ts";

const malformed = (tries: string, says: RegExp, tar: Buffer): HostileArchive =>
  hostile(tries, "archive-malformed", says, tar);

const tooLarge = (tries: string, tar: Buffer): HostileArchive =>
  hostile(tries, "limit-exceeded", /more than/, tar);

const sized = (size: string | Uint8Array): Buffer =>
  archive(file("a", "evil", { size: Buffer.from(size) }));

const overwritten = (offset: number, bytes: string): Buffer =>
  archive(file("a", "evil", { edit: (header) => header.write(bytes, offset, "latin1") }));

/** Headers that two programs could read in two ways. */
export const hostileHeaders: readonly HostileArchive[] = [
  malformed("a wrong checksum", /checksum is wrong/, corrupted(149)),
  malformed("a name changed after the checksum", /checksum is wrong/, corrupted(20)),
  malformed("a type changed after the checksum", /checksum is wrong/, corrupted(156)),
  malformed("a checksum that is no number", /checksum is not an octal/, corrupted(148, 0x78)),
  malformed("no magic, as before POSIX", /neither/, overwritten(257, "\0\0\0\0\0\0\0\0")),
  malformed("an unknown magic", /neither/, overwritten(257, "evil!\x0000")),
  malformed("an unknown version of ustar", /neither/, overwritten(263, "99")),
  malformed("a size that is no number", /size is not an octal/, sized("evil\0\0\0\0\0\0\0\0")),
  malformed(
    "a size with a digit that is not octal",
    /size is not an octal/,
    sized("00000000009\0"),
  ),
  malformed(
    "a size with something behind it",
    /size is not an octal/,
    sized("4\0evil\0\0\0\0\0\0"),
  ),
  malformed("CVE-2025-8194: a negative size", /size is not an octal/, sized("-0000000004\0")),
  malformed("CVE-2025-8194: a negative size in base 256", /negative/, sized(base256(-512n))),
  malformed("a size of minus one in base 256", /negative/, sized(base256(-1n))),
  malformed("a size beyond 2^53 in base 256", /out of range/, sized(base256(2n ** 60n))),
  malformed(
    "a size with a reserved first byte",
    /negative or out/,
    sized("\u0081".padEnd(11, "0")),
  ),
  malformed("a mode that is no number", /mode is not an octal/, overwritten(100, "rwxr-xr")),
  malformed("a time that is no number", /time is not an octal/, overwritten(136, "now")),
  malformed("a time before 1970", /time is negative/, overwritten(136, "\u00FF".repeat(12))),
  malformed("a NUL in a name, and more behind it", /name contains a NUL/, overwritten(90, "evil")),
  malformed("a NUL in a prefix", /prefix contains a NUL/, overwritten(350, "evil")),
  malformed("a NUL in a link target", /target contains a NUL/, overwritten(160, "evil")),
  malformed(
    "a folder with content",
    /folder has content/,
    archive(folder("a/", { content: "evil" })),
  ),
  malformed(
    "a link with content",
    /link has content/,
    archive(link("a", "b", { content: "evil" })),
  ),
  tooLarge("a file of 8 GiB", sized(base256(2n ** 33n))),
  tooLarge("a file of 64 MiB and a byte", archive(file("a", "", { size: limits.fileBytes + 1 }))),
];

const record = paxRecord("path", `${topFolder}/a`);
const withPax = (body: string): Buffer => archive(paxBody(body), file("b", "evil"));

/** Extended headers and long names. */
export const hostileExtensions: readonly HostileArchive[] = [
  malformed(
    "CVE-2025-62518: a pax size that hides an archive in a file",
    /two sizes/,
    archive(pax({ size: "1024" }), file("a"), file("hidden", "evil")),
  ),
  malformed(
    "CVE-2025-62518: a pax size that shows what a file's header hides",
    /two sizes/,
    archive(pax({ size: "0" }), file("a", file("hidden", "evil").toString("latin1"))),
  ),
  malformed("a pax size that is negative", /number/, archive(pax({ size: "-1" }), file("a"))),
  malformed("a pax size with a fraction", /number/, archive(pax({ size: "0.5" }), file("a"))),
  malformed("a pax size beyond 2^53", /number/, archive(pax({ size: "9".repeat(17) }), file("a"))),
  malformed("a pax time before 1970", /number/, archive(pax({ mtime: "-1" }), file("a"))),
  malformed("a pax time that is no number", /number/, archive(pax({ mtime: "1e9" }), file("a"))),
  malformed("a pax record without a length", /no length/, withPax("path=evil\n")),
  malformed("a pax record of length zero", /no length/, withPax("0 path=evil\n")),
  malformed("a pax length with a leading zero", /no length/, withPax(`0${record}`)),
  malformed("a pax length with a sign", /no length/, withPax(`+${record}`)),
  malformed("a pax record that is too long", /does not end/, withPax("99 path=evil\n")),
  malformed("a pax record that is too short", /does not end/, withPax("9 path=evil\n")),
  malformed("a pax record that ends in its length", /does not end/, withPax("2 path=evil\n")),
  malformed("a pax record without a line break", /does not end/, withPax("12 path=evil ")),
  malformed("a pax record without an equals sign", /no key/, withPax("12 pathevil\n")),
  malformed("a pax record without a key", /no key/, withPax("9 =evil!\n")),
  malformed("a pax record twice", /twice/, withPax(record + record)),
  malformed("NULs behind the pax records", /no length/, withPax(`${record}\0\0`)),
  malformed("an empty pax path", /empty name/, archive(pax({ path: "" }), file("a"))),
  malformed(
    "an empty pax link target",
    /empty name/,
    archive(pax({ linkpath: "" }), link("a", "b")),
  ),
  malformed("a pax record of an unknown key", /unknown/, archive(pax({ evil: "1" }), file("a"))),
  malformed("another character set", /unknown/, archive(pax({ hdrcharset: "BINARY" }), file("a"))),
  malformed("a pax type", /unknown/, archive(pax({ "GNU.sparse.major": "1" }), file("a"))),
  malformed("an empty pax header", /empty/, archive(paxBody(""), file("a"))),
  malformed(
    "two pax headers",
    /two extended/,
    archive(paxBody(record), paxBody(record), file("b")),
  ),
  malformed("a pax header and the end", /after a long name/, archive(paxBody(record))),
  malformed("a long name and the end", /after a long name/, archive(gnuLong("a"))),
  malformed("a global path", /global/, archive(pax({ path: "evil" }, "g"), file("a"))),
  malformed("a global size", /global/, archive(pax({ size: "0" }, "g"), file("a"))),
  malformed("two long names", /two long names/, archive(gnuLong("a"), gnuLong("b"), file("c"))),
  malformed(
    "two long targets",
    /two long/,
    archive(gnuLong("a", "K"), gnuLong("b", "K"), file("c")),
  ),
  malformed(
    "a long name and a pax path",
    /pax header/,
    archive(paxBody(record), gnuLong("a"), file("c")),
  ),
  malformed(
    "a pax path and a long name",
    /two ext/,
    archive(gnuLong("a"), paxBody(record), file("c")),
  ),
  malformed("an empty long name", /empty/, archive(gnuLong(""), file("a"))),
  malformed("a NUL in a long name", /NUL/, archive(gnuLong("good\0evil"), file("a"))),
  tooLarge("a pax header of a megabyte", archive(pax({ comment: "x".repeat(2 ** 20) }), file("a"))),
  tooLarge("a long name of a megabyte", archive(gnuLong("x".repeat(2 ** 20)), file("a"))),
  tooLarge(
    "a pax header of 8 GiB",
    archive(member({ name: "x", type: "x", size: base256(2n ** 33n) })),
  ),
];

const whole = archive(file("a", "content"));

/** Archives that end too early, too late, or twice. */
export const hostileEndings: readonly HostileArchive[] = [
  malformed("no bytes at all", /no end marker/, Buffer.alloc(0)),
  malformed("an end marker alone", /empty/, endMarker),
  malformed("no end marker", /no end marker/, Buffer.concat([release(), file("a")])),
  malformed("half an end marker", /no end marker/, whole.subarray(0, -512)),
  malformed("an end in the middle of the end marker", /within an entry/, whole.subarray(0, -100)),
  malformed("an end within a header", /within an entry/, whole.subarray(0, -1024 - 512 - 100)),
  malformed("an end behind a header", /within an entry/, whole.subarray(0, -1024 - 512)),
  malformed("an end within content", /within an entry/, whole.subarray(0, -1024 - 508)),
  malformed("an end within padding", /within an entry/, whole.subarray(0, -1024 - 10)),
  malformed(
    "an end within a pax header",
    /within an entry/,
    archive(paxBody(record)).subarray(0, -1400),
  ),
  malformed("a file behind the end", /follows/, Buffer.concat([whole, file("evil"), endMarker])),
  malformed("another archive behind the end", /follows/, Buffer.concat([whole, whole])),
  malformed("a zero block between entries", /follows/, archive(Buffer.alloc(512), file("a"))),
  malformed("text behind the end", /within an entry/, Buffer.concat([whole, Buffer.from("evil")])),
  malformed(
    "a block of text behind the end",
    /follows/,
    Buffer.concat([whole, Buffer.alloc(512, "x")]),
  ),
  malformed("no archive at all", /checksum/, Buffer.alloc(2048, "evil")),
];

function corrupted(offset: number, value?: number): Buffer {
  const flip = (header: Buffer): void => {
    header[offset] = value ?? (header[offset] ?? 0) ^ 1;
  };
  return archive(file("a", "evil", { editSealed: flip }));
}
