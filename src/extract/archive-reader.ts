import tarStream from "tar-stream";
import { malformed } from "./archive-failure.ts";
import { type ArchiveEntry, TarFraming } from "./tar-framing.ts";

/** Takes one entry's content, in pieces that are valid only during the call. */
export interface EntrySink {
  write(bytes: Uint8Array): void;
  end(): void;
}

/**
 * Reads an archive, entry by entry. Two readers have to agree about each: the strict one sees every
 * byte first, and refuses what it does not like before tar-stream, which is lenient, sees it.
 *
 * @param chunks the archive's bytes
 * @param open called with each entry before any of its content; what it throws ends the reading
 * @throws {PyverifyError} archive/archive-malformed, archive/limit-exceeded, and what `open` throws
 */
export async function readArchive(
  chunks: AsyncIterable<Uint8Array>,
  open: (entry: ArchiveEntry) => EntrySink,
): Promise<void> {
  const framing = new TarFraming();
  const parser = tarStream.extract();
  let settle: { resolve: () => void; reject: (error: unknown) => void } | undefined;
  let failure: { readonly error: unknown } | undefined;
  const fail = (error: unknown): void => {
    failure ??= { error };
    settle?.reject(failure.error);
    parser.destroy(null);
  };
  parser.on("error", (error) => fail(malformed(error.message)));
  parser.on("drain", () => settle?.resolve());
  parser.on("finish", () => settle?.resolve());
  parser.on("entry", (header, content, next) => {
    try {
      const sink = open(agreedEntry(framing.shift(), header));
      content.on("data", (bytes) => attempt(() => sink.write(asBytes(bytes)), fail));
      content.on("end", () =>
        attempt(() => {
          sink.end();
          next();
        }, fail),
      );
      content.on("error", fail);
    } catch (error) {
      content.on("error", () => undefined);
      fail(error);
    }
  });
  const step = (action: () => boolean): Promise<void> =>
    new Promise((resolve, reject) => {
      if (failure !== undefined) return reject(failure.error);
      settle = { resolve, reject };
      if (action()) resolve();
    });
  try {
    for await (const chunk of chunks) {
      framing.push(chunk);
      await step(() => parser.write(chunk));
    }
    framing.end();
    await step(() => {
      parser.end(null);
      return false;
    });
    if (framing.shift() !== undefined) throw malformed("two readers of it disagree");
  } finally {
    parser.destroy();
  }
}

function agreedEntry(entry: ArchiveEntry | undefined, header: tarStream.Header): ArchiveEntry {
  if (
    entry === undefined ||
    header.size !== entry.size ||
    header.name !== Buffer.from(entry.name).toString()
  ) {
    throw malformed("two readers of it disagree");
  }
  return entry;
}

function asBytes(data: unknown): Uint8Array {
  if (!(data instanceof Uint8Array)) throw new TypeError("an archive's content is not bytes");
  return data;
}

function attempt(action: () => void, fail: (error: unknown) => void): void {
  try {
    action();
  } catch (error) {
    fail(error);
  }
}
