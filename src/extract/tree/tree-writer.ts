import { createHash, type Hash, hash as hashAtOnce } from "node:crypto";
import {
  chmodSync,
  closeSync,
  constants,
  fchmodSync,
  fstatSync,
  futimesSync,
  lutimesSync,
  mkdirSync,
  openSync,
  symlinkSync,
  unlinkSync,
  utimesSync,
  writeSync,
} from "node:fs";
import type { EntrySink } from "../archive/archive-reader.ts";
import type { PlannedEntry } from "../archive/entry.ts";
import { filesystemFailure } from "../../files/filesystem-failure.ts";
import type { TreeManifest } from "./manifest.ts";
import { TreeDigest } from "./tree-digest.ts";

/** The finished tree, in its staging folder. */
export interface WrittenTree {
  readonly files: number;
  readonly digest: string;
  readonly manifest: TreeManifest;
  /** seconds since 1970: the time of its topmost folder */
  readonly modified: number;
}

type PlannedFile = Extract<PlannedEntry, { type: "file" }>;
type PlannedLink = Extract<PlannedEntry, { type: "link" }>;

// Exclusively, and never through a link: what is already there is not ours.
const createFlags =
  constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW;

/**
 * Writes a tree into an empty folder. Calls are synchronous: a round through Node's thread pool
 * for each of 25,000 system calls takes longer than the calls themselves.
 */
export class TreeWriter {
  readonly #root: string;
  readonly #latest: number;
  readonly #mustChangeMode: boolean;
  readonly #digest = new TreeDigest();
  /** With their times, which are set at the end: each new file changes its folder's. */
  readonly #folders = new Map<string, number>();
  readonly #links: PlannedLink[] = [];
  #files = 0;

  /**
   * @param root an empty folder
   * @param latest seconds since 1970: later times are set to it
   */
  constructor(root: string, latest: number) {
    this.#root = root;
    this.#latest = latest;
    this.#mustChangeMode = !this.#attempt(root, keepsModes);
  }

  /**
   * Makes a folder, or opens a file. Links wait for `finish`, so that nothing is written through one.
   *
   * @throws {PyverifyError} filesystem/…
   */
  add(entry: PlannedEntry): EntrySink {
    this.#makeParents(entry);
    if (entry.type === "file") return this.#openFile(entry);
    if (entry.type === "folder") this.#makeFolder(entry.path, entry.modified);
    else this.#links.push(entry);
    return withoutContent;
  }

  /**
   * Makes the links and sets the folders' times.
   *
   * @throws {PyverifyError} filesystem/…
   */
  finish(): WrittenTree {
    for (const { path, target, modified } of this.#links) {
      const place = this.#placeOf(path);
      const time = this.#clamp(modified);
      this.#attempt(place, () => {
        symlinkSync(target, place);
        lutimesSync(place, time, time);
      });
      this.#digest.link(path, target);
    }
    for (const [path, time] of this.#folders) {
      const place = this.#placeOf(path);
      this.#attempt(place, () => utimesSync(place, time, time));
      if (path !== "") this.#digest.folder(path);
    }
    return {
      files: this.#files,
      digest: this.#digest.digest(),
      manifest: this.#digest.manifest,
      modified: this.#folders.get("") ?? this.#clamp(0),
    };
  }

  /** Folders above an entry that the archive has no entry for, or has it later. */
  #makeParents({ path, modified }: PlannedEntry): void {
    for (let slash = path.indexOf("/"); slash !== -1; slash = path.indexOf("/", slash + 1)) {
      const parent = path.slice(0, slash);
      if (!this.#folders.has(parent)) this.#makeFolder(parent, modified);
    }
  }

  #makeFolder(path: string, modified: number): void {
    const place = this.#placeOf(path);
    if (path !== "" && !this.#folders.has(path)) {
      this.#attempt(place, () => {
        mkdirSync(place, 0o755);
        // Also takes away a set-group bit that a parent has handed on.
        chmodSync(place, 0o755);
      });
    }
    this.#folders.set(path, this.#clamp(modified));
  }

  #openFile(file: PlannedFile): EntrySink {
    const place = this.#placeOf(file.path);
    const mode = file.executable ? 0o755 : 0o644;
    const time = this.#clamp(file.modified);
    const content = new ContentHash(file.size);
    const descriptor = this.#attempt(place, () => openSync(place, createFlags, mode));
    this.#open = descriptor;
    return {
      write: (bytes) => {
        content.update(bytes);
        this.#attempt(place, () => writeAll(descriptor, bytes));
      },
      end: () => {
        this.#attempt(place, () => {
          if (this.#mustChangeMode) fchmodSync(descriptor, mode);
          futimesSync(descriptor, time, time);
          this.close();
        });
        this.#files += 1;
        this.#digest.file(file.path, file.executable, content.digest());
      },
    };
  }

  #open: number | undefined;

  /** Closes a file that was being written; to be called when the tree is given up. */
  close(): void {
    const descriptor = this.#open;
    this.#open = undefined;
    // A network file system may say only here that the disk is full.
    if (descriptor !== undefined) closeSync(descriptor);
  }

  #placeOf(path: string): string {
    return path === "" ? this.#root : `${this.#root}/${path}`;
  }

  #clamp(modified: number): number {
    return Math.min(modified, this.#latest);
  }

  #attempt<T>(place: string, action: (place: string) => T): T {
    try {
      return action(place);
    } catch (thrown) {
      throw filesystemFailure(thrown, place);
    }
  }
}

/** SHA-256 of a file's content; most come in one piece, which is cheaper to hash. */
class ContentHash {
  readonly #size: number;
  #hash: Hash | undefined;
  #digest: string | undefined;

  constructor(size: number) {
    this.#size = size;
  }

  update(bytes: Uint8Array): void {
    if (bytes.length === this.#size) this.#digest = hashAtOnce("sha256", bytes, "hex");
    else (this.#hash ??= createHash("sha256")).update(bytes);
  }

  digest(): string {
    return this.#digest ?? (this.#hash ?? createHash("sha256")).digest("hex");
  }
}

const withoutContent: EntrySink = {
  write: () => {
    throw new Error("an entry without content has content");
  },
  end: () => undefined,
};

function writeAll(descriptor: number, bytes: Uint8Array): void {
  for (let offset = 0; offset < bytes.length;) {
    offset += writeSync(descriptor, bytes, offset);
  }
}

/**
 * Whether files get the mode that they are created with. A umask or a default ACL can take bits
 * away; asking a file is the only way to know both, and saves a system call for each of 5,000.
 */
function keepsModes(root: string): boolean {
  const probe = `${root}/.mode`;
  const descriptor = openSync(probe, createFlags, 0o755);
  try {
    return (fstatSync(descriptor).mode & 0o777) === 0o755;
  } finally {
    closeSync(descriptor);
    unlinkSync(probe);
  }
}
