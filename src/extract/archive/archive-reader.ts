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
 * @param plan judges an entry by its header; may throw, before anything of it is opened
 * @param open takes what `plan` made, when the content is about to come
 * @throws {PyverifyError} archive/archive-malformed, archive/limit-exceeded, and what the two throw
 */
export async function readArchive<Plan>(
  chunks: AsyncIterable<Uint8Array>,
  plan: (entry: ArchiveEntry) => Plan,
  open: (plan: Plan) => EntrySink,
): Promise<void> {
  const planned: PlannedContent<Plan>[] = [];
  const framing = new TarFraming((entry) => planned.push({ entry, plan: plan(entry) }));
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
      const sink = open(agreedPlan(planned.shift(), header));
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
    if (planned.length > 0) throw malformed("two readers of it disagree");
  } finally {
    parser.destroy();
  }
}

interface PlannedContent<Plan> {
  readonly entry: ArchiveEntry;
  readonly plan: Plan;
}

function agreedPlan<Plan>(
  content: PlannedContent<Plan> | undefined,
  header: tarStream.Header,
): Plan {
  if (
    content === undefined ||
    header.size !== content.entry.size ||
    header.name !== Buffer.from(content.entry.name).toString()
  ) {
    throw malformed("two readers of it disagree");
  }
  return content.plan;
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
