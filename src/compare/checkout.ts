import { createHash } from "node:crypto";
import {
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  openSync,
  readdirSync,
  readlinkSync,
  readSync,
} from "node:fs";
import { join } from "node:path";
import { messageOf } from "../base/error-message.ts";
import { PyverifyError } from "../base/errors.ts";
import type { StageContext } from "../base/progress.ts";
import { limits } from "../extract/limits.ts";
import {
  archiveForm,
  blobCandidates,
  hasCarriageReturns,
  rewritesContent,
  type States,
} from "./archive-form.ts";
import { Attributes } from "./attributes.ts";
import { type Commit, type CommittedFile, readCommit } from "./git/commit.ts";
import { objectId } from "./git/object.ts";
import { openRepository } from "./git/repository.ts";
import { newsFolder } from "./news.ts";

/** A file or link of a tag, as the tarball has to hold it. */
export type TaggedFile =
  | { readonly type: "file"; readonly executable: boolean; readonly sha256: string }
  | { readonly type: "link"; readonly target: string };

/** A checkout of a tag. */
export interface Checkout {
  /** the commit that its files were proven to be; undefined if there is no `.git` beside them */
  readonly commit: Pick<Commit, "id" | "tree"> | undefined;
  readonly files: ReadonlyMap<string, TaggedFile>;
  /** the texts below `Misc/NEWS.d/`, by their names there */
  readonly news: ReadonlyMap<string, string>;
  /** the paths of which git writes another content into an archive, in ways that are not followed */
  readonly rewritten: ReadonlyMap<string, string>;
}

/**
 * Reads a checkout of a tag. Where its repository is there, every file has to be the commit's, by
 * git's own name for it, and none may be missing or too many: a forged checkout cannot hide behind
 * the commit that it claims to be.
 *
 * @throws {PyverifyError} filesystem/not-readable; verification/checkout-modified
 */
export async function readCheckout(folder: string, context: StageContext): Promise<Checkout> {
  context.observe({ type: "start", phase: "compare", subject: folder });
  const repository = naming(folder, () => openRepository(folder));
  const commit =
    repository && naming(folder, () => readCommit(repository.objects, repository.head));
  const paths = naming(folder, () => listFiles(folder));
  const attributes = naming(folder, () => readAttributes(folder, paths));
  const files = new Map<string, TaggedFile>();
  const news = new Map<string, string>();
  const rewritten = new Map<string, string>();
  const foreign: string[] = [];
  for (const [index, path] of paths.entries()) {
    // Reading is synchronous, which is faster for small files; downloads go on in between.
    if (index % filesAtATime === 0) await nextTurn(context.signal);
    const states = attributes.of(path);
    const read = naming(join(folder, path), () => readEntry(folder, path));
    const blob =
      commit === undefined
        ? assumedBlob(read, states)
        : committedBlob(read, commit.files.get(path), commit.id);
    if (blob === undefined) {
      foreign.push(path);
      continue;
    }
    const rewriting = rewritesContent(states);
    if (rewriting !== undefined) rewritten.set(path, rewriting);
    if (read.type === "link") files.set(path, { type: "link", target: read.content.toString() });
    else {
      const sha256 = createHash("sha256").update(archiveForm(blob, states)).digest("hex");
      files.set(path, { type: "file", executable: read.executable, sha256 });
    }
    if (path.startsWith(newsFolder)) news.set(path.slice(newsFolder.length), blob.toString("utf8"));
  }
  const present = new Set(paths);
  const missing = [...(commit?.files.keys() ?? [])].filter((path) => !present.has(path));
  if (commit !== undefined && foreign.length + missing.length > 0) {
    throw modified(folder, commit.id, [...foreign, ...missing]);
  }
  context.observe({ type: "end", phase: "compare" });
  return { commit: commit && { id: commit.id, tree: commit.tree }, files, news, rewritten };
}

/** Few enough that a signal is heard soon. */
const filesAtATime = 64;

async function nextTurn(signal: AbortSignal): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
  signal.throwIfAborted();
}

interface ReadEntry {
  readonly type: "file" | "link";
  readonly executable: boolean;
  readonly content: Buffer;
}

/**
 * The content of a file as the commit holds it.
 *
 * @returns undefined if the commit has no such file, or another one
 */
function committedBlob(
  { type, executable, content }: ReadEntry,
  committed: CommittedFile | undefined,
  commit: string,
): Buffer | undefined {
  const candidates = type === "link" ? [content] : blobCandidates(content);
  const mode = type === "link" ? "120000" : executable ? "100755" : "100644";
  if (committed?.mode !== mode) return undefined;
  return candidates.find(
    (blob) => objectId({ type: "blob", content: blob }, commit) === committed.id,
  );
}

/** Where there is no repository: what the commit would hold if nobody has changed the file. */
function assumedBlob({ type, content }: ReadEntry, states: States): Buffer | undefined {
  return type === "file" && hasCarriageReturns(states) ? blobCandidates(content).at(-1) : content;
}

/** Every file and link of a checkout, but for its `.git`. */
function listFiles(folder: string): string[] {
  const paths: string[] = [];
  const waiting = [""];
  for (let prefix = waiting.pop(); prefix !== undefined; prefix = waiting.pop()) {
    for (const entry of readdirSync(join(folder, prefix), { withFileTypes: true })) {
      const path = `${prefix}${entry.name}`;
      if (path === ".git") continue;
      if (entry.isDirectory()) waiting.push(`${path}/`);
      else paths.push(path);
      if (paths.length + waiting.length > limits.entries) {
        throw new Error(`it has more than ${limits.entries} files`);
      }
    }
  }
  return paths.toSorted();
}

function readAttributes(folder: string, paths: readonly string[]): Attributes {
  const attributes = new Attributes();
  const files = paths.filter(
    (path) => path === ".gitattributes" || path.endsWith("/.gitattributes"),
  );
  // Outer folders first: what is nearer to a file counts more.
  for (const path of files.toSorted((a, b) => a.split("/").length - b.split("/").length)) {
    const text = readEntry(folder, path).content.toString("utf8");
    attributes.add(text, path.slice(0, -".gitattributes".length));
  }
  return attributes;
}

function readEntry(folder: string, path: string): ReadEntry {
  const place = join(folder, path);
  const facts = lstatSync(place);
  if (facts.isSymbolicLink()) {
    const content = readlinkSync(place, { encoding: "buffer" });
    return { type: "link", executable: false, content };
  }
  const file = openSync(place, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  try {
    const { mode, size } = fstatSync(file);
    if (!facts.isFile()) throw new Error("it is neither a file nor a link nor a folder");
    if (size > limits.fileBytes) throw new Error(`it has more than ${limits.fileBytes} bytes`);
    const content = Buffer.alloc(size);
    for (let filled = 0; filled < size;) {
      const read = readSync(file, content, filled, size - filled, null);
      if (read === 0) throw new Error("it became shorter while it was read");
      filled += read;
    }
    return { type: "file", executable: (mode & 0o100) !== 0, content };
  } finally {
    closeSync(file);
  }
}

function naming<T>(place: string, action: () => T): T {
  try {
    return action();
  } catch (cause) {
    if (cause instanceof PyverifyError) throw cause;
    throw new PyverifyError("filesystem", "not-readable", `${place} cannot be read`, {
      because: messageOf(cause),
      hint: "give the folder of a checkout of the release's tag",
      cause,
    });
  }
}

function modified(folder: string, commit: string, paths: readonly string[]): PyverifyError {
  const shown = paths.slice(0, 5).join(", ");
  const more = paths.length > 5 ? ` and ${paths.length - 5} more` : "";
  return new PyverifyError(
    "verification",
    "checkout-modified",
    `${folder} is not the commit that it claims to be, ${commit}`,
    {
      because: `other than in the commit: ${shown}${more}`,
      hint: "make the checkout anew; if it stays so, somebody changed it",
    },
  );
}
