import { hash } from "node:crypto";
import { join } from "node:path";
import { messageOf } from "../base/error-message.ts";
import { PyverifyError } from "../base/errors.ts";
import type { StageContext } from "../base/progress.ts";
import {
  archiveForm,
  hasCarriageReturns,
  rewritesContent,
  type States,
  withoutCarriageReturns,
} from "./archive-form.ts";
import { Attributes } from "./attributes.ts";
import { type Commit, type CommittedFile, readCommit } from "./git/commit.ts";
import { openRepository } from "./git/repository.ts";
import { newsFolder } from "./news.ts";
import { listFiles, type WorkingFile, WorkingFileReader } from "./working-tree.ts";

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

/** Few enough that a signal is heard soon. */
const filesAtATime = 64;

/**
 * Reads a checkout of a tag. Where its repository is there, every file has to be the commit's, by
 * git's own name for it, and none may be missing or too many: a forged checkout cannot hide behind
 * the commit that it claims to be.
 *
 * @throws {PyverifyError} filesystem/not-readable; verification/checkout-modified
 */
export async function readCheckout(folder: string, context: StageContext): Promise<Checkout> {
  context.observe({ type: "start", phase: "compare", subject: folder });
  const reader = new WorkingFileReader(folder);
  const { commit, paths, attributes } = naming(folder, () => {
    const repository = openRepository(folder);
    const listed = listFiles(folder);
    return {
      commit: repository && readCommit(repository.objects, repository.head),
      paths: listed,
      attributes: readAttributes(reader, listed),
    };
  });
  const files = new Map<string, TaggedFile>();
  const news = new Map<string, string>();
  const rewritten = new Map<string, string>();
  const foreign: string[] = [];
  for (const [index, path] of paths.entries()) {
    // Reading is synchronous, which is faster for small files; downloads go on in between.
    if (index % filesAtATime === 0) await nextTurn(context.signal);
    const states = attributes.of(path);
    const file = naming(join(folder, path), () => reader.read(path));
    const blob =
      commit === undefined
        ? assumedBlob(file, states)
        : committedBlob(file, commit.files.get(path), (content) =>
            reader.blobId(content, commit.id),
          );
    if (blob === undefined) {
      foreign.push(path);
      continue;
    }
    files.set(path, taggedFile(file, blob, states));
    const rewriting = rewritesContent(states);
    if (rewriting !== undefined) rewritten.set(path, rewriting);
    if (path.startsWith(newsFolder)) news.set(path.slice(newsFolder.length), blob.toString("utf8"));
  }
  refuseModified(folder, commit, files, foreign);
  context.observe({ type: "end", phase: "compare" });
  return { commit: commit && { id: commit.id, tree: commit.tree }, files, news, rewritten };
}

async function nextTurn(signal: AbortSignal): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
  signal.throwIfAborted();
}

/**
 * The content of a file as the commit holds it: as it is, or without the carriage returns that git
 * puts into texts for Windows. Which of the two, the commit's own name for it tells.
 *
 * @returns undefined if the commit has no such file, or another one
 */
function committedBlob(
  { type, executable, content }: WorkingFile,
  committed: CommittedFile | undefined,
  idOf: (content: Buffer) => string,
): Buffer | undefined {
  const mode = type === "link" ? "120000" : executable ? "100755" : "100644";
  if (committed?.mode !== mode) return undefined;
  if (idOf(content) === committed.id) return content;
  if (type === "link") return undefined;
  const converted = withoutCarriageReturns(content);
  return idOf(converted) === committed.id ? converted : undefined;
}

/** Where there is no repository: what the commit would hold if nobody has changed the file. */
function assumedBlob({ type, content }: WorkingFile, states: States): Buffer {
  return type === "file" && hasCarriageReturns(states) ? withoutCarriageReturns(content) : content;
}

function taggedFile({ type, executable }: WorkingFile, blob: Buffer, states: States): TaggedFile {
  return type === "link"
    ? { type, target: blob.toString("utf8") }
    : { type, executable, sha256: hash("sha256", archiveForm(blob, states), "hex") };
}

function readAttributes(reader: WorkingFileReader, paths: readonly string[]): Attributes {
  const attributes = new Attributes();
  const files = paths.filter(
    (path) => path === ".gitattributes" || path.endsWith("/.gitattributes"),
  );
  // Outer folders first: what is nearer to a file counts more.
  for (const path of files.toSorted((a, b) => a.split("/").length - b.split("/").length)) {
    attributes.add(
      reader.read(path).content.toString("utf8"),
      path.slice(0, -".gitattributes".length),
    );
  }
  return attributes;
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

function refuseModified(
  folder: string,
  commit: Commit | undefined,
  files: ReadonlyMap<string, TaggedFile>,
  foreign: readonly string[],
): void {
  if (commit === undefined) return;
  const missing = [...commit.files.keys()].filter((path) => !files.has(path));
  const paths = [...new Set([...foreign, ...missing])];
  if (paths.length === 0) return;
  const more = paths.length > 5 ? ` and ${paths.length - 5} more` : "";
  throw new PyverifyError(
    "verification",
    "checkout-modified",
    `${folder} is not the commit that it claims to be, ${commit.id}`,
    {
      because: `other than in the commit: ${paths.slice(0, 5).join(", ")}${more}`,
      hint: "make the checkout anew; if it stays so, somebody changed it",
    },
  );
}
