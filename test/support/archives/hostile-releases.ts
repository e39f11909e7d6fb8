import { hostile, type HostileArchive } from "./hostile-archive.ts";
import { endMarker, file, folder, link, member, release, topFolder } from "./tar-builder.ts";

const mismatch = (tries: string, says: RegExp, ...members: readonly Buffer[]): HostileArchive =>
  hostile(tries, "release-mismatch", says, Buffer.concat([...members, endMarker]));

const top = folder("");
const stating = (text: string): Buffer => file("Include/patchlevel.h", text);
const version = '#define PY_VERSION "3.14.99"\n';

/** Validly signed archives that are not the release that was asked for, 3.14.99. */
export const hostileReleases: readonly HostileArchive[] = [
  mismatch("an older release in the right folder", /is CPython 3\.14\.0/, release("3.14.0")),
  mismatch("a newer release in the right folder", /is CPython 3\.15\.0a1/, release("3.15.0a1")),
  mismatch("a candidate of the release", /is CPython 3\.14\.99rc1/, release("3.14.99rc1")),
  mismatch("a later state of the release", /is CPython 3\.14\.99\+/, release("3.14.99+")),
  mismatch(
    "another release under its own name",
    /holds Python-3\.14\.0:/,
    member({ name: "Python-3.14.0/", type: "5" }),
    member({
      name: "Python-3.14.0/Include/patchlevel.h",
      content: '#define PY_VERSION "3.14.0"\n',
    }),
  ),
  mismatch("no version at all", /states no version/, top, file("configure")),
  mismatch("an empty patchlevel.h", /states no version/, top, stating("")),
  mismatch("two versions", /states no version/, top, stating(version + version)),
  mismatch("a version that is commented out", /states no version/, top, stating(`// ${version}`)),
  mismatch("a version without quotes", /is CPython/, top, stating("#define PY_VERSION 3.14.99\n")),
  mismatch("a version with more behind it", /is CPython/, top, stating(`${version.trim()} ".1"\n`)),
  mismatch("a longer name", /states no/, top, stating('#define PY_VERSION_X "3.14.99"\n')),
  mismatch("patchlevel.h elsewhere", /states no/, top, file("Include/sub/patchlevel.h", version)),
  mismatch("patchlevel.h in other case", /states no/, top, file("include/patchlevel.h", version)),
  mismatch(
    "patchlevel.h as a link",
    /states no version/,
    top,
    file("other.h", version),
    link("Include/patchlevel.h", "../other.h"),
  ),
  mismatch("patchlevel.h as a folder", /states no version/, top, folder("Include/patchlevel.h/")),
  mismatch("a version behind 64 KiB", /far too large/, top, stating(" ".repeat(65_536) + version)),
  mismatch(
    "a file that is called as the top folder is",
    /holds Python-3\.14\.990/,
    member({ name: `${topFolder}0/`, type: "5" }),
  ),
];
