import { createHash, type Hash, hash as hashAtOnce } from "node:crypto";
import {
  chmodSync,
  closeSync,
  constants,
  fchmodSync,
  futimesSync,
  lutimesSync,
  mkdirSync,
  openSync,
  symlinkSync,
  utimesSync,
  writeSync,
} from "node:fs";
import type { EntrySink } from "../archive/archive-reader.ts";
import type { PlannedEntry } from "../archive/entry.ts";
import { filesystemFailure, filesystemFailureOf } from "../../files/filesystem-failure.ts";
import { keepsModes } from "./kept-modes.ts";
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

/** PATH_MAX of Linux, in bytes with the NUL at its end. */
const longestPath = 4096;

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
  /** what errors call the root */
  readonly #shown: string;
  readonly #mustChangeModes: boolean;
  readonly #digest = new TreeDigest();
  /** With their times, which are set at the end: each new file changes its folder's. */
  readonly #folders = new Map<string, number>();
  readonly #links: PlannedLink[] = [];
  #files = 0;

  /**
   * @param root an empty folder
   * @param latest seconds since 1970: later times are set to it
   * @param shown the path that it is to have
   * @throws {PyverifyError} filesystem/…, also if modes or times cannot be kept there
   */
  constructor(root: string, latest: number, shown: string) {
    this.#root = root;
    this.#latest = latest;
    this.#shown = shown;
    this.#mustChangeModes = !keepsModes(root, shown);
  }

  /**
   * Makes a folder, or opens a file. Links wait for `finish`, so that nothing is written through one.
   *
   * @throws {PyverifyError} filesystem/…
   */
  add(entry: PlannedEntry): EntrySink {
    this.#requireShort(entry.path);
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
      const time = this.#clamp(modified);
      this.#attempt(path, (place) => {
        symlinkSync(target, place);
        lutimesSync(place, time, time);
      });
      this.#digest.link(path, target);
    }
    for (const [path, time] of this.#folders) {
      this.#attempt(path, (place) => utimesSync(place, time, time));
      if (path !== "") this.#digest.folder(path);
    }
    return {
      files: this.#files,
      digest: this.#digest.digest(),
      manifest: this.#digest.manifest,
      modified: this.#folders.get("") ?? this.#clamp(0),
    };
  }

  /** Where it is written now a longer path could be made than anybody could open afterwards. */
  #requireShort(path: string): void {
    const place = `${this.#shown}/${path}`;
    if (place.length * 3 < longestPath || Buffer.byteLength(place) < longestPath) return;
    throw filesystemFailureOf("ENAMETOOLONG", "", place, undefined);
  }

  /** Folders above an entry that the archive has no entry for, or has it later. */
  #makeParents({ path, modified }: PlannedEntry): void {
    for (let slash = path.indexOf("/"); slash !== -1; slash = path.indexOf("/", slash + 1)) {
      const parent = path.slice(0, slash);
      if (!this.#folders.has(parent)) this.#makeFolder(parent, modified);
    }
  }

  #makeFolder(path: string, modified: number): void {
    if (path !== "" && !this.#folders.has(path)) {
      this.#attempt(path, (place) => {
        mkdirSync(place, 0o755);
        if (this.#mustChangeModes) chmodSync(place, 0o755);
      });
    }
    this.#folders.set(path, this.#clamp(modified));
  }

  #openFile(file: PlannedFile): EntrySink {
    const { path } = file;
    const mode = file.executable ? 0o755 : 0o644;
    const time = this.#clamp(file.modified);
    const content = new ContentHash(file.size);
    const descriptor = this.#attempt(path, (place) => openSync(place, createFlags, mode));
    this.#open = descriptor;
    return {
      write: (bytes) => {
        content.update(bytes);
        this.#attempt(path, () => writeAll(descriptor, bytes));
      },
      end: () => {
        this.#attempt(path, () => {
          if (this.#mustChangeModes) fchmodSync(descriptor, mode);
          futimesSync(descriptor, time, time);
          this.close();
        });
        this.#files += 1;
        this.#digest.file(path, file.executable, content.digest());
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

  #clamp(modified: number): number {
    return Math.min(modified, this.#latest);
  }

  /** @param path in the tree; the root is empty */
  #attempt<T>(path: string, action: (place: string) => T): T {
    const below = path === "" ? "" : `/${path}`;
    try {
      return action(this.#root + below);
    } catch (thrown) {
      throw filesystemFailure(thrown, this.#shown + below);
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
