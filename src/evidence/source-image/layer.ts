import { createHash, type Hash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";
import { type Header, pack, type Pack } from "tar-stream";
import { PyverifyError } from "../../base/errors.ts";
import type { StagedTree } from "../../extract/extract.ts";
import type { BlobFolder, Descriptor } from "./blob.ts";

/** Where the tree lies in the image, and where the documents about it. */
export const treeInImage = "/usr/src/python";
export const documentsInImage = "/usr/share/doc/cpython-source";

/** The one layer of a source image. */
export interface Layer {
  readonly descriptor: Descriptor;
  /** SHA-256 of the archive before it was compressed, which no compression changes */
  readonly diffId: `sha256:${string}`;
}

/**
 * Zlib's own. 9 saves half a percent and takes half as long again. Node's zlib gives the same bytes
 * on every processor; another Node may give others.
 */
const compressionLevel = 6;

/**
 * Writes the layer: the tree, as its digest describes it, and the documents. Sorted by name, owned
 * by root, all of one time, so that nothing of this machine or of this moment is in it. With one
 * time, no file is older than what it was made of, and `make` regenerates nothing.
 *
 * @param modified the time of every entry, to the second
 * @throws {PyverifyError} filesystem/folder-unsafe if a file is no longer what was extracted; the
 *   signal's reason
 */
export async function writeLayer(
  tree: StagedTree,
  documents: Readonly<Record<string, string>>,
  blobs: BlobFolder,
  { modified, signal }: { readonly modified: Date; readonly signal: AbortSignal },
): Promise<Layer> {
  const archive = pack();
  const uncompressed = createHash("sha256");
  const blob = await blobs.stream(async (write) => {
    const done = await Promise.allSettled([
      fill(archive, entries(tree, documents), modified),
      pipeline(
        hashed(archive, uncompressed),
        createGzip({ level: compressionLevel }),
        async (chunks: AsyncIterable<Uint8Array>) => {
          for await (const chunk of chunks) await write(chunk);
        },
        { signal },
      ),
    ]);
    signal.throwIfAborted();
    // Where one fails it ends the other, and says why.
    for (const end of done) if (end.status === "rejected") throw end.reason;
  });
  const mediaType = "application/vnd.oci.image.layer.v1.tar+gzip";
  return {
    descriptor: { mediaType, ...blob },
    diffId: `sha256:${uncompressed.digest("hex")}`,
  };
}

async function* hashed(
  chunks: AsyncIterable<unknown>,
  hash: Hash,
): AsyncGenerator<Uint8Array, void, undefined> {
  for await (const chunk of chunks) {
    if (!(chunk instanceof Uint8Array)) throw new TypeError("an archive is made of bytes");
    hash.update(chunk);
    yield chunk;
  }
}

interface LayerEntry {
  /** without the slash that leads it */
  readonly path: string;
  readonly header: Pick<Header, "type" | "mode"> & Partial<Pick<Header, "linkname">>;
  readonly content?: () => Promise<Buffer>;
}

const folder = { type: "directory", mode: 0o755 } as const;
const plainFile = { type: "file", mode: 0o644 } as const;

function entries(
  tree: StagedTree,
  documents: Readonly<Record<string, string>>,
): readonly LayerEntry[] {
  const all: LayerEntry[] = [treeInImage, documentsInImage].flatMap(foldersTo);
  for (const [name, text] of Object.entries(documents)) {
    const path = `${documentsInImage}/${name}`.slice(1);
    all.push({ path, header: plainFile, content: async () => Buffer.from(text, "utf8") });
  }
  for (const [name, entry] of tree.manifest) {
    const path = `${treeInImage}/${name}`.slice(1);
    if (entry.type === "folder") all.push({ path, header: folder });
    else if (entry.type === "link") {
      all.push({ path, header: { type: "symlink", mode: 0o777, linkname: entry.target } });
    } else {
      const content = async () => asExtracted(tree.stagedAt, name, entry.sha256);
      all.push({ path, header: { type: "file", mode: entry.executable ? 0o755 : 0o644 }, content });
    }
  }
  const once = new Map(all.map((entry) => [entry.path, entry]));
  return [...once.values()].toSorted((a, b) => Buffer.from(a.path).compare(Buffer.from(b.path)));
}

/** A folder and all those above it. */
function foldersTo(path: string): LayerEntry[] {
  const names = path.split("/").slice(1);
  return names.map((_, at) => ({ path: names.slice(0, at + 1).join("/"), header: folder }));
}

/** Reads a file of the tree, which somebody else may have changed since it was written. */
async function asExtracted(tree: string, name: string, sha256: string): Promise<Buffer> {
  const content = await readFile(join(tree, name));
  if (createHash("sha256").update(content).digest("hex") === sha256) return content;
  throw new PyverifyError("filesystem", "folder-unsafe", `${name} is not what was extracted`, {
    because: "somebody else changed it in the moment before the tree took its place",
    hint: "choose a folder that nobody else may write to",
  });
}

async function fill(archive: Pack, all: readonly LayerEntry[], modified: Date): Promise<void> {
  try {
    for (const { path, header, content } of all) {
      const name = header.type === "directory" ? `${path}/` : path;
      await addEntry(
        archive,
        { name, uid: 0, gid: 0, mtime: modified, ...header },
        await content?.(),
      );
    }
    archive.finalize();
  } catch (error) {
    archive.destroy(error instanceof Error ? error : new Error(String(error)));
    throw error;
  }
}

function addEntry(
  archive: Pack,
  header: Partial<Header> & Pick<Header, "name">,
  content?: Buffer,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const done = (error?: Error | null): void => (error ? reject(error) : resolve());
    if (content === undefined) archive.entry(header, done);
    else archive.entry(header, content, done);
  });
}
