import { constants, type Stats } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { errorCodeOf, messageOf } from "../base/error-message.ts";
import { PyverifyError } from "../base/errors.ts";
import { machineLimit } from "./machine-limit.ts";
import { type HashedBytes, HashingMemory } from "./hashed-bytes.ts";

export interface ReadOptions {
  /** whether a link in the file's place is refused, rather than followed */
  readonly refuseLink?: boolean;
}

/**
 * Reads a regular file of at most `maxBytes`.
 *
 * @returns undefined if it does not exist
 * @throws {PyverifyError} filesystem/not-readable, filesystem/file-too-large
 */
export function readBounded(
  file: string,
  maxBytes: number,
  signal: AbortSignal,
  { refuseLink = false }: ReadOptions = {},
): Promise<Buffer | undefined> {
  const links = refuseLink ? constants.O_NOFOLLOW : 0;
  return readInto(file, maxBytes, signal, links, (size) => {
    const bytes = Buffer.alloc(size);
    return { bytes, hashUpTo: () => undefined, finish: (end) => bytes.subarray(0, end) };
  });
}

/** Reads a regular file as `readBounded` does, and hashes it meanwhile. */
export function readHashed(
  file: string,
  maxBytes: number,
  signal: AbortSignal,
): Promise<HashedBytes | undefined> {
  return readInto(file, maxBytes, signal, 0, (size) => new HashingMemory(size));
}

/** Long enough that a round through the thread pool is short beside it. */
const pieceBytes = 1024 * 1024;

interface Memory<T> {
  readonly bytes: Buffer;
  hashUpTo(end: number): void;
  finish(end: number): T;
}

async function readInto<T>(
  file: string,
  maxBytes: number,
  signal: AbortSignal,
  flags: number,
  allocate: (size: number) => Memory<T>,
): Promise<T | undefined> {
  let handle;
  try {
    // Without O_NONBLOCK, opening a pipe would wait for its writer.
    handle = await open(file, constants.O_RDONLY | constants.O_NONBLOCK | flags);
  } catch (error) {
    if (errorCodeOf(error) === "ENOENT") return undefined;
    throw notReadable(file, error);
  }
  try {
    const facts = await handle.stat();
    if (!facts.isFile()) throw notRegular(file, kindOf(facts));
    if (facts.size > maxBytes) {
      throw new PyverifyError("filesystem", "file-too-large", `${file} is too large`, {
        because: `it has ${facts.size} bytes, and what belongs there has ${maxBytes} at most`,
        hint: "check that it is the file that is meant",
      });
    }
    const memory = allocate(facts.size);
    for await (const end of inPieces(handle, memory.bytes)) {
      signal.throwIfAborted();
      memory.hashUpTo(end);
    }
    return memory.finish(facts.size);
  } catch (error) {
    signal.throwIfAborted();
    throw error instanceof PyverifyError ? error : notReadable(file, error);
  } finally {
    await handle.close();
  }
}

/**
 * Reads a file's pieces all at once, so that none waits for what is done with the one before it.
 *
 * @returns the offset up to which the bytes are there, again and again
 */
async function* inPieces(handle: FileHandle, bytes: Buffer): AsyncGenerator<number> {
  const pieces: Promise<number>[] = [];
  for (let start = 0; start < bytes.length; start += pieceBytes) {
    const length = Math.min(pieceBytes, bytes.length - start);
    const piece = handle.read(bytes, start, length, start).then(({ bytesRead }) => {
      if (bytesRead !== length) throw new Error("it became shorter while it was read");
      return start + length;
    });
    // A reader that has given up on an earlier piece never looks at this one.
    piece.catch(() => undefined);
    pieces.push(piece);
  }
  yield* pieces;
}

/**
 * Reads a file that a user has named.
 *
 * @param hint what to give instead, where it is not there
 * @throws {PyverifyError} filesystem/not-readable, filesystem/file-too-large; the signal's reason
 */
export async function readNamed(
  file: string,
  maxBytes: number,
  hint: string,
  signal: AbortSignal,
): Promise<Buffer> {
  const bytes = await readBounded(file, maxBytes, signal);
  if (bytes !== undefined) return bytes;
  throw new PyverifyError("filesystem", "not-readable", `${file} cannot be read`, {
    because: "it does not exist",
    hint,
  });
}

function notRegular(file: string, kind: string): PyverifyError {
  return new PyverifyError("filesystem", "not-readable", `${file} cannot be read`, {
    because: `it is ${kind}`,
    hint: "name a regular file; what a shell makes of <(…) is a pipe, so write it to a file first",
  });
}

/** What is there in place of a regular file. Reading it might never end. */
function kindOf(facts: Stats): string {
  if (facts.isDirectory()) return "a folder and not a file";
  if (facts.isFIFO()) return "a pipe and not a regular file";
  if (facts.isSocket()) return "a socket and not a regular file";
  return "a device and not a regular file";
}

/**
 * Says that a file cannot be read.
 *
 * @param because why, where that is better said than the error's own message does
 */
export function notReadable(file: string, cause: unknown, because?: string): PyverifyError {
  const limit = machineLimit(cause);
  if (limit !== undefined) return limit;
  return new PyverifyError("filesystem", "not-readable", `${file} cannot be read`, {
    because: because ?? messageOf(cause),
    hint: "check its path, and that the user that pyverify runs as may read it",
    cause,
  });
}
