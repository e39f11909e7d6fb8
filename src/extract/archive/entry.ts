import { limitExceeded, malformed, refusedEntry } from "./archive-failure.ts";
import { limits } from "../limits.ts";
import type { ArchiveEntry } from "./tar-framing.ts";

/**
 * The file, folder or link to write for one entry. Paths are relative to the tree, without the top
 * folder.
 */
export type PlannedEntry =
  | { readonly type: "folder"; readonly path: string; readonly modified: number }
  | {
      readonly type: "file";
      readonly path: string;
      readonly size: number;
      readonly executable: boolean;
      readonly modified: number;
    }
  | {
      readonly type: "link";
      readonly path: string;
      readonly target: string;
      readonly modified: number;
    };

/**
 * An entry's name, taken apart: never absolute, never with `..`, each part fit for a file system.
 */
export interface EntryName {
  readonly text: string;
  /** at least one; the first is the top folder */
  readonly parts: readonly [string, ...string[]];
  /** it ended in a slash, as a folder's does */
  readonly asFolder: boolean;
}

/**
 * Decides what an entry is, from its header alone: nothing of it has been written yet.
 *
 * @throws {PyverifyError} archive/entry-…, archive/limit-exceeded
 */
export function planEntry(entry: ArchiveEntry, name: EntryName): PlannedEntry {
  const path = name.parts.slice(1).join("/");
  const { modified } = entry;
  if (entry.typeFlag === "5") {
    if (entry.size > 0) throw malformed("a folder has content");
    return { type: "folder", path, modified };
  }
  if (name.asFolder) throw refuse("entry-unsupported", name, "only a folder may end in a slash");
  if (path === "") throw refuse("entry-unsupported", name, "the top of the tree is not a folder");
  if (entry.typeFlag === "0") {
    if (entry.size > limits.fileBytes) {
      throw limitExceeded(`a file in it has more than ${limits.fileBytes} bytes`);
    }
    // Only this one bit counts: set-id, sticky, group and other bits are not taken over.
    const executable = (entry.mode & 0o100) !== 0;
    return { type: "file", path, size: entry.size, executable, modified };
  }
  if (entry.typeFlag === "2") {
    if (entry.size > 0) throw malformed("a symbolic link has content");
    return { type: "link", path, target: parseLinkTarget(entry, name), modified };
  }
  throw refuse("entry-unsupported", name, `a CPython release has no ${kindOf(entry.typeFlag)}`);
}

/**
 * Reads an entry's name.
 *
 * @throws {PyverifyError} archive/entry-outside-tree, archive/entry-name-invalid,
 *   archive/limit-exceeded
 */
export function parseEntryName(bytes: Uint8Array): EntryName {
  const text = parseName(bytes, () => decodeLossy(bytes), "its name");
  const asFolder = text.endsWith("/");
  const [first, ...others] = (asFolder ? text.slice(0, -1) : text).split("/");
  if (first === undefined || first === "") {
    throw refusedEntry("entry-outside-tree", text, "its name is an absolute path");
  }
  const parts = [first, ...others] as const;
  if (parts.includes("..")) {
    throw refusedEntry("entry-outside-tree", text, "its name leaves its folder with ..");
  }
  if (parts.some((part) => part === "" || part === ".")) {
    throw refusedEntry("entry-name-invalid", text, "its name has an empty part, or a single dot");
  }
  if (parts.length > limits.nameParts) {
    throw limitExceeded(`a name in it has more than ${limits.nameParts} parts`);
  }
  return { text, parts: [first, ...others], asFolder };
}

/**
 * A link may climb first and descend then. As folders on the way up are real, and nothing is ever
 * written through a link, it stays inside wherever other links lead: `a/link/../..` might not
 * (CVE-2025-48387, CVE-2025-59343 and CVE-2007-4559 are three ways out of a tree).
 */
function parseLinkTarget(entry: ArchiveEntry, name: EntryName): string {
  const target = parseName(entry.linkTarget, () => name.text, "its link target");
  const parts = target.split("/");
  if (target.startsWith("/")) {
    throw refuse("entry-outside-tree", name, "it links to an absolute path");
  }
  let climbs = 0;
  while (parts[climbs] === "..") climbs += 1;
  // The top folder and the link itself are no steps to climb.
  if (climbs > name.parts.length - 2) {
    throw refuse("entry-outside-tree", name, "it links to something outside the tree");
  }
  if (parts.slice(climbs).some((part) => part === "..")) {
    throw refuse("entry-outside-tree", name, "it links through a folder and back up");
  }
  return target;
}

/**
 * Checks that names and link targets have in common.
 *
 * @param shown how a refusal names the entry
 */
function parseName(bytes: Uint8Array, shown: () => string, what: string): string {
  const invalid = (reason: string): ReturnType<typeof refusedEntry> =>
    refusedEntry("entry-name-invalid", shown(), `${what} ${reason}`);
  if (bytes.length === 0) throw invalid("is empty");
  if (bytes.length > limits.nameBytes) throw invalid(`has more than ${limits.nameBytes} bytes`);
  let text: string;
  try {
    text = strictUtf8.decode(bytes);
  } catch (cause) {
    if (!(cause instanceof TypeError)) throw cause;
    throw invalid("is not UTF-8");
  }
  // A backslash is a separator elsewhere, and sha256sum escapes it.
  if (/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\\]/u.test(text)) {
    throw invalid("has a control character or a backslash");
  }
  if (text.split("/").some((part) => Buffer.byteLength(part) > limits.namePartBytes)) {
    throw invalid(`has a part of more than ${limits.namePartBytes} bytes`);
  }
  return text;
}

const strictUtf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

function decodeLossy(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes.subarray(0, limits.nameBytes));
}

function kindOf(typeFlag: string): string {
  const kinds: Record<string, string> = {
    "1": "hard links",
    "3": "character devices",
    "4": "block devices",
    "6": "named pipes",
    "7": "contiguous files",
    S: "sparse files",
    D: "GNU dump directories",
    M: "files that span volumes",
    V: "volume labels",
  };
  return kinds[typeFlag] ?? "entries of an unknown type";
}

function refuse(
  code: "entry-outside-tree" | "entry-unsupported",
  name: EntryName,
  reason: string,
): ReturnType<typeof refusedEntry> {
  return refusedEntry(code, name.text, reason);
}
