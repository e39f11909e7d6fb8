import { limitExceeded, printable, refusedEntry } from "../archive/archive-failure.ts";
import type { PlannedEntry } from "../archive/entry.ts";
import { limits } from "../limits.ts";

/**
 * Every path of the tree so far. Guards that no two of them are the same file on any file system,
 * also on one that ignores case or Unicode normalisation (CVE-2021-37701 is what can come of it),
 * and that nothing lies below a file or a link. Guards too that what is created stays within the
 * limits: 512 bytes of an archive can name dozens of folders that it has no entry for.
 */
export class TreeNames {
  readonly #known = new Map<
    string,
    { readonly path: string; type: PlannedEntry["type"] | "parent" }
  >();
  #characters = 0;

  /**
   * Takes an entry in.
   *
   * @throws {PyverifyError} archive/entry-duplicate, archive/entry-outside-tree,
   *   archive/limit-exceeded
   */
  add(entry: PlannedEntry): void {
    for (
      let slash = entry.path.indexOf("/");
      slash !== -1;
      slash = entry.path.indexOf("/", slash + 1)
    ) {
      this.#addParent(entry.path.slice(0, slash), entry);
    }
    const key = foldCase(entry.path);
    const known = this.#known.get(key);
    if (known !== undefined && !(entry.type === "folder" && isSameParent(known, entry))) {
      throw collision(entry, known.path);
    }
    this.#keep(key, entry.path, entry.type);
    if (entry.type === "link") this.#count(entry.target);
  }

  #keep(key: string, path: string, type: PlannedEntry["type"] | "parent"): void {
    this.#known.set(key, { path, type });
    if (this.#known.size > limits.entries) {
      throw limitExceeded(`it makes more than ${limits.entries} files, folders and links`);
    }
    this.#count(path);
  }

  #count(text: string): void {
    this.#characters += text.length;
    if (this.#characters > limits.allNames) {
      throw limitExceeded(`its names have more than ${limits.allNames} characters together`);
    }
  }

  #addParent(parent: string, entry: PlannedEntry): void {
    const key = foldCase(parent);
    const known = this.#known.get(key);
    if (known === undefined) {
      this.#keep(key, parent, "parent");
      return;
    }
    if (known.path !== parent) throw collision(entry, known.path);
    if (known.type === "file" || known.type === "link") {
      throw refusedEntry(
        "entry-outside-tree",
        entry.path,
        `it lies below "${printable(parent)}", which is a ${known.type} and not a folder`,
      );
    }
  }
}

function isSameParent(
  known: { readonly path: string; readonly type: string },
  entry: PlannedEntry,
): boolean {
  return known.type === "parent" && known.path === entry.path;
}

function collision(entry: PlannedEntry, other: string): ReturnType<typeof refusedEntry> {
  return refusedEntry(
    "entry-duplicate",
    entry.path,
    other === entry.path
      ? "the archive has it twice"
      : `where case or normalisation does not count it is the same as "${printable(other)}"`,
  );
}

// Upper case first, so that ß meets SS; NFC before and after, since either can undo the other.
function foldCase(path: string): string {
  if (/^[\x20-\x7e]*$/.test(path)) return path.toLowerCase();
  return path.normalize("NFKC").toUpperCase().toLowerCase().normalize("NFKC");
}
