import { constants, existsSync } from "node:fs";
import { type FileHandle, open, readdir } from "node:fs/promises";
import path from "node:path";

import { PyverifyError } from "../errors.ts";
import type { StageContext } from "../progress.ts";
import type { Release, TarballFormat } from "../release/release.ts";
import { type PythonVersion, seriesOf, type VersionSpec } from "../release/version.ts";
import { maxBundleBytes, maxTarballBytes } from "./download.ts";
import { allocateShared, type HashedBytes, HashingMemory } from "./hashed-bytes.ts";
import { readTarballs } from "./listing.ts";
import type { DownloadUnderWay } from "./unverified-download.ts";

/** How a bundle is named after its tarball: python.org's way, and the one of newer Sigstore tools. */
export const bundleSuffixes = [".sigstore", ".sigstore.json"] as const;

/**
 * Finds out which release a SPEC means among the tarballs of a folder: a version is itself, a
 * series and `latest` are the newest final release that lies there with its bundle.
 *
 * @throws {PyverifyError} release/release-not-found; filesystem/not-readable
 */
export async function resolveInFolder(
  spec: VersionSpec,
  folder: string,
  format: TarballFormat,
): Promise<PythonVersion> {
  if (spec.type === "version") return spec.version;
  const names = await readFolder(folder);
  // Both spellings of a bundle's name count as the one that readTarballs looks for.
  const unified = new Set(names.map((name) => name.replace(/\.sigstore\.json$/, ".sigstore")));
  const newest = readTarballs(unified).find(
    ({ version, format: found, hasBundle }) =>
      found === format &&
      hasBundle &&
      version.prerelease === undefined &&
      (spec.type === "latest" || seriesOf(version) === spec.series),
  );
  if (newest !== undefined) return newest.version;
  const wanted = spec.type === "latest" ? "final release" : `final release of ${spec.series}`;
  throw new PyverifyError("release", "release-not-found", `there is no ${wanted} in ${folder}`, {
    because: `it holds no Python-X.Y.Z.${format} with its .sigstore file`,
    hint: "put both files there, or name another folder with --from DIR",
  });
}

/**
 * Reads a release's bundle from a folder instead of the network, and its tarball when that is asked
 * for.
 *
 * @throws {PyverifyError} release/tarball-not-found, release/bundle-not-found;
 *   filesystem/not-readable, filesystem/file-too-large
 */
export async function startReading(
  release: Release,
  folder: string,
  context: StageContext,
): Promise<DownloadUnderWay> {
  context.observe({ type: "start", phase: "read", subject: release.tarballName });
  const tarballPath = path.join(folder, release.tarballName);
  for (const suffix of bundleSuffixes) {
    const bundle = await readBounded(`${tarballPath}${suffix}`, maxBundleBytes, context.signal);
    if (bundle === undefined) continue;
    return { release, bundle, tarball: (later) => readTarball(tarballPath, later) };
  }
  throw existsSync(tarballPath)
    ? missing("bundle-not-found", `${tarballPath}.sigstore`)
    : missing("tarball-not-found", tarballPath);
}

/** Ends the phase that `startReading` has started. */
async function readTarball(file: string, context: StageContext): Promise<HashedBytes> {
  const tarball = await readHashed(file, maxTarballBytes, context.signal);
  if (tarball === undefined) throw missing("tarball-not-found", file);
  context.observe({ type: "end", phase: "read" });
  return tarball;
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
): Promise<Buffer | undefined> {
  return readInto(file, maxBytes, signal, (size) => {
    const bytes = allocateShared(size);
    return { bytes, hashUpTo: () => undefined, finish: (end) => bytes.subarray(0, end) };
  });
}

/** Reads a regular file as `readBounded` does, and hashes it meanwhile. */
export function readHashed(
  file: string,
  maxBytes: number,
  signal: AbortSignal,
): Promise<HashedBytes | undefined> {
  return readInto(file, maxBytes, signal, (size) => new HashingMemory(size));
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
  allocate: (size: number) => Memory<T>,
): Promise<T | undefined> {
  let handle;
  try {
    // Without O_NONBLOCK, opening a pipe would wait for its writer.
    handle = await open(file, constants.O_RDONLY | constants.O_NONBLOCK);
  } catch (error) {
    if (errorCode(error) === "ENOENT") return undefined;
    throw notReadable(file, error);
  }
  try {
    const facts = await handle.stat();
    if (!facts.isFile()) throw notReadable(file, undefined, "it is not a regular file");
    if (facts.size > maxBytes) {
      throw new PyverifyError("filesystem", "file-too-large", `${file} is too large`, {
        because: `it has ${facts.size} bytes, and not the ${maxBytes} bytes at most of any release`,
        hint: "check that it is the file that python.org publishes",
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
    // Who gives up on an earlier one never looks at it.
    piece.catch(() => undefined);
    pieces.push(piece);
  }
  yield* pieces;
}

async function readFolder(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    throw notReadable(folder, error);
  }
}

function missing(code: "tarball-not-found" | "bundle-not-found", file: string): PyverifyError {
  return new PyverifyError("release", code, `${file} does not exist`, {
    because:
      code === "bundle-not-found"
        ? "without its bundle a tarball cannot be verified"
        : "with --from DIR nothing is downloaded",
    hint: "--from DIR takes Python-VERSION.tar.xz (or .tgz) and the .sigstore file beside it",
  });
}

/**
 * Says that a file cannot be read.
 *
 * @param because why, where that is better said than the error's own message does
 */
export function notReadable(file: string, cause: unknown, because?: string): PyverifyError {
  return new PyverifyError("filesystem", "not-readable", `${file} cannot be read`, {
    because: because ?? (cause instanceof Error ? cause.message : String(cause)),
    hint: "check its path, and that the user that pyverify runs as may read it",
    cause,
  });
}

function errorCode(error: unknown): unknown {
  return error instanceof Error ? Reflect.get(error, "code") : undefined;
}
