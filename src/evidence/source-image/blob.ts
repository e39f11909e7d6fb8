import { createHash } from "node:crypto";
import { chmod, open, rename, utimes } from "node:fs/promises";
import { join } from "node:path";

/** What a document of an OCI image calls another part of it by. */
export interface Descriptor {
  readonly mediaType: string;
  readonly digest: `sha256:${string}`;
  /** bytes */
  readonly size: number;
  readonly annotations?: Readonly<Record<string, string>>;
}

/** The parts of an image, each in a file that is named after its own SHA-256. */
export class BlobFolder {
  readonly #path: string;
  readonly #modified: Date;

  /**
   * @param path a folder that is there and empty
   * @param modified the time of every file in it
   */
  constructor(path: string, modified: Date) {
    this.#path = path;
    this.#modified = modified;
  }

  /** Writes a document in compact JSON. */
  async document(mediaType: string, content: unknown): Promise<Descriptor> {
    const bytes = Buffer.from(JSON.stringify(content), "utf8");
    const blob = await this.stream(async (write) => write(bytes));
    return { mediaType, ...blob };
  }

  /**
   * Writes a blob whose digest is not known before its end.
   *
   * @param fill is given what takes the next bytes
   */
  async stream(
    fill: (write: (bytes: Uint8Array) => Promise<void>) => Promise<void>,
  ): Promise<Omit<Descriptor, "mediaType">> {
    const aside = join(this.#path, "unnamed");
    const hash = createHash("sha256");
    let size = 0;
    const file = await open(aside, "wx", 0o644);
    try {
      await fill(async (bytes) => {
        hash.update(bytes);
        size += bytes.length;
        await file.writeFile(bytes);
      });
    } finally {
      await file.close();
    }
    const sha256 = hash.digest("hex");
    const place = join(this.#path, sha256);
    await rename(aside, place);
    await setMetadata(place, 0o644, this.#modified);
    return { digest: `sha256:${sha256}`, size };
  }
}

/** Gives a file or folder a mode, whatever the umask has made of it, and a time. */
export async function setMetadata(path: string, mode: number, modified: Date): Promise<void> {
  await chmod(path, mode);
  await utimes(path, modified, modified);
}
