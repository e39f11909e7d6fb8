import { parseVersion, type PythonVersion } from "../release/version.ts";
import { unknownValue } from "./text/variables.ts";

/** A file that a text names, by its address or by its name alone. */
export type Reference =
  | {
      readonly type: "cpython";
      readonly offset: number;
      readonly end: number;
      readonly file: NamedFile;
    }
  /** some other project's: a digest beside it is none of a release */
  | { readonly type: "other"; readonly offset: number; readonly end: number };

/** A file of a CPython release, as far as its name can be read. */
export interface NamedFile {
  /** as far as it is known, with … for what is not */
  readonly shown: string;
  readonly version: PythonVersion | undefined;
  /** what stands around the version: `Python-` and `.tar.xz`; undefined where that is not all known */
  readonly affixes: Affixes | undefined;
  /** whether only the folder is named, or the beginning of the name */
  readonly isPartial: boolean;
}

export interface Affixes {
  readonly prefix: string;
  readonly suffix: string;
}

const version = "\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}(?:(?:a|b|rc)\\d{1,3})?";
const versionPattern = new RegExp(`^${version}$`);
const filePattern = new RegExp(
  `^(Python-|python-|windows-)(${version}|${unknownValue}+)(.*)$`,
  "s",
);
const folderPattern = new RegExp(`python\\.org/ftp/python/(\\d{1,3}\\.\\d{1,3}\\.\\d{1,3})/`);

/** What python.org calls the files of a release, after the version. */
const publishedSuffix = new RegExp(
  String.raw`^(?:${[
    String.raw`\.tar\.xz|\.tgz|\.json|\.exe|-(?:amd64|arm64)\.exe`,
    String.raw`-embed-(?:amd64|arm64|win32)\.zip`,
    String.raw`t?(?:-\w{1,20}){0,3}-(?:amd64|arm64|win32)\.zip`,
    String.raw`-macos\w{1,8}\.pkg`,
    String.raw`-[\w-]+-(?:linux-android|iOS-XCframework)\.tar\.gz|-iOS-XCframework\.tar\.gz`,
  ].join("|")})(?:\.(?:sigstore|asc|sig|crt|spdx\.json))?$`,
);

/** Addresses that end so lead to something that is read, not to a file that is built from. */
const pages = /\.(?:html?|php|aspx?|jsp|md|rst|txt|git|org|com|net|io|dev)$/i;

const archives =
  /\.(?:tar\.\w{1,4}|tgz|tbz2?|txz|zip|whl|egg|exe|msi|pkg|dmg|deb|rpm|jar|gem|crate|patch|diff)$/i;

/**
 * Reads a word as the name of a file.
 *
 * @param text the word, with {@link unknownValue} for what is not known of it
 * @returns undefined if it names none, or only a page or a local name such as `python.tar.xz`
 */
export function readReference(text: string, offset: number, end: number): Reference | undefined {
  const address = /[a-z][a-z0-9+.-]{0,20}:\/\/.*$/is.exec(text)?.[0];
  const file = lastName(withoutQuery(address ?? text));
  const isPythonOrg =
    address !== undefined && /^\w+:\/\/(?:www\.)?python\.org\/ftp\//i.test(address);
  const named = readFileName(file, address, isPythonOrg);
  if (named !== undefined) return { type: "cpython", offset, end, file: named };
  return isOther(file, address) ? { type: "other", offset, end } : undefined;
}

function readFileName(
  file: string,
  address: string | undefined,
  isPythonOrg: boolean,
): NamedFile | undefined {
  const [, prefix = "", written = "", suffix = ""] = filePattern.exec(file) ?? [];
  const isKnown = !suffix.includes(unknownValue) && suffix !== "";
  if (prefix === "") return somethingOf(file, address ?? "");
  const isPublished = isKnown && publishedSuffix.test(suffix);
  if (!isPublished && !isPythonOrg && !looksLikeAlias(file, suffix, address)) return undefined;
  return {
    shown: shown(file),
    version: versionOf(written),
    affixes: isKnown && (isPublished || isPythonOrg) ? { prefix, suffix } : undefined,
    isPartial: false,
  };
}

/** A local name of a download, such as `python-3.14.0.tar.gz`; elsewhere it is another build's. */
function looksLikeAlias(file: string, suffix: string, address: string | undefined): boolean {
  if (address !== undefined || file.endsWith(".whl")) return false;
  return suffix.includes(unknownValue) || /^\.(?:tar\.\w{1,4}|tgz|exe|zip|pkg)$/.test(suffix);
}

/** A folder of releases, or something in one whose name cannot be read. */
function somethingOf(file: string, address: string): NamedFile | undefined {
  const isFolder = /\bpython\.org\/ftp\/python(?:\/[^/]*)?\/?$/i.test(address);
  const isUnknown = file.includes(unknownValue) && /[/.]c?python(?:\.org)?\//i.test(address);
  if (!isFolder && !isUnknown && !/^[Pp]ython-$/.test(file)) return undefined;
  const folder = folderPattern.exec(`${address}/`)?.[1];
  return {
    shown: isFolder ? "…" : `${shown(file)}${file.endsWith("-") ? "…" : ""}`,
    version: folder === undefined ? undefined : versionOf(folder),
    affixes: undefined,
    isPartial: true,
  };
}

function isOther(file: string, address: string | undefined): boolean {
  if (address === undefined) {
    if (!archives.test(file) || !/\d/.test(file)) return false;
    return !/^c?python-?[\d.]*\.\w/i.test(file) || file.endsWith(".whl");
  }
  const hasPath = /^\w+:\/\/[^/]+\/./.test(withoutQuery(address));
  if (!hasPath) return false;
  return file.includes(unknownValue) || (/\.(?:7z|[a-z]\w{0,9})$/i.test(file) && !pages.test(file));
}

/** The last name of a path, without what a sentence or a list of checksums puts around it. */
function lastName(text: string): string {
  const plain = text.replace(/[:.!*]{1,4}$/, "");
  return plain.slice(plain.search(/[^/=:@]*$/)).replace(/^[*_~]{1,4}/, "");
}

function withoutQuery(address: string): string {
  const end = address.search(/[?#]/);
  return end < 0 ? address : address.slice(0, end);
}

/** A version, if it is one of CPython's: other projects count in three numbers too. */
export function versionOf(text: string): PythonVersion | undefined {
  if (!versionPattern.test(text)) return undefined;
  try {
    return parseVersion(text);
  } catch {
    // Only what has a leading zero comes here, and no release has one.
    return undefined;
  }
}

function shown(file: string): string {
  return file.replaceAll(new RegExp(`${unknownValue}+`, "g"), "…").slice(0, 120);
}
